import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-use-after-transfer.js";
import { text } from "./text.ts";

new RuleTester().run("no-use-after-transfer", rule, {
  valid: [
    {
      name: "A buffer may be used until it is transferred.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          new Uint8Array(buffer)[0] = 1;
          worker.postMessage(buffer, [buffer]);
        }
      `,
    },
    {
      name: "Whether a buffer is detached may be asked.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer, [buffer]);
          return buffer.detached || buffer.byteLength === 0;
        }
      `,
    },
    {
      name: "A message that is copied may be used.",
      code: text`
        export function hand(worker: Worker, buffer: ArrayBuffer) {
          worker.postMessage(buffer);
          return buffer.slice(0, 1);
        }
      `,
    },
    {
      name: "What 'transfer' returned may be used.",
      code: text`
        const buffer = new ArrayBuffer(8);
        const moved = buffer.transfer();
        export const start = moved.slice(0, 1);
      `,
    },
    {
      name: "A method of the same name of something known to be else transfers nothing.",
      code: text`
        class Board {
          postMessage(text: string, tags: ArrayBuffer[]) {
            console.log(text, tags.length);
          }
        }
        const buffer = new ArrayBuffer(8);
        new Board().postMessage("a", [buffer]);
        export const start = buffer.slice(0, 1);
      `,
    },
    {
      name: "A lock that is released is none.",
      code: text`
        export async function read(stream: ReadableStream) {
          const source = new ReadableStream();
          const reader = source.getReader();
          await reader.read();
          reader.releaseLock();
          return source.getReader();
        }
      `,
    },
  ],
  invalid: [
    {
      name: "A transferred buffer is reported where it is used; posting a copy is suggested.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer, [buffer]);
          return buffer.slice(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 3 ('worker.postMessage(buffer, [buffer])').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 4,
          column: 10,
          endLine: 4,
          endColumn: 16,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Post a copy: leave 'buffer' out of the transfer list (line 3)" },
              output: text`
                export function hand(worker: Worker) {
                  const buffer = new ArrayBuffer(8);
                  worker.postMessage(buffer);
                  return buffer.slice(0, 1);
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "The list in an options object counts.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer, { transfer: [buffer] });
          return buffer.slice(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 3 ('worker.postMessage(buffer, { transfer: [buffer] })').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 4,
          column: 10,
          endLine: 4,
          endColumn: 16,
        },
      ],
    },
    {
      name: "A list of several things gets no suggestion.",
      code: text`
        export function hand(worker: Worker) {
          const a = new ArrayBuffer(8);
          const b = new ArrayBuffer(8);
          worker.postMessage({ a, b }, [a, b]);
          return b.slice(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'b' is used after it was transferred on line 4 ('worker.postMessage({ a, b }, [a, b])').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 5,
          column: 10,
          endLine: 5,
          endColumn: 11,
        },
      ],
    },
    {
      name: "A call with comments in it gets no suggestion.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer /* it is large */, [buffer]);
          return buffer.slice(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 3 ('worker.postMessage(buffer /* it is large */, [buffer])').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 4,
          column: 10,
          endLine: 4,
          endColumn: 16,
        },
      ],
    },
    {
      name: "A view of what was transferred is named as one.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          const view = new Uint8Array(buffer);
          worker.postMessage(buffer, [buffer]);
          view[0] = 1;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'view' is used after it was transferred on line 4 ('worker.postMessage(buffer, [buffer])'): it is a view of 'buffer'.",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 7,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Post a copy: leave 'buffer' out of the transfer list (line 4)" },
              output: text`
                export function hand(worker: Worker) {
                  const buffer = new ArrayBuffer(8);
                  const view = new Uint8Array(buffer);
                  worker.postMessage(buffer);
                  view[0] = 1;
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "The buffer of a view is transferred through it.",
      code: text`
        export function hand(worker: Worker) {
          const view = new Uint8Array(8);
          worker.postMessage(view, [view.buffer]);
          return view[0];
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'view' is used after it was transferred on line 3 ('worker.postMessage(view, [view.buffer])'): it is a view of 'view.buffer'.",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 4,
          column: 10,
          endLine: 4,
          endColumn: 14,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Post a copy: leave 'view.buffer' out of the transfer list (line 3)" },
              output: text`
                export function hand(worker: Worker) {
                  const view = new Uint8Array(8);
                  worker.postMessage(view);
                  return view[0];
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "structuredClone transfers what its list names.",
      code: text`
        const buffer = new ArrayBuffer(8);
        export const copy = structuredClone(buffer, { transfer: [buffer] });
        export const start = buffer.slice(0, 1);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 2 ('structuredClone(buffer, { transfer: [buffer] })').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 3,
          column: 22,
          endLine: 3,
          endColumn: 28,
        },
      ],
    },
    {
      name: "'transfer' detaches its receiver.",
      code: text`
        const buffer = new ArrayBuffer(8);
        export const moved = buffer.transfer();
        export const start = buffer.slice(0, 1);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 2 ('buffer.transfer()').",
              "Use what the call returned, or transfer after the last use.",
            ].join("\n"),
          },
          line: 3,
          column: 22,
          endLine: 3,
          endColumn: 28,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Use 'moved', which holds it now" },
              output: text`
                const buffer = new ArrayBuffer(8);
                export const moved = buffer.transfer();
                export const start = moved.slice(0, 1);
              `,
            },
          ],
        },
      ],
    },
    {
      name: "A transferred port is gone, and cannot be posted as a copy.",
      code: text`
        export function open(worker: Worker) {
          const { port1, port2 } = new MessageChannel();
          worker.postMessage({ port: port2 }, [port2]);
          port2.start();
          return port1;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'port2' is used after it was transferred on line 3 ('worker.postMessage({ port: port2 }, [port2])').",
              "Transfer after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 8,
        },
      ],
    },
    {
      name: "A message that contains what was transferred cannot be posted.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          const message = { buffer };
          worker.postMessage({ buffer }, [buffer]);
          worker.postMessage(message);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'message' is used after it was transferred on line 4 ('worker.postMessage({ buffer }, [buffer])'): it contains 'buffer'.",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 5,
          column: 22,
          endLine: 5,
          endColumn: 29,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Post a copy: leave 'buffer' out of the transfer list (line 4)" },
              output: text`
                export function hand(worker: Worker) {
                  const buffer = new ArrayBuffer(8);
                  const message = { buffer };
                  worker.postMessage({ buffer });
                  worker.postMessage(message);
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "The same thing twice in one list is reported at the second.",
      code: text`
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer, [buffer, buffer]);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 3 ('worker.postMessage(buffer, [buffer, buffer])').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 3,
          column: 39,
          endLine: 3,
          endColumn: 45,
        },
      ],
    },
    {
      name: "In a loop, an earlier iteration is named as such.",
      code: text`
        export function handAll(workers: Worker[]) {
          const buffer = new ArrayBuffer(8);
          for (const worker of workers) worker.postMessage(null, [buffer]);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 3 ('worker.postMessage(null, [buffer])'), in an earlier iteration of this loop.",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 3,
          column: 59,
          endLine: 3,
          endColumn: 65,
        },
      ],
    },
    {
      name: "A stream with a reader is locked.",
      code: text`
        const stream = new ReadableStream();
        export const reader = stream.getReader();
        export const other = stream.getReader();
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'stream' is used after it was locked on line 2 ('stream.getReader()')." },
          line: 3,
          column: 22,
          endLine: 3,
          endColumn: 28,
        },
      ],
    },
    {
      name: "A stream that was teed is locked.",
      code: text`
        const stream = new ReadableStream();
        export const [a, b] = stream.tee();
        export const response = new Response(stream);
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'stream' is used after it was locked on line 2 ('stream.tee()')." },
          line: 3,
          column: 38,
          endLine: 3,
          endColumn: 44,
        },
      ],
    },
    {
      name: "A stream that was piped is locked.",
      code: text`
        const stream = new ReadableStream();
        export const done = stream.pipeTo(new WritableStream());
        export const reader = stream.getReader();
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'stream' is used after it was locked on line 2 ('stream.pipeTo(new WritableStream())')." },
          line: 3,
          column: 23,
          endLine: 3,
          endColumn: 29,
        },
      ],
    },
    {
      name: "A helper that transfers its parameter is named by its call.",
      code: text`
        function post(worker: Worker, buffer: ArrayBuffer) {
          worker.postMessage(buffer, [buffer]);
        }
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          post(worker, buffer);
          return buffer.slice(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used after it was transferred on line 6 ('post(worker, buffer)').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 7,
          column: 10,
          endLine: 7,
          endColumn: 16,
        },
      ],
    },
    {
      name: "A helper that uses what was transferred is reported at its argument.",
      code: text`
        function first(buffer: ArrayBuffer) {
          return buffer.slice(0, 1);
        }
        export function hand(worker: Worker) {
          const buffer = new ArrayBuffer(8);
          worker.postMessage(buffer, [buffer]);
          return first(buffer);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'buffer' is used by 'first' after it was transferred on line 6 ('worker.postMessage(buffer, [buffer])').",
              "Transfer after the last use, or post a copy by leaving it out of the transfer list.",
            ].join("\n"),
          },
          line: 7,
          column: 16,
          endLine: 7,
          endColumn: 22,
        },
      ],
    },
  ],
});
