import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-unsafe-post.js";
import { text } from "./text.ts";

new RuleTester().run("no-unsafe-post", rule, {
  valid: [
    {
      name: "What was posted may be read.",
      code: text`
        export function start(worker: Worker) {
          const job = { n: 1 };
          worker.postMessage(job);
          return job.n;
        }
      `,
    },
    {
      name: "What is posted again is up to date.",
      code: text`
        export function start(worker: Worker) {
          const job = { n: 1 };
          worker.postMessage(job);
          job.n = 2;
          worker.postMessage(job);
        }
      `,
    },
    {
      name: "Plain data can be cloned.",
      code: text`
        export const copy = structuredClone({ list: [new Date()], table: new Map() });
      `,
    },
  ],
  invalid: [
    {
      name: "A change after the post is reported, with the line of the post.",
      code: text`
        export function start(worker: Worker) {
          const job = { n: 1, steps: ["a"] };
          worker.postMessage(job);
          job.steps.push("b");
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job.steps' is changed after it was posted on line 3 ('worker.postMessage(job)'): it is part of 'job'. This call of 'push' does not reach the receiver's copy.",
              "Change it before it is posted, or post it again.",
            ].join("\n"),
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 22,
        },
      ],
    },
    {
      name: "A change in a helper is reported at its call.",
      code: text`
        function finish(job: { isDone: boolean }) {
          job.isDone = true;
        }
        export function start(worker: Worker) {
          const job = { isDone: false };
          worker.postMessage(job);
          finish(job);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is changed after it was posted on line 6 ('worker.postMessage(job)'). What 'finish' does (assignment to 'isDone') does not reach the receiver's copy.",
              "Change it before it is posted, or post it again.",
            ].join("\n"),
          },
          line: 7,
          column: 3,
        },
      ],
    },
    {
      name: "The report names the way to what cannot be cloned.",
      code: text`
        export function start(worker: Worker) {
          const message = { options: { done: () => 1 } };
          worker.postMessage(message);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'message' cannot be posted: '.options.done' is a function.",
              "Leave it out, or post what says which function is meant.",
            ].join("\n"),
          },
          line: 3,
          column: 22,
          endLine: 3,
          endColumn: 29,
        },
      ],
    },
    {
      name: "A clone of an instance is no instance.",
      code: text`
        class Point {
          x = 1;
          length() {
            return this.x;
          }
        }
        export const copy = structuredClone(new Point());
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'new Point()' cannot be cloned: it is an instance of class 'Point', of which a clone has no methods.",
              "Post a plain object with its data, and make an instance of that at the other end.",
            ].join("\n"),
          },
          line: 7,
          column: 37,
        },
      ],
    },
    {
      name: "A promise is posted by mistake for what it settles with.",
      code: text`
        async function answer() {
          return 42;
        }
        export function start(worker: Worker) {
          worker.postMessage({ answer: answer() });
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: ["'{ answer: answer() }' cannot be posted: '.answer' is a promise.", "Await it first."].join("\n"),
          },
          line: 5,
          column: 22,
        },
      ],
    },
    {
      name: "A region goes to another thread by other means.",
      code: text`
        import { Region } from "regions-runtime";
        export function start(worker: Worker) {
          const job = new Region({ n: 1 });
          worker.postMessage({ job });
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'{ job }' cannot be posted: '.job' is a region.",
              "Use 'send' or 'pack' of regions-runtime/threads.",
            ].join("\n"),
          },
          line: 4,
          column: 22,
        },
      ],
    },
  ],
});
