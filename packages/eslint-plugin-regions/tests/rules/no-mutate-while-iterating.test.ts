import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-mutate-while-iterating.js";
import { text } from "./text.ts";

new RuleTester().run("no-mutate-while-iterating", rule, {
  valid: [
    {
      name: "A copy may be iterated while the original changes.",
      code: text`
        export function prune(items: { done: boolean }[]) {
          for (const item of [...items]) if (item.done) items.splice(items.indexOf(item), 1);
        }
      `,
    },
    {
      name: "A list may be changed after the loop over it.",
      code: text`
        export function drain(items: number[]) {
          for (const item of items) console.log(item);
          items.length = 0;
        }
      `,
    },
    {
      name: "A loop that ends when it has found what it looks for may add to what it goes over.",
      code: text`
        export function firstAbove(limit: number, numbers: number[]) {
          for (const each of numbers) {
            if (each > limit) return each;
            numbers.push(each * 2);
          }
          return undefined;
        }
        export function fill(most: number, seen: Set<number>) {
          for (const each of seen) {
            seen.add(each + 1);
            if (seen.size === most) break;
          }
        }
      `,
    },
    {
      name: "A loop may add to what it goes over where the option allows it.",
      options: [{ allow: ["append"] }],
      code: text`
        export function closure(step: (each: number) => number, reached: Set<number>, queue: number[]) {
          for (const each of reached) reached.add(step(each));
          for (const each of queue) queue.push(step(each));
        }
      `,
    },
  ],
  invalid: [
    {
      name: "A way out by an exception does not end a loop, it ends the function.",
      code: text`
        export function grow(numbers: number[]) {
          for (const each of numbers) {
            if (numbers.length > 100) throw new RangeError("too many");
            numbers.push(each * 2);
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'numbers' is changed while the loop on line 2 goes over it. This call of 'push' changes it.\n" +
              "The loop meets what was added, and adds again. Go over a copy, '[...numbers]', or add after the loop.",
          },
          line: 4,
          column: 5,
        },
      ],
    },
    {
      name: "The option allows adding, not removing, and not adding what 'forEach' does not come to.",
      options: [{ allow: ["append"] }],
      code: text`
        export function rework(items: number[]) {
          for (const item of items) {
            items.push(item + 1);
            items.shift();
          }
          items.forEach((item) => items.push(item));
        }
      `,
      errors: [
        { messageId: "mistake", line: 4, column: 5 },
        { messageId: "mistake", line: 6, column: 27 },
      ],
    },
    {
      name: "The change is reported, with the line of the loop.",
      code: text`
        export function prune(items: { done: boolean }[]) {
          for (const item of items) {
            if (item.done) items.splice(items.indexOf(item), 1);
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'items' is changed while the loop on line 2 goes over it. This call of 'splice' changes it.\n" +
              "Elements are left out or visited twice. Go over a copy, '[...items]', or change it after the loop.",
          },
          line: 3,
          column: 20,
          endLine: 3,
          endColumn: 56,
        },
      ],
    },
    {
      name: "A loop that adds on each turn never ends.",
      code: text`
        export function grow(list: number[]) {
          for (const each of list) list.push(each + 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is changed while the loop on line 2 goes over it. This call of 'push' changes it.\n" +
              "The loop meets what was added, and adds again. Go over a copy, '[...list]', or add after the loop.",
          },
          line: 2,
          column: 28,
        },
      ],
    },
    {
      name: "A helper is named, with the line of its change; the call is reported.",
      code: text`
        const entries: string[] = [];
        function drop(list: string[], entry: string) {
          list.splice(list.indexOf(entry), 1);
        }
        entries.forEach((entry) => drop(entries, entry));
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'entries' is changed while 'forEach' on line 5 goes over it. 'drop' changes it on line 3 (call of 'splice').\n" +
              "Elements are left out or visited twice. Go over a copy, '[...entries]', or change it after the loop.",
          },
          line: 5,
          column: 28,
        },
      ],
    },
    {
      name: "An index that is not set back passes over an element.",
      code: text`
        export function removeZeros(list: number[]) {
          for (let i = 0; i < list.length; i++) {
            if (list[i] === 0) list.splice(i, 1);
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is changed while the loop on line 2 goes over it. This call of 'splice' changes it.\n" +
              "The next element takes the place of the removed one and is passed over. Count down, or step back with 'splice(i--, 1)'.",
          },
          line: 3,
          column: 24,
        },
      ],
    },
  ],
});
