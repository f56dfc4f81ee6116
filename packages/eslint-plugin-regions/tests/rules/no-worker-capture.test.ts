import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-worker-capture.js";
import { text } from "./text.ts";

new RuleTester().run("no-worker-capture", rule, {
  valid: [
    {
      name: "A function may use what its own source text declares, and globals.",
      code: text`
        const work = (n: number) => {
          const factor = 2;
          self.postMessage(n * factor);
        };
        export const script = new Blob(["(" + work + ")(3)"]);
      `,
    },
    {
      name: "A function that stays here may use everything.",
      code: text`
        const factor = 2;
        export const work = (n: number) => n * factor;
      `,
    },
    {
      name: "Types of the surroundings are free.",
      code: text`
        import greenlet from "greenlet";
        import type { Job } from "./job.js";
        export const run = greenlet(async (job: Job) => job.name as Job["name"]);
      `,
    },
  ],
  invalid: [
    {
      name: "A variable of the surroundings is reported at its first use, once.",
      code: text`
        const factor = 2;
        const work = (n: number) => {
          const half = n / factor;
          self.postMessage(half * factor);
        };
        export const script = new Blob(["(" + work + ")(3)"]);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'factor', declared on line 1, is used by a function that is shipped to another thread on line 6 ('new Blob([\"(\" + work + \")(3)\"])'): only its source text goes there, so that 'factor' is not defined.",
              "Post it to the worker, or write its value into the text.",
            ].join("\n"),
          },
          line: 3,
          column: 20,
          endLine: 3,
          endColumn: 26,
        },
      ],
    },
    {
      name: "An import can be done inside of the function, another function declared there.",
      code: text`
        import greenlet from "greenlet";
        import { join } from "node:path";
        function plural(name: string) {
          return name + "s";
        }
        export const run = greenlet(async (name: string) => join("a", plural(name)));
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'join', imported on line 2, is used by a function that is shipped to another thread on line 6 ('greenlet(async (name: string) => join(\"a\", plural(name)))'): only its source text goes there, so that 'join' is not defined.",
              "Import it inside of the function, with 'await import(...)'.",
            ].join("\n"),
          },
          line: 6,
          column: 53,
        },
        {
          messageId: "mistake",
          data: {
            message: [
              "'plural', declared on line 3, is used by a function that is shipped to another thread on line 6 ('greenlet(async (name: string) => join(\"a\", plural(name)))'): only its source text goes there, so that 'plural' is not defined.",
              "Declare it inside of the function.",
            ].join("\n"),
          },
          line: 6,
          column: 63,
        },
      ],
    },
    {
      name: "'this' of the surroundings is another one there.",
      code: text`
        import type { Page } from "puppeteer";
        export class Screen {
          title = "a";
          isShown(page: Page) {
            return page.evaluate(() => document.title === this.title);
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'this' is used by an arrow function that is shipped to another thread on line 5 ('page.evaluate(() => document.title === this.title)'): only its source text goes there, where 'this' is not what it is here.",
              "Pass what it needs as an argument.",
            ].join("\n"),
          },
          line: 5,
          column: 51,
        },
      ],
    },
    {
      name: "A bound function has no source text.",
      code: text`
        import { pool } from "workerpool";
        const add = (a: number, b: number) => a + b;
        export const sum = pool().exec(add.bind(null, 1), [2]);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "A bound function is shipped to another thread on line 3 ('pool().exec(add.bind(null, 1), [2])'): it has no source text that could go there.",
              "Ship the function itself, and pass what it was bound to as arguments.",
            ].join("\n"),
          },
          line: 3,
          column: 20,
        },
      ],
    },
    {
      name: "Settings declare functions that ship an argument.",
      code: text`
        import { remotely } from "./remote.js";
        const limit = 10;
        export const result = remotely("a", (n: number) => n < limit);
      `,
      settings: { regions: { functions: [{ from: "./remote.js", name: "remotely", args: ["read", "ship"] }] } },
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'limit', declared on line 2, is used by a function that is shipped to another thread on line 3 ('remotely(\"a\", (n: number) => n < limit)'): only its source text goes there, so that 'limit' is not defined.",
              "Pass it as an argument.",
            ].join("\n"),
          },
          line: 3,
          column: 56,
        },
      ],
    },
  ],
});
