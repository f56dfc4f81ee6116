import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-unguarded-cown.js";
import { text } from "./text.ts";

new RuleTester().run("no-unguarded-cown", rule, {
  valid: [
    {
      name: "The value is reached through a guard.",
      code: text`
        import { Cown, when } from "regions-runtime";
        const hits = new Cown(0);
        export const hit = () => when(hits, (guard) => guard.value++);
      `,
    },
    {
      name: "'read' allows to read.",
      code: text`
        import { Cown, Region, read, when } from "regions-runtime";
        const account = new Cown(new Region({ list: [1] }));
        export const count = () => when(read(account), (guard) => guard.value.list.length);
      `,
    },
  ],
  invalid: [
    {
      name: "A cown has no value of its own.",
      code: text`
        import { Cown } from "regions-runtime";
        const hits = new Cown(0);
        export const peek = () => hits.value;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "The value of the cown 'hits' is reached without a guard.",
              "Take the cown with 'when(...)' or 'await cown.acquire()', and use 'value' of the guard.",
            ].join("\n"),
          },
          line: 3,
          column: 27,
          endLine: 3,
          endColumn: 31,
        },
      ],
    },
    {
      name: "A guard is over once it is disposed of.",
      code: text`
        import { Cown } from "regions-runtime";
        const hits = new Cown(0);
        export async function hit() {
          const guard = await hits.acquire();
          guard[Symbol.dispose]();
          guard.value++;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'guard' is used after its cown was released on line 5 ('guard[Symbol.dispose]()')." },
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 8,
        },
      ],
    },
    {
      name: "'read' does not allow to write.",
      code: text`
        import { Cown, Region, read, when } from "regions-runtime";
        const account = new Cown(new Region({ list: [1] }));
        export const add = () => when(read(account), (guard) => guard.value.list.push(1));
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'guard.value.list' is read-only: its cown was taken with 'read()' on line 3. This call of 'push' changes it.",
              "Take the cown itself to write.",
            ].join("\n"),
          },
          line: 3,
          column: 57,
          endLine: 3,
          endColumn: 81,
        },
      ],
    },
  ],
});
