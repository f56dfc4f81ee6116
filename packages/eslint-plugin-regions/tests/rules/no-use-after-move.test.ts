import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-use-after-move.js";
import { text } from "./text.ts";

new RuleTester().run("no-use-after-move", rule, {
  valid: [
    {
      name: "A region may be used until it is moved.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        job.items.push(2);
        move(job);
      `,
    },
    {
      name: "What the move returned may be used.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        const next = move(job);
        next.items.push(2);
      `,
    },
    {
      name: "A variable that is assigned anew is clean.",
      code: text`
        import { Region, move } from "regions-runtime";
        let job = new Region({ id: 1 });
        move(job);
        job = new Region({ id: 2 });
        job.id = 3;
      `,
    },
    {
      name: "A branch that moves and leaves does not count.",
      code: text`
        import { Region, move } from "regions-runtime";
        export function hand(job: Region<{ id: number }>, early: boolean) {
          if (early) return move(job);
          job.id = 2;
          return job;
        }
      `,
    },
    {
      name: "The call that threw has not moved.",
      code: text`
        import { Region } from "regions-runtime";
        import { send } from "regions-runtime/threads";
        export function hand(port, retry) {
          const job = new Region({ id: 1 });
          try {
            send(port, job);
          } catch {
            retry(job);
          }
        }
      `,
    },
    {
      name: "A function of the same name from elsewhere moves nothing.",
      code: text`
        import { move } from "./robot.js";
        export function walk(arm) {
          move(arm);
          return arm.position;
        }
      `,
    },
    {
      name: "A frozen value may be sent and used.",
      code: text`
        import { freeze } from "regions-runtime";
        import { send } from "regions-runtime/threads";
        export function hand(port) {
          const list = freeze([1, 2]);
          send(port, list);
          return list.length;
        }
      `,
    },
  ],
  invalid: [
    {
      name: "A moved region is reported where it is used, with the line and the call that moved it.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        move(job);
        job.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 3 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 4,
        },
      ],
    },
    {
      name: "Where the move's result has a name, that name is suggested.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        const next = move(job);
        export const id = job.id;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 3 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 19,
          endLine: 4,
          endColumn: 22,
          suggestions: [
            {
              messageId: "repair",
              data: { description: "Use 'next', which holds it now" },
              output: text`
                import { Region, move } from "regions-runtime";
                const job = new Region({ id: 1 });
                const next = move(job);
                export const id = next.id;
              `,
            },
          ],
        },
      ],
    },
    {
      name: "The result is not suggested where its name means something else.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        const next = move(job);
        export const ids = (next: number) => job.id + next;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 3 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 38,
          endLine: 4,
          endColumn: 41,
        },
      ],
    },
    {
      name: "A region that was sent is gone.",
      code: text`
        import { Region } from "regions-runtime";
        import { send } from "regions-runtime/threads";
        export function hand(port: MessagePort) {
          const job = new Region({ id: 1 });
          send(port, job);
          return job.id;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 5 ('send(port, job)').",
              "Move after the last use.",
            ].join("\n"),
          },
          line: 6,
          column: 10,
          endLine: 6,
          endColumn: 13,
        },
      ],
    },
    {
      name: "A packed region is gone.",
      code: text`
        import { Region } from "regions-runtime";
        import { pack } from "regions-runtime/threads";
        const job = new Region({ id: 1 });
        console.log(pack(job), job.id);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: ["'job' is used after it was moved on line 4 ('pack(job)').", "Move after the last use."].join(
              "\n",
            ),
          },
          line: 4,
          column: 24,
          endLine: 4,
          endColumn: 27,
        },
      ],
    },
    {
      name: "A region that a cown took is gone.",
      code: text`
        import { Cown, Region } from "regions-runtime";
        const job = new Region({ id: 1 });
        export const cowns = [new Cown(job)];
        job.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'job' is used after it was given to a cown on line 3 ('new Cown(job)')." },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 4,
        },
      ],
    },
    {
      name: "The region of a dissolved handle is gone.",
      code: text`
        import { Region, dissolve } from "regions-runtime";
        const job = new Region({ id: 1 });
        const plain = dissolve(job);
        plain.id = 2;
        job.id = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'job' is used after it was dissolved on line 3 ('dissolve(job)')." },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 4,
        },
      ],
    },
    {
      name: "A transient handle ends when its region is closed.",
      code: text`
        import { Region, close } from "regions-runtime";
        const job = new Region({ items: [1] });
        const { items } = job;
        close(job);
        items.push(2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: "'items' is used after it was closed on line 4 ('close(job)'): it is field 'items' of 'job'.",
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 6,
        },
      ],
    },
    {
      name: "A merged child is no region any more, and an ordinary object of its parent.",
      code: text`
        import { Region, merge, move } from "regions-runtime";
        const child = new Region({ id: 2 });
        const parent = new Region({ child });
        merge(child, parent);
        child.id = 3;
        move(child);
      `,
      errors: [
        {
          messageId: "mistake",
          data: { message: "'child' is used after it was merged on line 4 ('merge(child, parent)')." },
          line: 6,
          column: 6,
          endLine: 6,
          endColumn: 11,
        },
      ],
    },
    {
      name: "A part of what was moved is named with the way to it.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ items: [1] });
        const { items } = job;
        move(job);
        items.push(2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' is used after it was moved on line 4 ('move(job)'): it is field 'items' of 'job'.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 6,
        },
      ],
    },
    {
      name: "A part of a part is named with the whole way.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ state: { items: [1] } });
        const { items } = job.state;
        move(job);
        items.push(2);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'items' is used after it was moved on line 4 ('move(job)'): it is reached from 'job' as '.state.items'.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 6,
        },
      ],
    },
    {
      name: "An element is named as one.",
      code: text`
        import { Region, move } from "regions-runtime";
        const jobs = new Region([{ id: 1 }, { id: 2 }]);
        const [first] = jobs;
        move(jobs);
        first.id = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'first' is used after it was moved on line 4 ('move(jobs)'): it is an element of 'jobs'.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 6,
        },
      ],
    },
    {
      name: "The other name of an alias is given.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        const alias = job;
        move(job);
        alias.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'alias' is used after it was moved on line 4 ('move(job)'): it is 'job'.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 6,
        },
      ],
    },
    {
      name: "In a loop, the move of an earlier iteration is named as such.",
      code: text`
        import { Region, move } from "regions-runtime";
        export function handAll(workers: readonly ((job: unknown) => void)[]) {
          const job = new Region({ id: 1 });
          for (const work of workers) work(move(job));
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 4 ('move(job)'), in an earlier iteration of this loop.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 41,
          endLine: 4,
          endColumn: 44,
        },
      ],
    },
    {
      name: "Only the first use on a path is reported.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        move(job);
        job.id = 2;
        job.id = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 3 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 4,
        },
      ],
    },
    {
      name: "Each path has its own first use.",
      code: text`
        import { Region, move } from "regions-runtime";
        export function hand(isLate: boolean) {
          const job = new Region({ id: 1 });
          move(job);
          if (isLate) job.id = 2;
          else job.id = 3;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 4 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 15,
          endLine: 5,
          endColumn: 18,
        },
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 4 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 6,
          column: 8,
          endLine: 6,
          endColumn: 11,
        },
      ],
    },
    {
      name: "A helper that moves its parameter is named by its call.",
      code: text`
        import { Region, move } from "regions-runtime";
        function hand(job: Region<{ id: number }>) {
          return move(job);
        }
        const job = new Region({ id: 1 });
        hand(job);
        job.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: ["'job' is used after it was moved on line 6 ('hand(job)').", "Move after the last use."].join(
              "\n",
            ),
          },
          line: 7,
          column: 1,
          endLine: 7,
          endColumn: 4,
        },
      ],
    },
    {
      name: "A helper that uses what was moved is reported at its argument.",
      code: text`
        import { Region, move } from "regions-runtime";
        function show(job: { id: number }) {
          console.log(job.id);
        }
        const job = new Region({ id: 1 });
        move(job);
        show(job);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used by 'show' after it was moved on line 6 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 7,
          column: 6,
          endLine: 7,
          endColumn: 9,
        },
      ],
    },
    {
      name: "A closure that uses what was moved before its call is reported at the call.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        const show = () => console.log(job.id);
        move(job);
        show();
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used by 'show' after it was moved on line 4 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 7,
        },
      ],
    },
    {
      name: "A closure made after the move is reported where it uses the value.",
      code: text`
        import { Region, move } from "regions-runtime";
        const job = new Region({ id: 1 });
        move(job);
        export const show = () => job.id;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 3 ('move(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 4,
          column: 27,
          endLine: 4,
          endColumn: 30,
        },
      ],
    },
    {
      name: "A raw object that was adopted goes with its region.",
      code: text`
        import { Region, move } from "regions-runtime";
        const item = { id: 1 };
        const job = new Region({ item });
        move(job);
        item.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'item' is used after it was moved on line 4 ('move(job)'): it is field 'item' of 'job'.",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 5,
        },
      ],
    },
    {
      name: "A long call is cut in the message.",
      code: text`
        import { Region } from "regions-runtime";
        import { send } from "regions-runtime/threads";
        const job = new Region({ id: 1 });
        send(globalThis.workers.get("a name that makes this line a rather long one").port, job);
        job.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 4 ('send(globalThis.workers.get(\"a name that makes this line ...').",
              "Move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 4,
        },
      ],
    },
    {
      name: "Names of the import do not matter.",
      code: text`
        import * as runtime from "regions-runtime";
        import { move as give } from "regions-runtime";
        const job = new runtime.Region({ id: 1 });
        give(job);
        job.id = 2;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'job' is used after it was moved on line 4 ('give(job)').",
              "Use what the move returned, or move after the last use.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 4,
        },
      ],
    },
  ],
});
