import { RuleTester } from "@typescript-eslint/rule-tester";
import { describe } from "vitest";
import rule from "../../src/rules/require-atomics.js";
import { text } from "./text.ts";

const PROTECT = ", or access it under a lock that 'settings.regions.locks' declares.";

new RuleTester().run("require-atomics", rule, {
  valid: [
    {
      name: "Memory that nobody else has is initialised plainly.",
      code: text`
        export function start(worker: Worker) {
          const shared = new SharedArrayBuffer(4);
          const view = new Int32Array(shared);
          view[0] = 1;
          worker.postMessage(shared);
          return Atomics.load(view, 0);
        }
      `,
    },
    {
      name: "A function may keep shared memory to itself.",
      code: text`
        export function sleep(ms: number) {
          const view = new Int32Array(new SharedArrayBuffer(4));
          view[0] = 0;
          Atomics.wait(view, 0, 0, ms);
        }
      `,
    },
    {
      name: "Fractions have no Atomics.",
      code: text`
        export function play(samples: Float32Array<SharedArrayBuffer>) {
          samples[0] = 0.5;
        }
      `,
    },
    {
      name: "Between the functions that settings declare as a lock, access may be plain.",
      code: text`
        import { lock, unlock } from "./lock";
        export function count(view: Int32Array<SharedArrayBuffer>) {
          lock(view);
          view[1]++;
          unlock(view);
        }
      `,
      settings: { regions: { locks: [{ from: "./lock", acquire: "lock", release: "unlock" }] } },
    },
  ],
  invalid: [
    {
      name: "A change after the memory was posted is reported as a whole, and becomes one atomic operation.",
      code: text`
        export function start(worker: Worker) {
          const shared = new SharedArrayBuffer(4);
          const view = new Int32Array(shared);
          worker.postMessage(shared);
          view[0]++;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'view[0]' is changed without Atomics after its memory was shared on line 4 ('worker.postMessage(shared)').",
              `Use 'Atomics.add'${PROTECT}`,
            ].join("\n"),
          },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 12,
        },
      ],
      output: text`
        export function start(worker: Worker) {
          const shared = new SharedArrayBuffer(4);
          const view = new Int32Array(shared);
          worker.postMessage(shared);
          Atomics.add(view, 0, 1);
        }
      `,
    },
    {
      name: "A declared type says that others have the memory.",
      code: text`
        export const first = (view: Int32Array<SharedArrayBuffer>) => view[0];
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'view[0]' is read without Atomics although other threads have its memory: it is declared to be shared on line 1 ('Int32Array<SharedArrayBuffer>').",
              `Use 'Atomics.load'${PROTECT}`,
            ].join("\n"),
          },
          line: 1,
          column: 63,
          endLine: 1,
          endColumn: 70,
        },
      ],
      output: text`
        export const first = (view: Int32Array<SharedArrayBuffer>) => Atomics.load(view, 0);
      `,
    },
    {
      name: "A test says so, too.",
      code: text`
        onmessage = ({ data }) => {
          if (data instanceof SharedArrayBuffer) new Int32Array(data)[0] = 1;
        };
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'new Int32Array(data)[0]' is written without Atomics although other threads have its memory, as 'data instanceof SharedArrayBuffer' shows on line 2.",
              `Use 'Atomics.store'${PROTECT}`,
            ].join("\n"),
          },
          line: 2,
          column: 42,
          endLine: 2,
          endColumn: 69,
        },
      ],
      output: text`
        onmessage = ({ data }) => {
          if (data instanceof SharedArrayBuffer) Atomics.store(new Int32Array(data), 0, 1);
        };
      `,
    },
    {
      name: "A method that reaches the elements is reported without a fix.",
      code: text`
        export function clear(view: Int32Array<SharedArrayBuffer>) {
          view.fill(0);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "Elements of 'view' are written without Atomics by 'fill' although other threads have its memory: it is declared to be shared on line 1 ('Int32Array<SharedArrayBuffer>').",
              `Use Atomics on one element after the other${PROTECT}`,
            ].join("\n"),
          },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 15,
        },
      ],
    },
    {
      name: "A DataView has no atomic access.",
      code: text`
        export function write(memory: SharedArrayBuffer) {
          new DataView(memory).setInt32(0, 1);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "Elements of 'new DataView(memory)' are written without Atomics by 'setInt32' although other threads have its memory: it is declared to be shared on line 1 ('SharedArrayBuffer').",
              `A DataView has no atomic access: use Atomics on a typed array${PROTECT}`,
            ].join("\n"),
          },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 38,
        },
      ],
    },
    {
      name: "What a helper does is reported at its call.",
      code: text`
        function bump(view: Int32Array) {
          view[0]++;
        }
        export function start(worker: Worker) {
          const view = new Int32Array(new SharedArrayBuffer(4));
          bump(view);
          worker.postMessage(view);
          bump(view);
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "Elements of 'view' are changed without Atomics by 'bump' (line 2) after its memory was shared on line 7 ('worker.postMessage(view)').",
              `Use Atomics there${PROTECT}`,
            ].join("\n"),
          },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 13,
        },
      ],
    },
    {
      name: "What has no atomic operation is reported without a fix.",
      code: text`
        export function double(view: Int32Array<SharedArrayBuffer>) {
          view[0] *= 2;
        }
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'view[0]' is changed without Atomics although other threads have its memory: it is declared to be shared on line 1 ('Int32Array<SharedArrayBuffer>').",
              `Use a loop around 'Atomics.compareExchange'${PROTECT}`,
            ].join("\n"),
          },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 15,
        },
      ],
    },
  ],
});

const numbers = (statement: string): string =>
  `export function run(view: Int32Array<SharedArrayBuffer>, i: number, x: number) {\n  ${statement}\n}`;
const bigints = (statement: string): string => numbers(statement).replace("Int32", "BigInt64");

type Case = readonly [name: string, before: string, after: string | undefined, suggestion?: string];

/** A fix is made where the code does the same as before, but atomically. */
const FIXED: readonly Case[] = [
  ["a read", "return view[i];", "return Atomics.load(view, i);"],
  ["a read of which a member is used", "return view[i].toFixed();", "return Atomics.load(view, i).toFixed();"],
  ["a write", "view[i] = x;", "Atomics.store(view, i, x);"],
  ["a write of a sequence", "view[i] = (i, x);", "Atomics.store(view, i, (i, x));"],
  [
    "a write of which the value is used, if it is an integer",
    "return view[i] = -1;",
    "return Atomics.store(view, i, -1);",
  ],
  ["an increment", "view[i]++;", "Atomics.add(view, i, 1);"],
  ["a decrement", "--view[i];", "Atomics.sub(view, i, 1);"],
  ["an increment of which the old value is used", "return view[i]++;", "return Atomics.add(view, i, 1);"],
  ["an increment of which the new value is used", "return ++view[i] * 2;", "return (Atomics.add(view, i, 1) + 1) * 2;"],
  ["a decrement of which the new value is used", "return --view[i];", "return (Atomics.sub(view, i, 1) - 1);"],
  ["an addition of an integer", "view[i] += 2;", "Atomics.add(view, i, 2);"],
  ["a subtraction of which the value is used", "return view[i] -= 2;", "return (Atomics.sub(view, i, 2) - 2);"],
  ["a bitwise operation", "view[i] |= x;", "Atomics.or(view, i, x);"],
  ["bits that are put out", "view[i] &= ~x;", "Atomics.and(view, i, ~x);"],
  ["a change that is written out", "view[i] = view[i] + 1;", "Atomics.add(view, i, 1);"],
  ["an index that is evaluated once", "view[i++] += 1;", "Atomics.add(view, i++, 1);"],
  ["the update of a loop", "for (;;view[0]++) if (x) break;", "for (;;Atomics.add(view, 0, 1)) if (x) break;"],
  ["an assertion on what is read", "return view[i]!;", "return Atomics.load(view, i)!;"],
];

const FIXED_BIGINTS: readonly Case[] = [
  ["an increment of a BigInt", "view[i]++;", "Atomics.add(view, i, 1n);"],
  ["an addition to a BigInt", "view[i] += 2n;", "Atomics.add(view, i, 2n);"],
];

/** An edit is only offered where fractions or the order of evaluation could make a difference. */
const OFFERED: readonly Case[] = [
  ["an addition of what may be a fraction", "view[i] += x;", undefined, "Atomics.add(view, i, x);"],
  ["a write of which the value is used", "return view[i] = x;", undefined, "return Atomics.store(view, i, x);"],
  ["an operand that does something", "view[i] |= next();", undefined, "Atomics.or(view, i, next());"],
];

const UNTOUCHED: readonly Case[] = [
  ["a new value of what may be a fraction", "return view[i] += x;", undefined],
  ["a pattern that writes", "[view[i]] = [x];", undefined],
  ["an optional read", "return view?.[i];", undefined],
  ["code with a comment in it", "view[i] /* seats */ = x;", undefined],
  ["a multiplication", "view[i] *= x;", undefined],
];

const shadowed = text`
  const Atomics = {};
  export const next = (view: Int32Array<SharedArrayBuffer>) => view[0]++;
  export default Atomics;
`;
const perhapsAnArray = text`
  export function start(worker: Worker, isParallel: boolean) {
    const view = isParallel ? new Int32Array(new SharedArrayBuffer(4)) : [0];
    worker.postMessage(view);
    view[0] = 1;
  }
`;

const asTest =
  (wrap: (statement: string) => string) =>
  ([name, before, after, suggestion]: Case) => ({
    name,
    code: wrap(before),
    output: after === undefined ? null : wrap(after),
    errors: [
      {
        messageId: "mistake" as const,
        ...(suggestion !== undefined && {
          suggestions: [
            { messageId: "repair" as const, data: { description: "Use Atomics" }, output: wrap(suggestion) },
          ],
        }),
      },
    ],
  });

describe("A fix does what the code did, but atomically: for", () => {
  new RuleTester().run("require-atomics", rule, {
    valid: [],
    invalid: [...FIXED.map(asTest(numbers)), ...FIXED_BIGINTS.map(asTest(bigints))],
  });
});

describe("Where the result could differ, the author chooses: for", () => {
  new RuleTester().run("require-atomics", rule, {
    valid: [],
    invalid: [
      ...OFFERED.map(asTest(numbers)),
      {
        name: "what may be no typed array",
        code: perhapsAnArray,
        errors: [
          {
            messageId: "mistake",
            suggestions: [
              {
                messageId: "repair",
                data: { description: "Use Atomics" },
                output: perhapsAnArray.replace("view[0] = 1", "Atomics.store(view, 0, 1)"),
              },
            ],
          },
        ],
      },
    ],
  });
});

describe("Where nothing can be written in its place, the code is left alone: for", () => {
  new RuleTester().run("require-atomics", rule, {
    valid: [],
    invalid: [
      ...UNTOUCHED.map(asTest(numbers)),
      { name: "a file that has another 'Atomics'", code: shadowed, errors: [{ messageId: "mistake" }] },
    ],
  });
});
