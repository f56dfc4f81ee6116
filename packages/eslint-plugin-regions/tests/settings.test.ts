import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../src/index.js";
import { readSettings } from "../src/settings/settings.js";

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
};

describe("A malformed setting is refused with its place, its value, and what is allowed:", () => {
  const entry = { from: "immer", name: "produce" };
  test.each([
    ["settings that are a list", [], "settings.regions must be an object, but is []"],
    ["settings that are a word", "strict", 'settings.regions must be an object, but is "strict"'],
    ["settings that are null", null, "settings.regions must be an object, but is null"],
    [
      "an unknown key",
      { function: [] },
      "settings.regions has an unknown key 'function'. Known: functions, libraries, locks. Did you mean 'functions'?",
    ],
    ["locks that are no list", { locks: {} }, "settings.regions.locks must be an array, but is {}"],
    [
      "a lock that is a word",
      { locks: ["lock"] },
      "settings.regions.locks[0] must be an object such as { from: './lock', acquire: 'lock', release: 'unlock' } " +
        "or { around: 'withLock' }, but is \"lock\"",
    ],
    [
      "a lock that is never given back",
      { locks: [{ acquire: "lock" }] },
      "settings.regions.locks[0] must be an object such as { from: './lock', acquire: 'lock', release: 'unlock' } " +
        'or { around: \'withLock\' }, but is {"acquire":"lock"}',
    ],
    [
      "a lock of two kinds",
      { locks: [{ acquire: "lock", release: "unlock", around: "withLock" }] },
      "settings.regions.locks[0] must be an object such as { from: './lock', acquire: 'lock', release: 'unlock' } " +
        'or { around: \'withLock\' }, but is {"acquire":"lock","release":"unlock","around":"withLock"}',
    ],
    [
      "a lock with a name that is none",
      { locks: [{ around: 1 }] },
      "settings.regions.locks[0].around must be a name, a string, but is 1",
    ],
    [
      "a lock with an unknown key",
      { locks: [{ around: "withLock", to: "./lock" }] },
      "settings.regions.locks[0] has an unknown key 'to'. Known: from, acquire, release, around",
    ],
    [
      "functions that are no list",
      { functions: { produce: "frozen" } },
      'settings.regions.functions must be an array, but is {"produce":"frozen"}',
    ],
    [
      "an entry that is a word",
      { functions: [entry, "produce"] },
      "settings.regions.functions[1] must be an object such as " +
        "{ from: 'immer', name: 'produce', returns: 'frozen' }, but is \"produce\"",
    ],
    [
      "an entry with an unknown key",
      { functions: [{ ...entry, return: "frozen" }] },
      "settings.regions.functions[0] has an unknown key 'return'. Known: from, name, args, returns. Did you mean 'returns'?",
    ],
    [
      "an entry without a module",
      { functions: [{ name: "produce" }] },
      "settings.regions.functions[0].from must be the module's name, a string, but is undefined",
    ],
    [
      "an entry whose module has no name",
      { functions: [{ from: "", name: "produce" }] },
      'settings.regions.functions[0].from must be the module\'s name, a string, but is ""',
    ],
    [
      "an entry without a name",
      { functions: [{ from: "immer", name: 7 }] },
      "settings.regions.functions[0].name must be the exported name, a string; of a method 'Class#method', " +
        "or 'Class.method' if it is static, but is 7",
    ],
    [
      "a name that is none",
      { functions: [{ from: "immer", name: "Queue#push()" }] },
      "settings.regions.functions[0].name must be the exported name, a string; of a method 'Class#method', " +
        "or 'Class.method' if it is static, but is \"Queue#push()\"",
    ],
    [
      "libraries that are no list",
      { libraries: "immer" },
      'settings.regions.libraries must be an array, but is "immer"',
    ],
    [
      "effects that are no list",
      { functions: [{ ...entry, args: "move" }] },
      'settings.regions.functions[0].args must be an array of effects, but is "move"',
    ],
    [
      "an unknown effect",
      { functions: [{ ...entry, args: ["move", "toString"] }] },
      "settings.regions.functions[0].args[1] must be one of " +
        "'read', 'mutate', 'freeze', 'move', 'borrow', 'capture', 'ship', but is \"toString\"",
    ],
    [
      "an effect in another form",
      { functions: [{ ...entry, args: ["moves"] }] },
      "settings.regions.functions[0].args[0] must be one of " +
        "'read', 'mutate', 'freeze', 'move', 'borrow', 'capture', 'ship', but is \"moves\". Did you mean 'move'?",
    ],
    [
      "a result with a letter missing",
      { functions: [{ ...entry, returns: "frozn" }] },
      "settings.regions.functions[0].returns must be one of 'fresh', 'frozen', 'borrow', 'region', " +
        "but is \"frozn\". Did you mean 'frozen'?",
    ],
    [
      "a module whose name is a blank",
      { functions: [{ from: " ", name: "produce" }] },
      'settings.regions.functions[0].from must be the module\'s name, a string, but is " "',
    ],
    [
      "what JSON cannot say",
      { functions: [5n] },
      "settings.regions.functions[0] must be an object such as " +
        "{ from: 'immer', name: 'produce', returns: 'frozen' }, but is 5",
    ],
    [
      "what is too long for a message, in short",
      { functions: ["x".repeat(200)] },
      "settings.regions.functions[0] must be an object such as " +
        `{ from: 'immer', name: 'produce', returns: 'frozen' }, but is "${"x".repeat(96)}...`,
    ],
    [
      "a library by the name of its package",
      { libraries: ["@reduxjs/toolkit"] },
      "settings.regions.libraries[0] must be one of 'immer', 'redux-toolkit', 'ses', 'comlink', " +
        "'piscina', 'vue', 'react', but is \"@reduxjs/toolkit\". Did you mean 'redux-toolkit'?",
    ],
    [
      "an unknown result",
      { functions: [{ ...entry, returns: ["frozen"] }] },
      "settings.regions.functions[0].returns must be one of " +
        "'fresh', 'frozen', 'borrow', 'region', but is [\"frozen\"]",
    ],
  ])("%s", (_, regions, expected) => {
    expect(messageOf(() => readSettings({ regions }))).toBe(
      `eslint-plugin-regions: ${expected.endsWith("?") ? expected : `${expected}.`} Mend it in your ESLint config.`,
    );
  });

  test("a library that has no set, with the one that was meant", () => {
    expect(messageOf(() => readSettings({ regions: { libraries: ["immr"] } }))).toBe(
      "eslint-plugin-regions: settings.regions.libraries[0] must be one of 'immer', 'redux-toolkit', 'ses', 'comlink', " +
        "'piscina', 'vue', 'react', but is \"immr\". Did you mean 'immer'? Mend it in your ESLint config.",
    );
  });

  test("a library that is named twice", () => {
    expect(messageOf(() => readSettings({ regions: { libraries: ["immer", "vue", "immer"] } }))).toBe(
      "eslint-plugin-regions: settings.regions.libraries[2] names 'immer' once more, after settings.regions.libraries[0]. " +
        "Keep one of them in your ESLint config.",
    );
    expect(messageOf(() => readSettings({ regions: { libraries: ["immer", "vue"] } }))).toBe("no error");
  });

  test("two entries that say different things of one function", () => {
    const entries = [{ ...entry, returns: "frozen" }, entry, { ...entry, returns: "fresh" }];
    expect(messageOf(() => readSettings({ regions: { functions: entries } }))).toBe(
      "eslint-plugin-regions: settings.regions.functions[1] contradicts settings.regions.functions[0]: " +
        "both speak of 'produce' from 'immer'. Keep one of them in your ESLint config.",
    );
    expect(messageOf(() => readSettings({ regions: { functions: [entry, { ...entry, returns: "fresh" }] } }))).toBe(
      "no error",
    );
  });
});

describe("In a file, what is malformed in the settings is reported", () => {
  const settings = { regions: { functions: [{ from: "immer", name: "produce", returns: "frozen" }, 7, "x"] } };
  const code = 'import { produce } from "immer";\nproduce({}, () => {}).x = 1;';
  const reports = (config: Linter.Config[], text = code): string[] =>
    new Linter().verify(text, [{ settings }, ...config]).map(({ line, ruleId }) => `${String(line)} ${ruleId ?? ""}`);

  test("once for each mistake, by 'valid-ownership-tags', and what is well-formed counts", () => {
    expect(reports(plugin.configs.recommended)).toEqual([
      "1 regions/valid-ownership-tags",
      "1 regions/valid-ownership-tags",
      "2 regions/no-mutate-frozen",
    ]);
  });

  test("by another rule, where that one is off", () => {
    const [first, second, ...others] = reports(plugin.configs.platform);
    expect([first, second, others]).toEqual([
      "1 regions/no-lost-update",
      "1 regions/no-lost-update",
      ["2 regions/no-mutate-frozen"],
    ]);
  });

  test("also in a file that names nothing of interest", () => {
    expect(reports(plugin.configs.recommended, "let x = 1;")).toHaveLength(2);
  });
});

describe("Well-formed settings", () => {
  test("may be absent or empty", () => {
    expect(readSettings({}).names).toEqual([]);
    expect(readSettings({ regions: {} }).names).toEqual([]);
    expect(readSettings({ regions: { functions: [] } }).names).toEqual([]);
  });

  test("are read once per settings object", () => {
    const regions = { functions: [{ from: "immer", name: "produce", returns: "frozen" }] };
    expect(readSettings({ regions })).toBe(readSettings({ regions }));
  });

  test("name what makes a file worth a look", () => {
    expect(readSettings({ regions: { functions: [{ from: "immer", name: "produce" }] } }).names).toEqual(["produce"]);
  });
});

describe("A declared function", () => {
  const linter = new Linter();
  /** Lines and rules of what is reported when `entry` is declared. */
  const reports = (entry: object, code: string): string[] => {
    const config = [{ settings: { regions: { functions: [entry] } } }, ...plugin.configs.recommended];
    return linter.verify(code, config).map(({ line, ruleId, message }) => `${line} ${ruleId ?? message}`);
  };

  test("that moves an argument ends its use", () => {
    const code = 'import { enqueue } from "./queue";\nexport const f = (job) => {\n  enqueue(job);\n  job.id = 2;\n};';
    expect(reports({ from: "./queue", name: "enqueue", args: ["move"] }, code)).toEqual([
      "4 regions/no-use-after-move",
    ]);
  });

  test("that freezes an argument ends its changes", () => {
    const code = 'import { seal } from "sealer";\nconst list = [];\nseal(1, list);\nlist.push(1);';
    expect(reports({ from: "sealer", name: "seal", args: ["read", "freeze"] }, code)).toEqual([
      "4 regions/no-mutate-frozen",
    ]);
  });

  test("that changes an argument must not be given what is frozen", () => {
    const code = 'import { fill } from "filler";\nconst point = Object.freeze({});\nfill(point);';
    expect(reports({ from: "filler", name: "fill", args: ["mutate"] }, code)).toEqual(["3 regions/no-mutate-frozen"]);
  });

  test.each(["read", "borrow", "capture"])("that does no more than '%s' leaves its argument as it is", (effect) => {
    const code =
      'import { look } from "looker";\nconst point = {};\nlook(point);\npoint.x = 1;\nlook(Object.freeze(point));';
    expect(reports({ from: "looker", name: "look", args: [effect] }, code)).toEqual([]);
  });

  test("that keeps an argument must not be given a borrow", () => {
    const code = [
      'import { borrow, Region } from "regions-runtime";',
      'import { keep } from "keeper";',
      "const job = new Region({ items: [1] });",
      "{",
      "  using items = borrow(job.items);",
      "  keep(items);",
      "}",
    ].join("\n");
    const languageOptions = { parser: tsParser as Linter.Parser };
    const messages = (effect: string): string[] =>
      linter
        .verify(code, [
          { languageOptions, settings: { regions: { functions: [{ from: "keeper", name: "keep", args: [effect] }] } } },
          ...plugin.configs.recommended,
        ])
        .map(({ line, ruleId }) => `${String(line)} ${ruleId ?? ""}`);
    expect(messages("capture")).toEqual(["6 regions/no-borrow-escape"]);
    expect(messages("borrow")).toEqual([]);
  });

  test.each([
    ["a default export", "default", 'import enqueue from "./queue";', "enqueue(job)"],
    ["a module that is the function", "default", 'const enqueue = require("./queue");', "enqueue(job)"],
    ["a class", "Sender", 'import { Sender } from "./queue";', "new Sender(job)"],
    ["a static method", "Queue.start", 'import { Queue } from "./queue";', "Queue.start(job)"],
    ["a method of a namespace's class", "Queue.start", 'import * as all from "./queue";', "all.Queue.start(job)"],
    ["a method", "Queue#push", 'import { Queue } from "./queue";\nconst queue = new Queue();', "queue.push(job)"],
    ["a method of a parameter", "Queue#push", 'import type { Queue } from "./queue";', "queue.push(job)"],
    ["a method of the default export", "default#push", 'import Queue from "./queue";', "new Queue().push(job)"],
  ])("can be %s", (_, name, head, call) => {
    const code = `${head}\nexport const f = (job, queue: Queue) => {\n  ${call};\n  job.id = 2;\n};`;
    const settings = { regions: { functions: [{ from: "./queue", name, args: ["move"] }] } };
    const used = head.includes("const queue") ? code.replace(", queue: Queue", "") : code;
    const messages = linter.verify(used, [
      { languageOptions: { parser: tsParser as Linter.Parser }, settings },
      ...plugin.configs.recommended,
    ]);
    const line = used.split("\n").findIndex((text) => text.includes("job.id")) + 1;
    expect(messages.map((each) => [each.line, each.ruleId])).toEqual([[line, "regions/no-use-after-move"]]);
  });

  test("that returns what is frozen gives what must not be changed", () => {
    const code = 'import { produce } from "immer";\nconst next = produce({}, (draft) => {});\nnext.x = 1;';
    expect(reports({ from: "immer", name: "produce", returns: "frozen" }, code)).toEqual([
      "3 regions/no-mutate-frozen",
    ]);
  });

  test("that returns a region gives what 'send' consumes", () => {
    const code = [
      'import { send } from "regions-runtime/threads";',
      'import { take } from "./queue";',
      "export const f = (port) => {",
      "  const job = take();",
      "  send(port, job);",
      "  job.id = 1;",
      "};",
    ].join("\n");
    expect(reports({ from: "./queue", name: "take", returns: "region" }, code)).toEqual([
      "6 regions/no-use-after-move",
    ]);
    expect(reports({ from: "./queue", name: "take", returns: "fresh" }, code)).toEqual([]);
  });

  test("acts under another name, as a member of its module and through 'require'", () => {
    const entry = { from: "./queue", name: "enqueue", args: ["move"] };
    const use = "export const f = (job) => {\n  CALL(job);\n  job.id = 2;\n};";
    for (const [head, call] of [
      ['import { enqueue as add } from "./queue";', "add"],
      ['import * as queue from "./queue";', "queue.enqueue"],
      ['const { enqueue } = require("./queue");', "enqueue"],
    ] as const) {
      expect(reports(entry, `${head}\n${use.replace("CALL", call)}`)).toEqual(["4 regions/no-use-after-move"]);
    }
  });

  test("of another module of the same function name is unknown", () => {
    const code = 'import { enqueue } from "./other";\nexport const f = (job) => {\n  enqueue(job);\n  job.id = 2;\n};';
    expect(reports({ from: "./queue", name: "enqueue", args: ["move"] }, code)).toEqual([]);
  });
});
