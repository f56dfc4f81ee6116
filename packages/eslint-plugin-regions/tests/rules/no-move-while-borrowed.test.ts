import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-move-while-borrowed.js";
import { text } from "./text.ts";

new RuleTester().run("no-move-while-borrowed", rule, {
  valid: [
    {
      name: "A borrow that ended hinders nothing.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        {
          using items = borrow(job.items);
          items.push(2);
        }
        move(job);
      `,
    },
    {
      name: "A cown may be given a region that is borrowed.",
      code: text`
        import { Cown, Region, borrow } from "regions-runtime";
        const job = new Region({ items: [1] });
        using items = borrow(job.items);
        export const shared = new Cown(job);
        items.push(2);
      `,
    },
    {
      name: "The borrow of another region is no matter.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        const other = new Region({ items: [1] });
        using items = borrow(other.items);
        move(job);
      `,
    },
  ],
  invalid: [
    {
      name: "The report says who borrows what, from where and until where.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        {
          using items = borrow(job.items);
          move(job);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is moved while it is borrowed: 'items' borrows 'job.items' from line 4 until line 6.",
              "End the borrow first: leave the block of its 'using', or call its '[Symbol.dispose]()'.",
            ].join("\n"),
          },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 12,
        },
      ],
    },
    {
      name: "A borrow that nobody disposes of stays out.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        const whole = borrow(job);
        move(job);
        whole[Symbol.dispose]();
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is moved while it is borrowed: 'whole' borrows it from line 3, and is not disposed of before.",
              "End the borrow first: leave the block of its 'using', or call its '[Symbol.dispose]()'.",
            ].join("\n"),
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 10,
        },
      ],
    },
    {
      name: "A helper that moves is reported at its call.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const hand = (job) => move(job);
        const job = new Region({ items: [1] });
        using items = borrow(job.items);
        hand(job);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is moved by 'hand' while it is borrowed: 'items' borrows 'job.items' from line 4 until line 5.",
              "End the borrow first: leave the block of its 'using', or call its '[Symbol.dispose]()'.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 10,
        },
      ],
    },
  ],
});
