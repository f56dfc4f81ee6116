import { describe, expect, it } from "vitest";
import { irOf, lowerText } from "./lower-text.js";

describe("lowering exceptions", () => {
  it("leads blocks of `try` to `catch`, and those of `catch` outwards", () => {
    expect(irOf("try { a() } catch (e) { b(e) } c()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b1
        t0 = read a
        t1 = call t0()
        jump b2
      b1:
        t2 = ?
        declare e = t2
        t3 = read b
        t4 = read e
        t5 = call t3(t4)
        jump b2
      b2:
        t6 = read c
        t7 = call t6()
        return
      "
    `);
  });

  it("binds a pattern in `catch`", () => {
    expect(irOf("try { a() } catch ({ message }) { b(message) }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b1
        t0 = read a
        t1 = call t0()
        jump b2
      b1:
        t2 = ?
        t3 = get t2.message
        declare message = t3
        t4 = read b
        t5 = read message
        t6 = call t4(t5)
        jump b2
      b2:
        return
      "
    `);
  });

  it("copies `finally` for the normal and the exceptional way", () => {
    expect(irOf("try { a() } finally { b() } c()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b2
        t0 = read a
        t1 = call t0()
        jump b1
      b1:
        t5 = read b
        t6 = call t5()
        t7 = read c
        t8 = call t7()
        return
      b2:
        t2 = ?
        t3 = read b
        t4 = call t3()
        rethrow
      "
    `);
  });

  it("runs `finally` after `catch`, also when that throws", () => {
    expect(irOf("try { a() } catch { b() } finally { c() }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b1
        t0 = read a
        t1 = call t0()
        jump b2
      b1: handler b3
        t2 = ?
        t3 = read b
        t4 = call t3()
        jump b2
      b2:
        t8 = read c
        t9 = call t8()
        return
      b3:
        t5 = ?
        t6 = read c
        t7 = call t6()
        rethrow
      "
    `);
  });

  it("saves the value of `return` before `finally`", () => {
    expect(irOf("function f() { try { return a() } finally { b() } }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f()
      b0: handler b2
        t0 = read a
        t1 = call t0()
        jump b1
      b1:
        t2 = read b
        t3 = call t2()
        return t1
      b2:
        t4 = ?
        t5 = read b
        t6 = call t5()
        rethrow
      "
    `);
  });

  it("runs `finally` on `break` and `continue`", () => {
    expect(irOf("for (;;) { try { if (a) break; if (b) continue; c() } finally { d() } }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        jump b1
      b1: handler b7
        t0 = read a
        branch t0 ? b2 : b3
      b2:
        t1 = read d
        t2 = call t1()
        return
      b3: handler b7
        t3 = read b
        branch t3 ? b4 : b5
      b4:
        t4 = read d
        t5 = call t4()
        jump b1
      b5: handler b7
        t6 = read c
        t7 = call t6()
        jump b6
      b6:
        t11 = read d
        t12 = call t11()
        jump b1
      b7:
        t8 = ?
        t9 = read d
        t10 = call t9()
        rethrow
      "
    `);
  });

  it("lets a jump out of `finally` win", () => {
    expect(irOf("function f() { try { return a() } finally { return b() } }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f()
      b0: handler b2
        t0 = read a
        t1 = call t0()
        jump b1
      b1:
        t2 = read b
        t3 = call t2()
        return t3
      b2:
        t4 = ?
        t5 = read b
        t6 = call t5()
        return t6
      "
    `);
  });

  it("runs nested `finally` blocks from the inside out", () => {
    expect(irOf("function f() { try { try { return a() } finally { b() } } finally { c() } }", { fn: "f" }))
      .toMatchInlineSnapshot(`
      "
      function f()
      b0: handler b3
        t0 = read a
        t1 = call t0()
        jump b1
      b1: handler b4
        t2 = read b
        t3 = call t2()
        jump b2
      b2:
        t4 = read c
        t5 = call t4()
        return t1
      b3: handler b4
        t6 = ?
        t7 = read b
        t8 = call t7()
        rethrow
      b4:
        t9 = ?
        t10 = read c
        t11 = call t10()
        rethrow
      "
    `);
  });

  it("rethrows to an outer `catch`", () => {
    expect(irOf("try { try { a() } finally { b() } } catch { c() }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b2
        t0 = read a
        t1 = call t0()
        jump b1
      b1: handler b3
        t5 = read b
        t6 = call t5()
        jump b4
      b2: handler b3
        t2 = ?
        t3 = read b
        t4 = call t3()
        rethrow
      b3:
        t7 = ?
        t8 = read c
        t9 = call t8()
        jump b4
      b4:
        return
      "
    `);
  });

  it("lowers a function in `finally` once", () => {
    expect(irOf("try { a() } finally { b(() => c) }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0: handler b2
        t0 = read a
        t1 = call t0()
        jump b1
      b1:
        t6 = read b
        t7 = function <arrow>
        t8 = call t6(t7)
        return
      b2:
        t2 = ?
        t3 = read b
        t4 = function <arrow>
        t5 = call t3(t4)
        rethrow
      "
    `);
  });

  it("disposes in reverse order on every way out", () => {
    expect(irOf("{ using a = f(), b = g(); if (c) throw d; h() }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read f
        t1 = call t0()
        declare a = t1
        jump b1
      b1: handler b8
        t2 = read g
        t3 = call t2()
        declare b = t3
        jump b2
      b2: handler b7
        t4 = read c
        branch t4 ? b3 : b4
      b3: handler b7
        t5 = read d
        throw t5
      b4: handler b7
        t6 = read h
        t7 = call t6()
        jump b5
      b5: handler b8
        dispose b
        jump b6
      b6:
        dispose a
        return
      b7: handler b8
        t8 = ?
        dispose b
        rethrow
      b8:
        t9 = ?
        dispose a
        rethrow
      "
    `);
  });

  it("disposes before the function returns", () => {
    expect(irOf("async function f() { await using a = g(); return a.x }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      async function f()
      b0:
        t0 = read g
        t1 = call t0()
        declare a = t1
        jump b1
      b1: handler b3
        t2 = read a
        t3 = get t2.x
        jump b2
      b2:
        dispose await a
        return t3
      b3:
        t4 = ?
        dispose await a
        rethrow
      "
    `);
  });

  it("disposes at the end of every iteration", () => {
    expect(irOf("for (using a of b) { if (c) continue; d() }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read b
        jump b1
      b1:
        branch ? b2 : b8
      b2:
        t1 = next of t0
        declare a = t1
        jump b3
      b3: handler b7
        t2 = read c
        branch t2 ? b4 : b5
      b4:
        dispose a
        jump b1
      b5: handler b7
        t3 = read d
        t4 = call t3()
        jump b6
      b6:
        dispose a
        jump b1
      b7:
        t5 = ?
        dispose a
        rethrow
      b8:
        return
      "
    `);
  });

  it("disposes after a loop whose head declares it", () => {
    expect(irOf("for (using a = b(); c; ) d()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read b
        t1 = call t0()
        declare a = t1
        jump b1
      b1: handler b4
        t2 = read c
        branch t2 ? b2 : b3
      b2: handler b4
        t3 = read d
        t4 = call t3()
        jump b1
      b3:
        dispose a
        return
      b4:
        t5 = ?
        dispose a
        rethrow
      "
    `);
  });

  it("disposes at the end of the module", () => {
    expect(irOf("using a = f(); g(a)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read f
        t1 = call t0()
        declare a = t1
        jump b1
      b1: handler b3
        t2 = read g
        t3 = read a
        t4 = call t2(t3)
        jump b2
      b2:
        dispose a
        return
      b3:
        t5 = ?
        dispose a
        rethrow
      "
    `);
  });

  it("shares copies of `finally` when there are many returns", () => {
    const returns = Array.from({ length: 100 }, (_, i) => `if (a${i}) return ${i};`).join(" ");
    const { module } = lowerText(`function f() { try { ${returns} } finally { b() } }`);
    const blocks = module.inner[0]!.blocks.filter(({ end }) => end.op === "return");
    expect(blocks.length).toBeLessThan(10);
  });
});
