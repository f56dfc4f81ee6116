import { describe, expect, it } from "vitest";
import type { FunctionIR, Variable } from "../../src/lower/ir.js";
import { lowerText, type Language } from "./lower-text.js";

function variable(text: string, name: string, language?: Language): Variable {
  const found = lowerText(text, language).variables.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no variable ${name}`);
  return found;
}

function fnNamed(text: string, name: string): FunctionIR {
  const found = lowerText(text).functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}

describe("variables", () => {
  it("know where imported names come from", () => {
    const text = `import d, { a as b, "x-y" as c } from "m"; import * as n from "m"; import r = require("m")`;
    expect(variable(text, "d").imported).toEqual({ source: "m", name: "default" });
    expect(variable(text, "b").imported).toEqual({ source: "m", name: "a" });
    expect(variable(text, "c").imported).toEqual({ source: "m", name: "x-y" });
    expect(variable(text, "n").imported).toEqual({ source: "m", name: "*" });
    expect(variable(text, "r").imported).toEqual({ source: "m", name: "*" });
  });

  it("have no origin when imported as types only", () => {
    const text = `import type { A } from "m"; import { type B } from "m"; f<A, B>()`;
    expect(variable(text, "A").imported).toBeUndefined();
    expect(variable(text, "B").imported).toBeUndefined();
  });

  it.each([
    ["import x from 'm'", "import"],
    ["function x() {}", "function"],
    ["(function x() { x() })", "function"],
    ["class x {}", "class"],
    ["function f(x) {}", "parameter"],
    ["const x = 1", "const"],
    ["{ using x = f() }", "using"],
    ["{ let x }", "let"],
    ["try {} catch (x) {}", "let"],
    ["var x", "var"],
    ["enum x {}", "enum"],
    ["namespace x { export const y = 1 }", "const"],
    ["f(x)", "global"],
  ])("of %s are of kind %s", (text, kind) => {
    expect(variable(text, "x").kind).toBe(kind);
  });

  it.each([
    ["let x;", 0],
    ["let x; x = 1; x++; x += 2; [x] = y", 4],
    ["const x = 1", 1],
    ["import x from 'm'", 1],
    ["function f(x = 1) {}", 1],
    ["(function x() {})", 1],
    ["for (const x of xs);", 1],
    ["try { f() } catch (x) {}", 1],
    ["class x { static y = x }", 1],
    ["enum x { y = x.z }", 1],
    ["f(x)", 0],
  ])("of %s are written %d times", (text, writes) => {
    expect(variable(text, "x").writes).toBe(writes);
  });

  it("are one per global name", () => {
    const { variables } = lowerText("f(x); () => f(x)");
    expect(variables.map(({ name }) => name)).toEqual(["f", "x"]);
    expect(variables.every(({ owner }) => owner === undefined)).toBe(true);
  });

  it("are captured by every function on the way to their use", () => {
    const text = "function outer() { let x = g(); function middle() { return function inner() { x = 1 } } }";
    const { capturedBy, owner } = variable(text, "x");
    expect(owner?.name).toBe("outer");
    expect([...capturedBy].map(({ name }) => name)).toEqual(["inner"]);
    expect([...fnNamed(text, "middle").captures].map(({ name }) => name)).toEqual(["x"]);
    expect(fnNamed(text, "outer").captures.size).toBe(0);
  });

  it("belong to the function whose own name they are", () => {
    expect(variable("(function x() { x() })", "x").owner?.name).toBe("x");
  });

  it("in the initialiser of an instance field belong to the fields", () => {
    expect(variable("class A { f = class x { y = x } }", "x").owner?.kind).toBe("fields");
  });

  it("are exported by declarations and by lists", () => {
    const text = "export const { a, b: [c] } = o; let d, e; export { d as f }; export default class g {}";
    const exported = lowerText(text).variables.filter((each) => each.exported);
    expect(exported.map(({ name }) => name)).toEqual(["a", "c", "d", "g"]);
  });

  it("know their declared type", () => {
    expect(variable("let x: A = f()", "x").annotation?.type).toBe("TSTypeReference");
    expect(variable("function f(x: string = '') {}", "x").annotation?.type).toBe("TSStringKeyword");
    expect(variable("function f(...x: A[]) {}", "x").annotation?.type).toBe("TSArrayType");
  });

  it("do not include TypeScript's `this` parameter", () => {
    expect(fnNamed("function f(this: A, x: B) {}", "f").parameters.map((p) => p.variable?.name)).toEqual(["x"]);
  });

  it("of JSX names are found without the parser's help", () => {
    const { module } = lowerText("import { A } from 'm'; function f() { return <A.B /> }", "js");
    expect([...module.inner[0]!.captures].map(({ name }) => name)).toEqual(["A"]);
  });
});

describe("temporaries", () => {
  it("cross blocks when they are used elsewhere or defined on several paths", () => {
    const { module } = lowerText("x = a ? b : c; d(e, f ? g : h)");
    const crossing = [...module.crossing].flatMap((each, temp) => (each === 1 ? [`t${temp}`] : []));
    expect(crossing).toEqual(["t0", "t4", "t5", "t6"]);
  });
});
