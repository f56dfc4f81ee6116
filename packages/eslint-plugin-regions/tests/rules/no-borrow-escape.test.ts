import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-borrow-escape.js";
import { text } from "./text.ts";

new RuleTester().run("no-borrow-escape", rule, {
  valid: [
    {
      name: "A copy may leave.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function read(job) {
          using items = borrow(job.items);
          return [...items];
        }
      `,
    },
    {
      name: "A borrow that is not ended here is handed over.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function lend(job) {
          const items = borrow(job.items);
          return items;
        }
      `,
    },
  ],
  invalid: [
    {
      name: "A borrow that ends with its block is returned.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function lend(job) {
          using items = borrow(job.items);
          return items;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' outlives its scope: it is returned, but the borrow 'items' ends on line 5.",
              "Hand out a copy, or do the work inside.",
            ].join("\n"),
          },
          line: 4,
          column: 10,
          endLine: 4,
          endColumn: 15,
        },
      ],
    },
    {
      name: "What a callback is lent is stored outside of it.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        let kept;
        export const keep = (job) => borrow(job.items, (items) => {
          kept = items;
        });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' outlives its scope: it is stored in 'kept', but the borrow of 'job.items' ends with the callback of the call on line 3.",
              "Hand out a copy, or do the work inside.",
            ].join("\n"),
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 15,
        },
      ],
    },
    {
      name: "A timer runs when the borrow is over.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function later(job) {
          using items = borrow(job.items);
          setTimeout(() => items.push(1), 10);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'() => items.push(1)' outlives its scope: it is called later, but the borrow 'items', which it uses, ends on line 5.",
              "Hand out a copy, or do the work inside.",
            ].join("\n"),
          },
          line: 4,
          column: 14,
          endLine: 4,
          endColumn: 33,
        },
      ],
    },
    {
      name: "What is reached through a guard is over with it.",
      code: text`
        import { Cown, Region } from "regions-runtime";
        const account = new Cown(new Region({ list: [1] }));
        export async function list() {
          using guard = await account.acquire();
          return guard.value;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'guard.value' outlives its scope: it is returned, but its cown is released on line 6.",
              "Hand out a copy, or do the work inside.",
            ].join("\n"),
          },
          line: 5,
          column: 10,
          endLine: 5,
          endColumn: 21,
        },
      ],
    },
  ],
});
