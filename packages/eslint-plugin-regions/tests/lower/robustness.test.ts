import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TSESLint } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";
import { lowerFile } from "../../src/lower/lower-file.js";
import { printIR } from "../../src/lower/print-ir.js";
import { checkFile, missingReads } from "./check-ir.js";
import { withSourceCode } from "./lower-text.js";

/** A file of one expression, without the recursion of parsers. */
function fileOf(...body: object[]): TSESLint.SourceCode {
  const ast = { type: "Program", range: [0, 0], body };
  return { ast, visitorKeys: {}, scopeManager: { scopes: [], acquire: () => null } } as unknown as TSESLint.SourceCode;
}

const x = { type: "Identifier", name: "x", range: [0, 1] };

function nested(times: number, wrap: (inner: object) => object): TSESLint.SourceCode {
  let expression: object = x;
  for (let i = 0; i < times; i++) expression = wrap(expression);
  return fileOf({ type: "ExpressionStatement", expression });
}

describe("long chains do not exhaust the stack", () => {
  it.each([
    ["sums", (left: object) => ({ type: "BinaryExpression", operator: "+", left, right: x })],
    ["conditions", (left: object) => ({ type: "LogicalExpression", operator: "&&", left, right: x })],
    ["members", (object: object) => ({ type: "MemberExpression", object, property: x, computed: false })],
    ["calls", (callee: object) => ({ type: "CallExpression", callee, arguments: [] })],
    ["conditionals", (alternate: object) => ({ type: "ConditionalExpression", test: x, consequent: x, alternate })],
  ])("of %s", (_, wrap) => {
    const file = lowerFile(nested(20_000, wrap));
    expect(file.functions).toHaveLength(1);
    const value = lowerFile(fileOf({ type: "ReturnStatement", argument: nested(20_000, wrap).ast.body[0] }));
    expect(value.functions).toHaveLength(1);
  });

  it("of else-if", () => {
    let statement: object | null = null;
    const consequent = { type: "EmptyStatement" };
    for (let i = 0; i < 20_000; i++) statement = { type: "IfStatement", test: x, consequent, alternate: statement };
    expect(lowerFile(fileOf(statement!)).module.blocks.length).toBeGreaterThan(20_000);
  });
});

describe("syntax unknown to the plugin", () => {
  it("is evaluated in the order of its visitor keys, with an unknown result", () => {
    const unknown = { type: "PipeExpression", first: [x, null], rest: { type: "Literal", value: 1 }, parent: {} };
    const code = fileOf({ type: "ThrowStatement", argument: unknown });
    code.scopeManager!.scopes.push({
      type: "global",
      block: code.ast,
      variables: [],
      upper: null,
      references: [{ identifier: x, resolved: null }],
    } as never);
    expect("\n" + printIR(lowerFile(code).module)).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read x
        t1 = 1
        t2 = ?
        throw t2"
    `);
  });
});

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const roots = [
  join(here, "../.."),
  join(here, "../../../runtime/src"),
  join(dirname(require.resolve("eslint")), "rules"),
  join(dirname(require.resolve("eslint")), "linter"),
  dirname(require.resolve("@typescript-eslint/parser")),
  dirname(require.resolve("@typescript-eslint/utils")),
];

/** Some of the sources at hand, always the same ones. */
function sources(): string[] {
  return roots.flatMap((root) =>
    existsSync(root)
      ? readdirSync(root, { recursive: true, encoding: "utf8" })
          .filter((name) => /(?<!\.d)\.[jt]s$/.test(name) && !/node_modules|dist\//.test(name))
          .sort()
          .slice(0, 25)
          .map((name) => join(root, name))
      : [],
  );
}

describe("every file at hand", () => {
  it("is lowered completely and soundly", { timeout: 60_000 }, () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(80);
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const language = file.endsWith(".ts") ? "ts" : /^(?:import|export)\b/m.test(text) ? "js" : "script";
      withSourceCode(text, language, (code) => {
        const lowered = lowerFile(code);
        checkFile(lowered);
        expect(missingReads(lowered, code), file).toEqual([]);
      });
    }
  });
});
