import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-lost-update.js";
import { text } from "./text.ts";

const message = (...lines: string[]): { message: string } => ({ message: lines.join("\n") });
const REMEDY = "Read it after the 'await', or let one call in at a time, with a cown or a lock.";

new RuleTester().run("no-lost-update", rule, {
  valid: [
    {
      name: "What is read after the 'await' is fresh.",
      code: text`
        let total = 0;
        export async function add(next: () => Promise<number>) {
          const value = await next();
          total += value;
        }
      `,
    },
    {
      name: "A write that does not depend on the read loses nothing.",
      code: text`
        export async function authenticate(request: { user?: string }, load: (request: object) => Promise<string>) {
          request.user = await load(request);
        }
      `,
    },
    {
      name: "A variable of the function's own is nobody else's business.",
      code: text`
        export async function sum(next: () => Promise<number>) {
          let total = 0;
          total += await next();
          return total;
        }
      `,
    },
  ],
  invalid: [
    {
      name: "The left-hand side of '+=' is read before the right-hand side waits.",
      code: text`
        let total = 0;
        export async function add(next: () => Promise<number>) {
          total += await next();
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'total' is written with a value that depends on its read on line 3, before the 'await' on line 3: an update made in between is lost.",
            "Another call of 'add' can run meanwhile.",
            REMEDY,
          ),
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 24,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Await first: 'const value = await …'" },
              output: text`
                let total = 0;
                export async function add(next: () => Promise<number>) {
                  const value = await next();
                  total += value;
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "A field is remembered, and written after the 'await' with what has become of it.",
      code: text`
        export class Account {
          balance = 0;
          async deposit(amount: number, log: (amount: number) => Promise<void>) {
            const { balance } = this;
            await log(amount);
            this.balance = balance + amount;
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'this.balance' is written with a value that depends on its read on line 4, before the 'await' on line 5: an update made in between is lost.",
            "Another call of 'deposit' can run meanwhile.",
            REMEDY,
          ),
          line: 6,
          column: 5,
          endLine: 6,
          endColumn: 36,
        },
      ],
    },
    {
      name: "A callback of 'map' runs for all elements at once.",
      code: text`
        export async function sum(urls: string[], load: (url: string) => Promise<number>, value: number) {
          let total = value;
          await Promise.all(urls.map(async (url) => { total = total + (await load(url)); }));
          return total;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'total' is written with a value that depends on its read on line 3, before the 'await' on line 3: an update made in between is lost.",
            "'map' starts the next call of this function while this one waits.",
            REMEDY,
          ),
          line: 3,
          column: 47,
          endLine: 3,
          endColumn: 80,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Await first: 'const awaited = await …'" },
              output: text`
                export async function sum(urls: string[], load: (url: string) => Promise<number>, value: number) {
                  let total = value;
                  await Promise.all(urls.map(async (url) => { const awaited = await load(url);
                  total = total + (awaited); }));
                  return total;
                }
              `,
            },
          ],
        },
      ],
    },
    {
      name: "Nothing is hoisted over a call that would run before it, or that may not be reached.",
      code: text`
        let list: number[] = [];
        export async function add(next: () => Promise<number>, isLong: boolean) {
          list = [...list, now(), await next()];
          list = isLong ? list : list.concat(await next());
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'list' is written with a value that depends on its read on line 3, before the 'await' on line 3: an update made in between is lost.",
            "Another call of 'add' can run meanwhile.",
            REMEDY,
          ),
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 40,
        },
        {
          messageId: "mistake",
          data: message(
            "'list' is written with a value that depends on its read on line 4, before the 'await' on line 4: an update made in between is lost.",
            "Another call of 'add' can run meanwhile.",
            REMEDY,
          ),
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 51,
        },
      ],
    },
    {
      name: "The message says who writes in between: an event, a call that nobody waits for, another function.",
      code: text`
        let hits = 0;
        emitter.on("hit", async () => {
          const old = hits;
          await pause();
          hits = old + 1;
        });
        let ticks = 0;
        setInterval(() => ticks++, 1000);
        const read = async () => {
          const old = ticks;
          await pause();
          ticks = old + 1;
        };
        read();
        export async function run() {
          let sum = 0;
          const add = async (n: number) => {
            const old = sum;
            await pause();
            sum = old + n;
          };
          await Promise.all([add(1), add(2)]);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'hits' is written with a value that depends on its read on line 3, before the 'await' on line 4: an update made in between is lost.",
            "'on' has this function called again while it waits.",
            REMEDY,
          ),
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 17,
        },
        {
          messageId: "mistake",
          data: message(
            "'ticks' is written with a value that depends on its read on line 10, before the 'await' on line 11: an update made in between is lost.",
            "Meanwhile the function on line 8 can write it.",
            REMEDY,
          ),
          line: 12,
          column: 3,
          endLine: 12,
          endColumn: 18,
        },
        {
          messageId: "mistake",
          data: message(
            "'sum' is written with a value that depends on its read on line 18, before the 'await' on line 19: an update made in between is lost.",
            "Calls overlap, because the one on line 22 is not awaited.",
            REMEDY,
          ),
          line: 20,
          column: 5,
          endLine: 20,
          endColumn: 18,
        },
      ],
    },
    {
      name: "A 'yield' is a place to wait, too, and the entry of a Map is state.",
      code: text`
        const hits = new Map<string, number>();
        export async function* count(key: string) {
          const n = hits.get(key) ?? 0;
          yield n;
          hits.set(key, n + 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'hits' is written with a value that depends on its read on line 3, before the 'yield' on line 4: an update made in between is lost.",
            "Another call of 'count' can run meanwhile.",
            "Read it after the 'yield', or let one call in at a time, with a cown or a lock.",
          ),
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 23,
        },
      ],
    },
    {
      name: "A callback of a promise runs later than what was read before.",
      code: text`
        export class Counter {
          count = 0;
          add(load: () => Promise<number>) {
            const old = this.count;
            return load()
              .then((n) => old + n)
              .then((sum) => { this.count = sum; });
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'this.count' is written with a value that depends on its read on line 4, before the 'then' on line 6: an update made in between is lost.",
            "Another call of 'add' can run meanwhile.",
            "Read it after the 'then', or let one call in at a time, with a cown or a lock.",
          ),
          line: 7,
          column: 24,
          endLine: 7,
          endColumn: 40,
        },
      ],
    },
    {
      name: "A write by a helper is reported where the helper is called.",
      code: text`
        let total = 0;
        const read = () => total;
        function change(n: number) {
          total = n;
        }
        export async function add(next: () => Promise<number>) {
          change(read() + (await next()));
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: message(
            "'total' is written by 'change' with a value that depends on its read on line 7, before the 'await' on line 7: an update made in between is lost.",
            "Another call of 'add' can run meanwhile.",
            REMEDY,
          ),
          line: 7,
          column: 3,
          endLine: 7,
          endColumn: 34,
        },
      ],
    },
  ],
});
