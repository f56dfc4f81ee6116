import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering TypeScript", () => {
  it("initialises enum members in order", () => {
    expect(irOf("enum E { A = f(), B = A, 'c-d' } ")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh enum
        declare E = t0
        t1 = read f
        t2 = call t1()
        init t0.A = t2
        declare A = t2
        t3 = read A
        init t0.B = t3
        t4 = ?
        init t0["c-d"] = t4
        return
      "
    `);
  });

  it("adds to an earlier enum", () => {
    expect(irOf("enum E { A = 1 } enum E { B = 2 }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh enum
        declare E = t0
        t1 = 1
        init t0.A = t1
        t2 = read E
        t3 = 2
        init t2.B = t3
        return
      "
    `);
  });

  it("stores what a namespace exports", () => {
    expect(irOf("namespace N { export const x = f(); const y = x; export function g() { return y } }"))
      .toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh namespace
        declare N = t0
        t1 = function g
        declare g = t1
        t2 = read f
        t3 = call t2()
        declare x = t3
        t4 = read x
        init t0.x = t4
        t5 = read x
        declare y = t5
        t6 = read g
        init t0.g = t6
        return
      "
    `);
  });

  it("creates qualified namespaces", () => {
    expect(irOf("namespace A.B { export const x = 1 }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh namespace
        declare A = t0
        t1 = fresh namespace
        init t0.B = t1
        t2 = 1
        declare x = t2
        t3 = read x
        init t1.x = t3
        return
      "
    `);
  });

  it("skips what only declares", () => {
    expect(
      irOf(`declare const a: T; declare function f(): void; interface I {} type T = 1; declare namespace N { const x: 1 } declare enum E { A } abstract class C { abstract m(): void; declare x: 1; [k: string]: T }
function g(a: 1): void; function g(a) {}`),
    ).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = function g
        declare g = t0
        t1 = fresh class
        declare C = t1
        return
      "
    `);
  });

  it("reads aliases of `import =`", () => {
    expect(irOf(`import a = require("a"); import b = a.c.d; b`)).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = get t0.c
        t2 = get t1.d
        declare b = t2
        t3 = read b
        return
      "
    `);
  });

  it("lets `export =` escape", () => {
    expect(irOf("export = a")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        escape t0
        return
      "
    `);
  });
});
