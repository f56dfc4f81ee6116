import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-nested-acquire.js";
import { text } from "./text.ts";

new RuleTester().run("no-nested-acquire", rule, {
  valid: [
    {
      name: "All cowns are taken at once.",
      code: text`
        import { Cown, when } from "regions-runtime";
        const from = new Cown(1);
        const to = new Cown(1);
        export const pay = () => when([from, to], (a, b) => {
          a.value--;
          b.value++;
        });
      `,
    },
    {
      name: "A nested 'when' that nobody waits for is only scheduled.",
      code: text`
        import { Cown, when } from "regions-runtime";
        const from = new Cown(1);
        const to = new Cown(1);
        export const pay = () => when(from, (a) => {
          a.value--;
          void when(to, (b) => b.value++);
        });
      `,
    },
  ],
  invalid: [
    {
      name: "A behaviour waits for another cown.",
      code: text`
        import { Cown, when } from "regions-runtime";
        const from = new Cown(1);
        const to = new Cown(1);
        export const pay = () => when(from, async (a) => {
          a.value--;
          await when(to, (b) => b.value++);
        });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'when(to, (b) => b.value++)' waits for a cown while 'from' is held, from line 4 on: two that wait for each other never go on.",
              "Take all cowns in one 'when([...], ...)', or release the first before.",
            ].join("\n"),
          },
          line: 6,
          column: 9,
          endLine: 6,
          endColumn: 35,
        },
      ],
    },
    {
      name: "A second guard is waited for while the first is held.",
      code: text`
        import { Cown } from "regions-runtime";
        const from = new Cown(1);
        const to = new Cown(1);
        export async function pay() {
          using a = await from.acquire();
          using b = await to.acquire();
          b.value += a.value;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'to.acquire()' waits for a cown while the guard of 'from.acquire()' is held, from line 5 on: two that wait for each other never go on.",
              "Take all cowns in one 'when([...], ...)', or release the first before.",
            ].join("\n"),
          },
          line: 6,
          column: 19,
          endLine: 6,
          endColumn: 31,
        },
      ],
    },
  ],
});
