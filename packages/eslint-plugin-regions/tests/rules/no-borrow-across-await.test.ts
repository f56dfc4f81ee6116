import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-borrow-across-await.js";
import { text } from "./text.ts";

new RuleTester().run("no-borrow-across-await", rule, {
  valid: [
    {
      name: "What is read again after the 'await' is fresh.",
      code: text`
        import type { Region } from "regions-runtime";
        export async function add(job: Region<{ items: number[] }>, load: () => Promise<number>) {
          const item = await load();
          job.items.push(item);
        }
      `,
    },
    {
      name: "Nobody else can reach a region that only this function knows.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export async function fill(load) {
          const job = new Region({ items: [1] });
          const { items } = job;
          items.push(await load());
          return move(job);
        }
      `,
    },
  ],
  invalid: [
    {
      name: "A handle that was read before the 'await' is used after it.",
      code: text`
        import type { Region } from "regions-runtime";
        export async function add(job: Region<{ items: number[] }>, load: () => Promise<number>) {
          const { items } = job;
          const item = await load();
          items.push(item);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' is a handle got before the 'await' on line 4 and used after it: others can move or close its region in between.",
              "Read it again after the suspension, or move the region to a local variable before it.",
            ].join("\n"),
          },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 8,
        },
      ],
    },
    {
      name: "The receiver is evaluated before the argument that awaits.",
      code: text`
        import type { Region } from "regions-runtime";
        export async function add(job: Region<{ items: number[] }>, load: () => Promise<number>) {
          job.items.push(await load());
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job.items' is a handle got before the 'await' on line 3 and used after it: others can move or close its region in between.",
              "Read it again after the suspension, or move the region to a local variable before it.",
            ].join("\n"),
          },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 12,
        },
      ],
    },
    {
      name: "A generator may never be continued, or much later.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        export function* each(job) {
          using items = borrow(job.items);
          yield 1;
          yield items.length;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' is a borrow got before the 'yield' on line 4 and used after it: others can move or close its region in between.",
              "Read it again after the suspension, or move the region to a local variable before it.",
            ].join("\n"),
          },
          line: 5,
          column: 9,
          endLine: 5,
          endColumn: 14,
        },
      ],
    },
  ],
});
