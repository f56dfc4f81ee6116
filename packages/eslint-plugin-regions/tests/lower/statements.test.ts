import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering statements", () => {
  it("initialises a variable without initialiser as undefined, but not `var`", () => {
    expect(irOf("let x; var y; const z = 1")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = undefined
        declare x = t0
        t1 = 1
        declare z = t1
        return
      "
    `);
  });

  it("creates functions before the first statement of their scope", () => {
    expect(irOf("f(); function f() {} { g(); function g() {} }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = function f
        declare f = t0
        t1 = read f
        t2 = call t1()
        t3 = function g
        declare g = t3
        t4 = read g
        t5 = call t4()
        return
      "
    `);
  });

  it("tests one elementary condition per branch", () => {
    expect(irOf("if (!(a && b) || c) d(); else e()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        branch t0 ? b1 : b4
      b1:
        t1 = read b
        branch t1 ? b2 : b4
      b2:
        t2 = read c
        branch t2 ? b4 : b3
      b3:
        t5 = read e
        t6 = call t5()
        jump b5
      b4:
        t3 = read d
        t4 = call t3()
        jump b5
      b5:
        return
      "
    `);
  });

  it("chains else-if", () => {
    expect(irOf("if (a) b(); else if (c) d(); else e()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        branch t0 ? b1 : b2
      b1:
        t1 = read b
        t2 = call t1()
        jump b5
      b2:
        t3 = read c
        branch t3 ? b3 : b4
      b3:
        t4 = read d
        t5 = call t4()
        jump b5
      b4:
        t6 = read e
        t7 = call t6()
        jump b5
      b5:
        return
      "
    `);
  });

  it("leaves out the arm of a constant condition", () => {
    expect(irOf("if (false) a(); else b()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read b
        t1 = call t0()
        return
      "
    `);
  });

  it("leaves out what follows a jump", () => {
    expect(irOf("function f() { return a; b(); }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f()
      b0:
        t0 = read a
        return t0
      "
    `);
  });

  it("repeats the test of `while`", () => {
    expect(irOf("while (a && b) c()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1:
        t0 = read a
        branch t0 ? b2 : b4
      b2:
        t1 = read b
        branch t1 ? b3 : b4
      b3:
        t2 = read c
        t3 = call t2()
        jump b1
      b4:
        return
      "
    `);
  });

  it("has no way out of an endless loop but `break`", () => {
    expect(irOf("for (;;) { if (a) break; } b()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1:
        t0 = read a
        branch t0 ? b2 : b1
      b2:
        t1 = read b
        t2 = call t1()
        return
      "
    `);
  });

  it("drops what follows an endless loop", () => {
    expect(irOf("while (true) a(); b()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1:
        t0 = read a
        t1 = call t0()
        jump b1
      "
    `);
  });

  it("tests after the body of `do`", () => {
    expect(irOf("do { if (a) continue; b() } while (c)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1:
        t0 = read a
        branch t0 ? b3 : b2
      b2:
        t1 = read b
        t2 = call t1()
        jump b3
      b3:
        t3 = read c
        branch t3 ? b1 : b4
      b4:
        return
      "
    `);
  });

  it("orders the parts of `for`", () => {
    expect(irOf("for (let i = 0; i < n; i++) f(i)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = 0
        declare i = t0
        jump b1
      b1:
        t1 = read i
        t2 = read n
        t3 = compute < t1, t2
        branch t3 ? b2 : b3
      b2:
        t4 = read f
        t5 = read i
        t6 = call t4(t5)
        t7 = read i
        t8 = compute ++ t7
        write i = t8
        jump b1
      b3:
        return
      "
    `);
  });

  it("takes the next element at the start of the body", () => {
    expect(irOf("for (const x of xs) f(x)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read xs
        jump b1
      b1:
        branch ? b2 : b3
      b2:
        t1 = next of t0
        declare x = t1
        t2 = read f
        t3 = read x
        t4 = call t2(t3)
        jump b1
      b3:
        return
      "
    `);
  });

  it("takes keys with `in` and awaits with `for await`", () => {
    expect(irOf("for (k in o); for await (x of xs);")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        jump b1
      b1:
        branch ? b2 : b3
      b2:
        t1 = next in t0
        write k = t1
        jump b1
      b3:
        t2 = read xs
        jump b4
      b4:
        branch ? b5 : b6
      b5:
        t3 = next await t2
        write x = t3
        jump b4
      b6:
        return
      "
    `);
  });

  it("jumps to labels", () => {
    expect(irOf("a: for (;;) { for (;;) { if (x) continue a; break a } }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1:
        t0 = read x
        branch t0 ? b1 : b2
      b2:
        return
      "
    `);
  });

  it("leaves labelled blocks", () => {
    expect(irOf("a: { if (x) break a; y() } z()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read x
        branch t0 ? b2 : b1
      b1:
        t1 = read y
        t2 = call t1()
        jump b2
      b2:
        t3 = read z
        t4 = call t3()
        return
      "
    `);
  });

  it("tests cases in order and falls through, `default` in the middle included", () => {
    expect(irOf("switch (x) { case a: f(); default: g(); case b(): h(); break; case c: i() }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read x
        t1 = read a
        t2 = compute === t0, t1
        branch t2 ? b1 : b2
      b1:
        t8 = read f
        t9 = call t8()
        jump b5
      b2:
        t3 = read b
        t4 = call t3()
        t5 = compute === t0, t4
        branch t5 ? b6 : b3
      b3:
        t6 = read c
        t7 = compute === t0, t6
        branch t7 ? b4 : b5
      b4:
        t14 = read i
        t15 = call t14()
        jump b7
      b5:
        t10 = read g
        t11 = call t10()
        jump b6
      b6:
        t12 = read h
        t13 = call t12()
        jump b7
      b7:
        return
      "
    `);
  });

  it("throws to the function's caller", () => {
    expect(irOf("function f() { throw new E() }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f()
      b0:
        t0 = read E
        t1 = new t0()
        throw t1
      "
    `);
  });

  it("yields", () => {
    expect(irOf("function* f() { const x = yield a; yield* b; yield }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function* f()
      b0:
        t0 = read a
        t1 = yield t0
        declare x = t1
        t2 = read b
        t3 = yield* t2
        t4 = yield
        return
      "
    `);
  });

  it("evaluates the object of `with`", () => {
    expect(irOf("with (o) f()", { language: "script" })).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = read f
        t2 = call t1()
        t3 = ?
        return
      "
    `);
  });

  it("lets the value of `export default` escape", () => {
    expect(irOf("export default { a }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh object
        t1 = read a
        init t0.a = t1
        escape t0
        return
      "
    `);
  });

  it("marks exported names and lets nothing else escape", () => {
    expect(irOf("export const a = 1; export default function f() {} export { b }; let b")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = function f
        declare f = t0
        t1 = 1
        declare a = t1
        t2 = undefined
        declare b = t2
        return
      "
    `);
  });
});
