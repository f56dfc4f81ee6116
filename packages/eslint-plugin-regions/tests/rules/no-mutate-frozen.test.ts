import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-mutate-frozen.js";
import { text } from "./text.ts";

new RuleTester().run("no-mutate-frozen", rule, {
  valid: [
    {
      name: "An object may be changed until it is frozen.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = { x: 1 };
        point.x = 2;
        freeze(point);
      `,
    },
    {
      name: "A copy is free.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze([2, 1]);
        const copy = [...list];
        copy.sort();
      `,
    },
    {
      name: "What 'thaw' returned is free.",
      code: text`
        import { freeze, thaw } from "regions-runtime";
        const point = thaw(freeze({ x: 1 }));
        point.x = 2;
      `,
    },
    {
      name: "Object.freeze freezes own fields only.",
      code: text`
        const point = Object.freeze({ x: 1, tags: ["a"] });
        point.tags.push("b");
      `,
    },
    {
      name: "A shadowed Object freezes nothing.",
      code: text`
        export function f(Object: { freeze(value: unknown): void }) {
          const point = { x: 1 };
          Object.freeze(point);
          point.x = 2;
        }
      `,
    },
    {
      name: "A variable that is assigned anew is clean.",
      code: text`
        import { freeze } from "regions-runtime";
        let point = freeze({ x: 1 });
        point = { x: 2 };
        point.x = 3;
      `,
    },
    {
      name: "Reading frozen data is fine.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze([2, 1]);
        export const sorted = list.toSorted().concat(list.map((each) => each + 1));
      `,
    },
  ],
  invalid: [
    {
      name: "An assignment is reported whole, with the line that froze.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = { x: 1 };
        freeze(point);
        point.x = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: "'point' is frozen: it was frozen on line 3 ('freeze(point)'). This assignment to 'x' changes it.",
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 12,
        },
      ],
    },
    {
      name: "A literal goes by the name of its variable.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = freeze({ x: 1 });
        point.x = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 2 ('freeze({ x: 1 })'). This assignment to 'x' changes it.",
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 12,
        },
      ],
    },
    {
      name: "The other name of an alias is given.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = { x: 1 };
        const shared = freeze(point);
        shared.x = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'shared' is frozen: it is 'point', which was frozen on line 3 ('freeze(point)'). This assignment to 'x' changes it.",
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 13,
        },
      ],
    },
    {
      name: "'++' changes.",
      code: text`
        const counter = Object.freeze({ count: 0 });
        counter.count++;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'counter' is frozen: it was frozen on line 1 ('Object.freeze({ count: 0 })'). This assignment to 'count' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 16,
        },
      ],
    },
    {
      name: "'delete' changes.",
      code: text`
        const point: { x?: number } = Object.freeze({ x: 1 });
        delete point.x;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1 })'). This 'delete' of 'x' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 15,
        },
      ],
    },
    {
      name: "An element is assigned to.",
      code: text`
        const list = [1, 2];
        Object.freeze(list);
        list[0] = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('Object.freeze(list)'). This assignment to '0' changes it.",
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 12,
        },
      ],
    },
    {
      name: "A compound assignment changes.",
      code: text`
        const counter = Object.freeze({ count: 0 });
        counter.count += 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'counter' is frozen: it was frozen on line 1 ('Object.freeze({ count: 0 })'). This assignment to 'count' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 19,
        },
      ],
    },
    {
      name: "Destructuring assigns.",
      code: text`
        const point = Object.freeze({ x: 0, y: 0 });
        ({ a: point.x } = { a: 1 });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 0, y: 0 })'). This assignment to 'x' changes it.",
          },
          line: 2,
          column: 7,
          endLine: 2,
          endColumn: 14,
        },
      ],
    },
    {
      name: "A mutating method is named.",
      code: text`
        const list = ["b", "a"];
        Object.freeze(list);
        list.push("c");
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('Object.freeze(list)'). This call of 'push' changes it.",
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 15,
        },
      ],
    },
    {
      name: "Where only the result of 'sort' counts, 'toSorted' is suggested.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze(["b", "a"]);
        export const sorted = list.sort();
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('freeze([\"b\", \"a\"])'). This call of 'sort' changes it.",
          },
          line: 3,
          column: 23,
          endLine: 3,
          endColumn: 34,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Use 'toSorted', which returns a changed copy" },
              output: text`
                import { freeze } from "regions-runtime";
                const list = freeze(["b", "a"]);
                export const sorted = list.toSorted();
              `,
            },
          ],
        },
      ],
    },
    {
      name: "Where only the result of 'reverse' counts, 'toReversed' is suggested.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze(["b", "a"]);
        export const last = list.reverse()[0];
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('freeze([\"b\", \"a\"])'). This call of 'reverse' changes it.",
          },
          line: 3,
          column: 21,
          endLine: 3,
          endColumn: 35,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Use 'toReversed', which returns a changed copy" },
              output: text`
                import { freeze } from "regions-runtime";
                const list = freeze(["b", "a"]);
                export const last = list.toReversed()[0];
              `,
            },
          ],
        },
      ],
    },
    {
      name: "No copy is suggested for a call whose result is not used.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze(["b", "a"]);
        list.sort();
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('freeze([\"b\", \"a\"])'). This call of 'sort' changes it.",
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 12,
        },
      ],
    },
    {
      name: "No copy is suggested for 'splice', whose result is something else.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = freeze(["b", "a"]);
        export const taken = list.splice(0, 1);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 2 ('freeze([\"b\", \"a\"])'). This call of 'splice' changes it.",
          },
          line: 3,
          column: 22,
          endLine: 3,
          endColumn: 39,
        },
      ],
    },
    {
      name: "A part of what was frozen is named with the way to it.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = { x: 1, tags: ["a"] };
        freeze(point);
        point.tags.push("b");
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point.tags' is frozen: it is part of 'point', which was frozen on line 3 ('freeze(point)'). This call of 'push' changes it.",
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 21,
        },
      ],
    },
    {
      name: "A part of a part is named with the whole way.",
      code: text`
        import { freeze } from "regions-runtime";
        const user = { address: { lines: ["a"] } };
        const { lines } = user.address;
        freeze(user);
        lines.push("b");
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'lines' is frozen: it is reached from 'user' as '.address.lines', which was frozen on line 4 ('freeze(user)'). This call of 'push' changes it.",
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 16,
        },
      ],
    },
    {
      name: "A field under another name is named with its owner.",
      code: text`
        import { freeze } from "regions-runtime";
        const point = { x: 1, tags: ["a"] };
        const { tags } = point;
        freeze(point);
        tags.push("b");
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'tags' is frozen: it is field 'tags' of 'point', which was frozen on line 4 ('freeze(point)'). This call of 'push' changes it.",
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 15,
        },
      ],
    },
    {
      name: "An element is named with its list.",
      code: text`
        import { freeze } from "regions-runtime";
        const list = [{ x: 1 }, { x: 2 }];
        freeze(list);
        for (const item of list) item.x = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'item' is frozen: it is an element of 'list', which was frozen on line 3 ('freeze(list)'). This assignment to 'x' changes it.",
          },
          line: 4,
          column: 26,
          endLine: 4,
          endColumn: 36,
        },
      ],
    },
    {
      name: "Every change is reported.",
      code: text`
        const point = Object.freeze({ x: 1, y: 1 });
        point.x = 2;
        point.y = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1, y: 1 })'). This assignment to 'x' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 12,
        },
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1, y: 1 })'). This assignment to 'y' changes it.",
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 12,
        },
      ],
    },
    {
      name: "Frozen on one path is enough.",
      code: text`
        import { freeze } from "regions-runtime";
        export function f(isShared: boolean) {
          const point = { x: 1 };
          if (isShared) freeze(point);
          point.x = 2;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: "'point' is frozen: it was frozen on line 4 ('freeze(point)'). This assignment to 'x' changes it.",
          },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 14,
        },
      ],
    },
    {
      name: "In a loop, an earlier iteration is named as such.",
      code: text`
        import { freeze } from "regions-runtime";
        export function f(values: number[]) {
          const list: number[] = [];
          for (const value of values) {
            list.push(value);
            freeze(list);
          }
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 6 ('freeze(list)'), in an earlier iteration of this loop. This call of 'push' changes it.",
          },
          line: 5,
          column: 5,
          endLine: 5,
          endColumn: 21,
        },
      ],
    },
    {
      name: "Object.assign changes its first argument.",
      code: text`
        const point = Object.freeze({ x: 1 });
        Object.assign(point, { x: 2 });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1 })'). This call of 'assign' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 31,
        },
      ],
    },
    {
      name: "Object.defineProperty changes.",
      code: text`
        const point = Object.freeze({ x: 1 });
        Object.defineProperty(point, "x", { value: 2 });
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1 })'). This call of 'defineProperty' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 48,
        },
      ],
    },
    {
      name: "Reflect.set changes.",
      code: text`
        const point = Object.freeze({ x: 1 });
        Reflect.set(point, "x", 2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'point' is frozen: it was frozen on line 1 ('Object.freeze({ x: 1 })'). This call of 'set' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 27,
        },
      ],
    },
    {
      name: "A method that is borrowed by 'call' changes its receiver.",
      code: text`
        const list = Object.freeze([1]);
        Array.prototype.push.call(list, 2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'list' is frozen: it was frozen on line 1 ('Object.freeze([1])'). This call of 'push' changes it.",
          },
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 35,
        },
      ],
    },
    {
      name: "The content of a frozen Map is frozen.",
      code: text`
        import { freeze } from "regions-runtime";
        const ages = new Map([["a", 1]]);
        freeze(ages);
        ages.set("b", 2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: "'ages' is frozen: it was frozen on line 3 ('freeze(ages)'). This call of 'set' changes it.",
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 17,
        },
      ],
    },
    {
      name: "A helper that changes its parameter is reported at its call.",
      code: text`
        import { freeze } from "regions-runtime";
        function rename(user: { name: string }) {
          user.name = "b";
        }
        const user = freeze({ name: "a" });
        rename(user);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'user' is frozen: it was frozen on line 5 ('freeze({ name: \"a\" })'). 'rename' changes it (assignment to 'name').",
          },
          line: 6,
          column: 1,
          endLine: 6,
          endColumn: 13,
        },
      ],
    },
    {
      name: "A closure that changes what it captures is reported at its call.",
      code: text`
        import { freeze } from "regions-runtime";
        const user = { name: "a" };
        const rename = () => {
          user.name = "b";
        };
        freeze(user);
        rename();
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'user' is frozen: it was frozen on line 6 ('freeze(user)'). 'rename' changes it (assignment to 'name').",
          },
          line: 7,
          column: 1,
          endLine: 7,
          endColumn: 9,
        },
      ],
    },
    {
      name: "A helper that freezes is named by its call.",
      code: text`
        import { freeze } from "regions-runtime";
        function share(value: { x: number }) {
          return freeze(value);
        }
        const point = { x: 1 };
        share(point);
        point.x = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: "'point' is frozen: it was frozen on line 6 ('share(point)'). This assignment to 'x' changes it.",
          },
          line: 7,
          column: 1,
          endLine: 7,
          endColumn: 12,
        },
      ],
    },
    {
      name: "An object in a frozen container is frozen.",
      code: text`
        import { freeze } from "regions-runtime";
        const item = { x: 1 };
        const list = [item];
        freeze(list);
        item.x = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'item' is frozen: it is an element of 'list', which was frozen on line 4 ('freeze(list)'). This assignment to 'x' changes it.",
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 11,
        },
      ],
    },
  ],
});
