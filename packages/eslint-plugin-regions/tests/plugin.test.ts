import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tsParser from "@typescript-eslint/parser";
import { ESLint, Linter } from "eslint";
import { defineConfig } from "eslint/config";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { analyseFile } from "../src/analyse-file.js";
import plugin from "../src/index.js";
import { text } from "./rules/text.ts";

vi.mock(import("../src/analyse-file.js"), async (load) => {
  const real = await load();
  return { ...real, analyseFile: vi.fn(real.analyseFile) };
});

const analyses = vi.mocked(analyseFile);
beforeEach(() => {
  analyses.mockClear();
});

const mistake = text`
  import { Region, move } from "regions-runtime";
  const job = new Region({ id: 1 });
  move(job);
  job.id = 2;
`;

/** What is reported: lines and rules, or the message of what is no rule's. */
const summary = (messages: readonly Linter.LintMessage[]): string[] =>
  messages.map(({ line, ruleId, message }) => `${line} ${ruleId ?? message}`);

const WITH_OPTIONS = ["no-mutate-while-iterating"];

describe("The plugin", () => {
  test("says what it is, for caches and for configs that extend it by name", () => {
    expect(plugin.meta).toEqual({ name: "eslint-plugin-regions", version: manifest.version, namespace: "regions" });
  });

  test("has these configs", () => {
    const configs = Object.values(plugin.configs).flatMap((each) => each);
    const turnedOn = configs.map(({ name, rules }) => [name, Object.entries(rules!).map((each) => each.join(": "))]);
    expect(Object.fromEntries(turnedOn)).toMatchInlineSnapshot(`
      {
        "regions/platform": [
          "regions/no-lost-update: error",
          "regions/no-mutate-frozen: error",
          "regions/no-mutate-readonly-parameter: error",
          "regions/no-mutate-while-iterating: error",
          "regions/no-unsafe-post: error",
          "regions/no-use-after-transfer: error",
          "regions/no-worker-capture: error",
          "regions/require-atomics: error",
        ],
        "regions/recommended": [
          "regions/no-borrow-across-await: error",
          "regions/no-borrow-escape: error",
          "regions/no-cross-region-reference: error",
          "regions/no-move-while-borrowed: error",
          "regions/no-mutate-frozen: error",
          "regions/no-nested-acquire: error",
          "regions/no-unfreezable: error",
          "regions/no-unguarded-cown: error",
          "regions/no-use-after-move: error",
          "regions/no-use-after-transfer: error",
          "regions/no-worker-capture: error",
          "regions/require-atomics: error",
          "regions/require-dispose: error",
          "regions/valid-ownership-tags: error",
        ],
        "regions/strict": [
          "regions/no-adopted-alias: error",
          "regions/no-borrow-across-await: error",
          "regions/no-borrow-escape: error",
          "regions/no-cross-region-reference: error",
          "regions/no-lost-update: error",
          "regions/no-move-while-borrowed: error",
          "regions/no-mutate-frozen: error",
          "regions/no-mutate-readonly-parameter: error",
          "regions/no-mutate-while-iterating: error",
          "regions/no-nested-acquire: error",
          "regions/no-readonly-laundering: error",
          "regions/no-unfreezable: error",
          "regions/no-unguarded-cown: error",
          "regions/no-unsafe-post: error",
          "regions/no-use-after-move: error",
          "regions/no-use-after-transfer: error",
          "regions/no-worker-capture: error",
          "regions/require-atomics: error",
          "regions/require-dispose: error",
          "regions/valid-ownership-tags: error",
        ],
      }
    `);
  });

  test("brings itself along in each config, under its own name", () => {
    for (const config of Object.values(plugin.configs).flat()) expect(config.plugins).toEqual({ regions: plugin });
  });

  test("has in 'strict' all rules, and in 'platform' only such as need no package", () => {
    const named = (name: keyof typeof plugin.configs): string[] => Object.keys(plugin.configs[name][0]!.rules!);
    expect(named("strict")).toEqual(Object.keys(plugin.rules).map((name) => `regions/${name}`));
    expect(named("strict")).toEqual(expect.arrayContaining(named("recommended")));
    expect(named("strict")).toEqual(expect.arrayContaining(named("platform")));
    expect(named("platform")).not.toContain("regions/no-use-after-move");
  });

  test.each(Object.entries(plugin.rules))("documents %s", (name, { meta }) => {
    expect(meta!.type).toBe("problem");
    expect(meta!.docs!.url).toBe(`https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`);
    expect(meta!.docs!.description).toMatch(/^(?:Disallow|Require) [^.]+$/);
    expect(Object.keys(plugin.configs)).toEqual(expect.arrayContaining((meta!.docs as any).configs));
    expect(meta!.schema).toHaveLength(WITH_OPTIONS.includes(name) ? 1 : 0);
  });
});

describe("In a project of its own", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "regions-"));
    await writeFile(join(folder, "file.js"), mistake);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const lint = async (config: Linter.Config[]): Promise<string[]> => {
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: config });
    const [result] = await eslint.lintFiles(["file.js"]);
    return summary(result!.messages);
  };

  test("the config itself can be extended", async () => {
    expect(await lint(defineConfig({ extends: [plugin.configs.recommended] }))).toEqual([
      "4 regions/no-use-after-move",
    ]);
  });

  test("the config can be extended by name", async () => {
    const config = defineConfig({ plugins: { regions: plugin }, extends: ["regions/recommended"] });
    expect(await lint(config)).toEqual(["4 regions/no-use-after-move"]);
  });

  test("the plugin can go by another name", async () => {
    const config = defineConfig({ plugins: { owner: plugin }, extends: ["owner/recommended"] });
    expect(await lint(config)).toEqual(["4 owner/no-use-after-move"]);
  });

  test("the platform config does not speak of the runtime", async () => {
    expect(await lint(defineConfig({ extends: [plugin.configs.platform] }))).toEqual([]);
  });

  test("a comment turns a rule off for a line", async () => {
    const config = defineConfig({ extends: [plugin.configs.recommended] });
    const code = mistake.replace("job.id = 2", "// eslint-disable-next-line regions/no-use-after-move\njob.id = 2");
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: config });
    const [result] = await eslint.lintText(code, { filePath: "file.js" });
    expect(summary(result!.messages)).toEqual([]);
  });
});

describe("ESLint refuses", () => {
  test.each(Object.keys(plugin.rules).filter((name) => !WITH_OPTIONS.includes(name)))(
    "options of %s, which has none",
    (name) => {
      const rule = `regions/${name}`;
      const config = [...plugin.configs.recommended, { rules: { [rule]: ["error", { deep: true }] as const } }];
      expect(() => new Linter().verify(mistake, config as Linter.Config[])).toThrow(
        new RegExp(`"${rule}"[^]*should NOT have more than 0 items`),
      );
    },
  );

  test.each([
    ["an unknown key", { permit: ["append"] }, 'Unexpected property "permit"'],
    ["an unknown change", { allow: ["remove"] }, "should be equal to one of the allowed values"],
    ["one that is not in a list", { allow: "append" }, "should be array"],
    ["one that is named twice", { allow: ["append", "append"] }, "should NOT have duplicate items"],
  ])("%s in the option of no-mutate-while-iterating", (_, option, problem) => {
    const rules = { "regions/no-mutate-while-iterating": ["error", option] } as Linter.RulesRecord;
    expect(() => new Linter().verify(mistake, [...plugin.configs.platform, { rules }])).toThrow(problem);
  });

  test("a file that cannot be parsed, and no rule adds to that", () => {
    const messages = new Linter().verify(`${mistake}\nconst = 1;`, plugin.configs.recommended);
    expect(summary(messages)).toEqual(["5 Parsing error: Unexpected token ="]);
    expect(analyses).not.toHaveBeenCalled();
  });
});

describe("The analysis of a file", () => {
  const lint = (code: string, config: Linter.Config[] = plugin.configs.strict): string[] =>
    summary(new Linter().verify(code, config));

  test("is made once, however many rules ask", () => {
    expect(Object.keys(plugin.configs.strict[0]!.rules!).length).toBeGreaterThan(1);
    expect(lint(mistake)).toEqual(["4 regions/no-use-after-move"]);
    expect(analyses).toHaveBeenCalledTimes(1);
  });

  test("is made anew for the next version of a file", () => {
    lint(mistake);
    expect(lint(mistake.replace("move(job);", ""))).toEqual([]);
    expect(analyses).toHaveBeenCalledTimes(2);
  });

  test("is not made where nothing of interest is named", () => {
    const ordinary = text`
      import { move } from "./robot.js";
      export const walk = (arms) => arms.map((arm) => ({ ...arm, at: move(arm) })).sort();
    `;
    expect(lint(ordinary)).toEqual([]);
    expect(analyses).not.toHaveBeenCalled();
  });

  test("is made for the name of a declared function", () => {
    const code = 'import { enqueue } from "./queue";\nexport const f = (job) => {\n  enqueue(job);\n  job.id = 2;\n};';
    expect(lint(code)).toEqual([]);
    expect(analyses).not.toHaveBeenCalled();
    const regions = { functions: [{ from: "./queue", name: "enqueue", args: ["move"] }] };
    expect(lint(code, [{ settings: { regions } }, ...plugin.configs.strict])).toEqual(["4 regions/no-use-after-move"]);
    expect(analyses).toHaveBeenCalledTimes(1);
  });
});

describe("An error in the analysis", () => {
  const fail = (): never => {
    throw new TypeError("nobody thought of this");
  };
  const internal =
    /^Internal error of eslint-plugin-regions \S+: TypeError: nobody thought of this, in .*\. Please report it/;

  test("is reported once per file, by one of the rules", () => {
    analyses.mockImplementationOnce(fail);
    const messages = new Linter().verify(mistake, plugin.configs.strict);
    expect(messages.map(({ line, column, severity }) => [line, column, severity])).toEqual([[1, 1, 2]]);
    expect(messages[0]!.ruleId).toMatch(/^regions\//);
    expect(messages[0]!.message).toMatch(internal);
  });

  test("hides neither what other plugins find in the file nor anything in the next one", () => {
    analyses.mockImplementationOnce(fail);
    const config = [...plugin.configs.recommended, { rules: { "no-empty": "error" } }] as Linter.Config[];
    const linter = new Linter();
    const [first, second, ...others] = linter.verify(`${mistake}\nif (job) {}`, config);
    expect(first!.message).toMatch(internal);
    expect([second!.ruleId, others]).toEqual(["no-empty", []]);
    expect(summary(linter.verify(mistake, config))).toEqual(["4 regions/no-use-after-move"]);
  });

  test("can be anything that is thrown", () => {
    analyses.mockImplementationOnce(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- so do some libraries
      throw "a string";
    });
    const [message] = new Linter().verify(mistake, plugin.configs.recommended);
    expect(message!.message).toContain(": a string. ");
  });

  test("is not what a malformed setting is: that is reported as one, and mistakes are found", () => {
    const config = [{ settings: { regions: 1 } }, ...plugin.configs.recommended];
    expect(summary(new Linter().verify(mistake, config))).toEqual([
      "1 regions/valid-ownership-tags",
      "4 regions/no-use-after-move",
    ]);
  });
});

describe("A mistake is found", () => {
  const lint = (filename: string, code: string, languageOptions: Linter.Config["languageOptions"] = {}): string[] => {
    const config = [{ files: ["**/*.*"], languageOptions }, ...plugin.configs.recommended];
    return summary(new Linter().verify(code, config, { filename }));
  };
  const jsx = { parserOptions: { ecmaFeatures: { jsx: true } } };
  const parser = tsParser as Linter.Parser;
  const component = text`
    import { Region, move } from "regions-runtime";
    export function List() {
      const job = new Region({ name: "a" });
      move(job);
      return <b title={job.name}>{"text"}</b>;
    }
  `;

  test("in JavaScript, by ESLint's own parser", () => {
    expect(lint("file.js", mistake)).toEqual(["4 regions/no-use-after-move"]);
    expect(lint("file.mjs", mistake)).toEqual(["4 regions/no-use-after-move"]);
  });

  test("in CommonJS", () => {
    const code = mistake.replace(/import (.*) from (.*);/, "const $1 = require($2);");
    expect(lint("file.cjs", code, { sourceType: "commonjs" })).toEqual(["4 regions/no-use-after-move"]);
  });

  test("in JSX", () => {
    expect(lint("file.jsx", component, jsx)).toEqual(["5 regions/no-use-after-move"]);
  });

  test("in TypeScript, with and without JSX", () => {
    const typed = mistake.replace("const job", "const job: Region<{ id: number }>");
    expect(lint("file.ts", typed, { parser })).toEqual(["4 regions/no-use-after-move"]);
    expect(lint("file.tsx", component, { parser, ...jsx })).toEqual(["5 regions/no-use-after-move"]);
  });

  test(
    "where methods are given what has them, and each calls all, however many ways that makes",
    { timeout: 20_000 },
    () => {
      const names = "a b c d e f g h i j".split(" ");
      const calls = names.map((name) => `all.${name}(all, point);`).join(" ");
      const methods = names.map((name) => `${name}(all, point) { ${calls} Object.freeze(point); }`).join(", ");
      const code = `const all = { ${methods} };\nconst point = { x: 1 };\nall.a(all, point);\npoint.x = 2;`;
      expect(lint("file.js", code)).toEqual(["4 regions/no-mutate-frozen"]);
    },
  );

  test("in a script", () => {
    const code = "const point = Object.freeze({ x: 1 });\npoint.x = 2;";
    expect(lint("file.js", code, { sourceType: "script" })).toEqual(["2 regions/no-mutate-frozen"]);
  });
});
