import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/require-dispose.js";
import { text } from "./text.ts";

new RuleTester().run("require-dispose", rule, {
  valid: [
    {
      name: "'using' disposes of it.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function count(job) {
          using items = borrow(job.items);
          return items.length;
        }
      `,
    },
    {
      name: "Whoever gets it as a result disposes of it.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export const lend = (job) => borrow(job.items);
      `,
    },
    {
      name: "A listener of the module lives as long as the program.",
      code: text`
        import { listen } from "regions-runtime/threads";
        listen(self, console.log);
      `,
    },
  ],
  invalid: [
    {
      name: "A borrow is reported where it is obtained, and 'using' is suggested.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function count(job) {
          const items = borrow(job.items);
          return items.length;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "The borrow of 'job.items' is not disposed of on every path: its region can never be moved.",
              "Declare it with 'using', or give it to a callback.",
            ].join("\n"),
          },
          line: 3,
          column: 17,
          endLine: 3,
          endColumn: 34,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Declare it with 'using', which disposes of it at the end of the block" },
              output: text`
              import { Region, borrow, move } from "regions-runtime";
              export function count(job) {
                using items = borrow(job.items);
                return items.length;
              }
            `,
            },
          ],
        },
      ],
    },
    {
      name: "A guard that one path forgets is reported; 'using' is suggested for the awaited declaration.",
      code: text`
        import { Cown } from "regions-runtime";
        const hits = new Cown(0);
        export async function hit(fast) {
          const guard = await hits.acquire();
          guard.value++;
          if (fast) return;
          guard[Symbol.dispose]();
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "The guard 'hits.acquire()' is not disposed of on every path: its cown is never released.",
              "Declare it with 'using', or give it to a callback.",
            ].join("\n"),
          },
          line: 4,
          column: 23,
          endLine: 4,
          endColumn: 37,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Declare it with 'using', which disposes of it at the end of the block" },
              output: text`
              import { Cown } from "regions-runtime";
              const hits = new Cown(0);
              export async function hit(fast) {
                using guard = await hits.acquire();
                guard.value++;
                if (fast) return;
                guard[Symbol.dispose]();
              }
            `,
            },
          ],
        },
      ],
    },
    {
      name: "No edit is suggested for a variable that is assigned anew.",
      code: text`
        import { listen } from "regions-runtime/threads";
        export function start(port) {
          let listener = listen(port, console.log);
          listener = undefined;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "The listener of 'port' is not disposed of on every path: it keeps listening.",
              "Declare it with 'using', or give it to a callback.",
            ].join("\n"),
          },
          line: 3,
          column: 18,
          endLine: 3,
          endColumn: 43,
        },
      ],
    },
  ],
});
