import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-mutate-readonly-parameter.js";
import { text } from "./text.ts";

new RuleTester().run("no-mutate-readonly-parameter", rule, {
  valid: [
    {
      name: "A copy may be changed.",
      code: "export const sorted = (names: readonly string[]) => [...names].sort();",
    },
    {
      name: "'Readonly' protects own fields only.",
      code: "export function add(point: Readonly<{ tags: string[] }>) { point.tags.push('a'); }",
    },
  ],
  invalid: [
    {
      name: "The change is reported, with the declaration.",
      code: text`
        export function sorted(names: readonly string[]) {
          return (names as string[]).sort();
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'names' is read-only: it is declared 'readonly string[]' on line 1. This call of 'sort' changes it.\n" +
              "Change a copy, or declare the parameter without 'readonly'.",
          },
          line: 2,
          column: 10,
          endLine: 2,
          endColumn: 36,
        },
      ],
    },
    {
      name: "A second name is told with the name of the parameter.",
      code: text`
        export function reset(point: Readonly<{ x: number }>) {
          const own = point as { x: number };
          own.x = 0;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'own' is read-only: it is, or is part of, parameter 'point', which is declared 'Readonly<{ x: number }>' on line 1. " +
              "This assignment to 'x' changes it.\nChange a copy, or declare the parameter without 'readonly'.",
          },
          line: 3,
          column: 3,
        },
      ],
    },
  ],
});
