import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-unfreezable.js";
import { text } from "./text.ts";

new RuleTester().run("no-unfreezable", rule, {
  valid: [
    {
      name: "A registered class can be frozen.",
      code: text`
        import { freeze, registerType } from "regions-runtime";
        class Point {
          x = 1;
        }
        registerType(Point, { freezable: "yes" });
        export const origin = freeze(new Point());
      `,
    },
    {
      name: "Plain data can be frozen.",
      code: text`
        import { freeze } from "regions-runtime";
        export const config = freeze({ list: [1], table: new Map() });
      `,
    },
  ],
  invalid: [
    {
      name: "The report names the way to what cannot be frozen.",
      code: text`
        import { freeze } from "regions-runtime";
        export const state = freeze({ cache: { seen: new WeakSet() } });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'{ cache: { seen: new WeakSet() } }' cannot be frozen: '.cache.seen' is a WeakSet.",
              "Leave it out, or keep it where nobody else reaches it.",
            ].join("\n"),
          },
          line: 2,
          column: 22,
          endLine: 2,
          endColumn: 64,
        },
      ],
    },
    {
      name: "Classes are not freezable unless they are registered.",
      code: text`
        import { freeze } from "regions-runtime";
        class Point {
          #x = 1;
        }
        export const origin = freeze(new Point());
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'new Point()' cannot be frozen: it is an instance of class 'Point', which has private fields and is not registered.",
              "Register the class with 'registerType', or keep its instances out.",
            ].join("\n"),
          },
          line: 5,
          column: 23,
          endLine: 5,
          endColumn: 42,
        },
      ],
    },
    {
      name: "A cown needs a region, or what needs none.",
      code: text`
        import { Cown } from "regions-runtime";
        export const list = new Cown([1]);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'[1]' cannot be owned by a cown: it is a local object, not a region.",
              "Give it a region: 'new Region(...)', or a frozen value.",
            ].join("\n"),
          },
          line: 2,
          column: 21,
          endLine: 2,
          endColumn: 34,
        },
      ],
    },
    {
      name: "A region cannot own a promise.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const job = new Region({});
        job.result = Promise.resolve(1);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'Promise.resolve(1)' cannot be owned by a region: it is a Promise.",
              "Leave it out, or keep it where nobody else reaches it.",
            ].join("\n"),
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 32,
        },
      ],
    },
  ],
});
