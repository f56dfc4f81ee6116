import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering patterns", () => {
  it("takes properties in order and evaluates defaults when they are missing", () => {
    expect(irOf("const { a, b: { c = d() }, [k()]: e } = o")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.a
        declare a = t1
        t2 = get t0.b
        t3 = get t2.c
        t5 = compute === undefined t3
        branch t5 ? b1 : b2
      b1:
        t6 = read d
        t7 = call t6()
        t4 = copy t7
        jump b3
      b2:
        t4 = copy t3
        jump b3
      b3:
        declare c = t4
        t8 = read k
        t9 = call t8()
        t10 = get t0[t9]
        declare e = t10
        return
      "
    `);
  });

  it("remembers which names an object rest leaves out", () => {
    expect(irOf("const { a, [k]: b, ...rest } = o")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.a
        declare a = t1
        t2 = read k
        t3 = get t0[t2]
        declare b = t3
        t4 = rest t0 without .a, [t2]
        declare rest = t4
        return
      "
    `);
  });

  it("takes elements by index", () => {
    expect(irOf("const [a, , b = c(), ...d] = xs")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read xs
        t1 = element t0[0]
        declare a = t1
        t2 = element t0[2]
        t4 = compute === undefined t2
        branch t4 ? b1 : b2
      b1:
        t5 = read c
        t6 = call t5()
        t3 = copy t6
        jump b3
      b2:
        t3 = copy t2
        jump b3
      b3:
        declare b = t3
        t7 = rest t0 from 3
        declare d = t7
        return
      "
    `);
  });

  it("evaluates member targets before the value is taken", () => {
    expect(irOf("[a().x, o[k()] = d()] = xs")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read xs
        t1 = read a
        t2 = call t1()
        t3 = element t0[0]
        set t2.x = t3
        t4 = read o
        t5 = read k
        t6 = call t5()
        t7 = element t0[1]
        t9 = compute === undefined t7
        branch t9 ? b1 : b2
      b1:
        t10 = read d
        t11 = call t10()
        t8 = copy t11
        jump b3
      b2:
        t8 = copy t7
        jump b3
      b3:
        set t4[t6] = t8
        return
      "
    `);
  });

  it("assigns to object patterns and gives back the value", () => {
    expect(irOf("y = { p: o.q, r } = v")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read v
        t1 = read o
        t2 = get t0.p
        set t1.q = t2
        t3 = get t0.r
        write r = t3
        write y = t0
        return
      "
    `);
  });

  it("binds parameters in order, defaults included", () => {
    expect(irOf("function f(a, { b }, c = a, [d] = [], ...e: T[]) {}", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f(t0, t1, t2, t3, ...t4)
      b0:
        declare a = t0
        t5 = get t1.b
        declare b = t5
        t7 = compute === undefined t2
        branch t7 ? b1 : b2
      b1:
        t8 = read a
        t6 = copy t8
        jump b3
      b2:
        t6 = copy t2
        jump b3
      b3:
        declare c = t6
        t10 = compute === undefined t3
        branch t10 ? b4 : b5
      b4:
        t11 = fresh array
        t9 = copy t11
        jump b6
      b5:
        t9 = copy t3
        jump b6
      b6:
        t12 = element t9[0]
        declare d = t12
        declare e = t4
        return
      "
    `);
  });

  it("binds a pattern per iteration", () => {
    expect(irOf("for (const [k, v] of m) use(k, v)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read m
        jump b1
      b1:
        branch ? b2 : b3
      b2:
        t1 = next of t0
        t2 = element t1[0]
        declare k = t2
        t3 = element t1[1]
        declare v = t3
        t4 = read use
        t5 = read k
        t6 = read v
        t7 = call t4(t5, t6)
        jump b1
      b3:
        return
      "
    `);
  });

  it("assigns to a member in the head of a loop", () => {
    expect(irOf("for (o.x of xs);")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read xs
        jump b1
      b1:
        branch ? b2 : b3
      b2:
        t1 = next of t0
        t2 = read o
        set t2.x = t1
        jump b1
      b3:
        return
      "
    `);
  });
});
