import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering expressions", () => {
  it("evaluates operands from left to right", () => {
    expect(irOf("a() + b() * c()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = call t0()
        t2 = read b
        t3 = call t2()
        t4 = read c
        t5 = call t4()
        t6 = compute * t3, t5
        t7 = compute + t1, t6
        return
      "
    `);
  });

  it("gives the effect of `in` for a private name the object only", () => {
    expect(irOf("class C { #x; static has(o) { return #x in o } }", { fn: "has" })).toMatchInlineSnapshot(`
      "
      method has(t0)
      b0:
        declare o = t0
        t1 = read o
        t2 = compute in t1
        return t2
      "
    `);
  });

  it("evaluates the object and the key of an assignment before the value", () => {
    expect(irOf("a().b[c()] = d()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = call t0()
        t2 = get t1.b
        t3 = read c
        t4 = call t3()
        t5 = read d
        t6 = call t5()
        set t2[t4] = t6
        return
      "
    `);
  });

  it("reads the target of a compound assignment before the right-hand side", () => {
    expect(irOf("o.x += f()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.x
        t2 = read f
        t3 = call t2()
        t4 = compute + t1, t3
        set t0.x = t4
        return
      "
    `);
  });

  it("assigns with `??=` on one branch only", () => {
    expect(irOf("r = o.x ??= f()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.x
        t3 = compute == null t1
        branch t3 ? b1 : b2
      b1:
        t4 = read f
        t5 = call t4()
        set t0.x = t5
        t2 = copy t5
        jump b3
      b2:
        t2 = copy t1
        jump b3
      b3:
        write r = t2
        return
      "
    `);
  });

  it("assigns with `&&=` and `||=` on one branch only", () => {
    expect(irOf("a &&= b; a ||= c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        branch t0 ? b1 : b2
      b1:
        t2 = read b
        write a = t2
        t1 = copy t2
        jump b3
      b2:
        t1 = copy t0
        jump b3
      b3:
        t3 = read a
        branch t3 ? b4 : b5
      b4:
        t4 = copy t3
        jump b6
      b5:
        t5 = read c
        write a = t5
        t4 = copy t5
        jump b6
      b6:
        return
      "
    `);
  });

  it("reads, computes and writes for an update", () => {
    expect(irOf("i++; --o[k]")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read i
        t1 = compute ++ t0
        write i = t1
        t2 = read o
        t3 = read k
        t4 = get t2[t3]
        t5 = compute -- t4
        set t2[t3] = t5
        return
      "
    `);
  });

  it("calls with the object of a member as the receiver", () => {
    expect(irOf("o.m(x, ...ys); (0, o.m)(); (o.m)()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.m
        t2 = read x
        t3 = read ys
        t4 = call t1(t2, ...t3) on t0
        t5 = 0
        t6 = read o
        t7 = get t6.m
        t8 = call t7()
        t9 = read o
        t10 = get t9.m
        t11 = call t10() on t9
        return
      "
    `);
  });

  it("keeps the receiver through type assertions", () => {
    expect(irOf("(o.m as F)!(1)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.m
        t2 = cast t1
        t3 = cast t2
        t4 = 1
        t5 = call t3(t4) on t0
        return
      "
    `);
  });

  it("evaluates constant keys without an instruction", () => {
    expect(irOf('o["a"][0]`t`')).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read o
        t1 = get t0.a
        t2 = get t1.0
        t3 = fresh template
        t4 = call t2(t3) on t1
        return
      "
    `);
  });

  it("short-circuits a whole optional chain", () => {
    expect(irOf("x = a?.b.c(d)?.[e]")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = compute == null t0
        branch t1 ? b2 : b1
      b1:
        t2 = get t0?.b
        t3 = get t2.c
        t4 = read d
        t5 = call t3(t4) on t2
        t6 = compute == null t5
        branch t6 ? b2 : b3
      b2:
        t10 = undefined
        t9 = copy t10
        jump b4
      b3:
        t7 = read e
        t8 = get t5?[t7]
        t9 = copy t8
        jump b4
      b4:
        write x = t9
        return
      "
    `);
  });

  it("ends the short circuit at parentheses", () => {
    expect(irOf("(a?.b).c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = compute == null t0
        branch t1 ? b1 : b2
      b1:
        t4 = undefined
        t3 = copy t4
        jump b3
      b2:
        t2 = get t0?.b
        t3 = copy t2
        jump b3
      b3:
        t5 = get t3.c
        return
      "
    `);
  });

  it("deletes at the end of an optional chain", () => {
    expect(irOf("delete a?.b.c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = compute == null t0
        branch t1 ? b1 : b2
      b1:
        t5 = undefined
        t4 = copy t5
        jump b3
      b2:
        t2 = get t0?.b
        t3 = delete t2.c
        t4 = copy t3
        jump b3
      b3:
        return
      "
    `);
  });

  it("passes a template object first", () => {
    expect(irOf("tag`a${x}b${y}`")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read tag
        t1 = fresh template
        t2 = read x
        t3 = read y
        t4 = call t0(t1, t2, t3)
        return
      "
    `);
  });

  it("concatenates a template literal", () => {
    expect(irOf("`a${x}b${y}`")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read x
        t1 = read y
        t2 = compute template t0, t1
        return
      "
    `);
  });

  it("evaluates the callee of `new` before the arguments", () => {
    expect(irOf("new A.B(c, ...d)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read A
        t1 = get t0.B
        t2 = read c
        t3 = read d
        t4 = new t1(t2, ...t3)
        return
      "
    `);
  });

  it("evaluates array elements, holes and spreads in order", () => {
    expect(irOf("[a, , ...b, c]")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh array
        t1 = read a
        init t0.0 = t1
        t2 = read b
        spread t2 into t0
        t3 = ?
        t4 = read c
        init t0[t3] = t4
        return
      "
    `);
  });

  it("evaluates object members in order", () => {
    expect(irOf(`({ a, [k()]: v(), ...s, m() {}, get g() { return 1 }, "x-y": 1, f: () => 0 })`))
      .toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh object
        t1 = read a
        init t0.a = t1
        t2 = read k
        t3 = call t2()
        t4 = read v
        t5 = call t4()
        init t0[t3] = t5
        t6 = read s
        spread t6 into t0
        t7 = function m
        init t0.m = t7
        t8 = function g
        getter t0.g = t8
        t9 = 1
        init t0["x-y"] = t9
        t10 = function f
        init t0.f = t10
        return
      "
    `);
  });

  it("evaluates only what a logical value needs", () => {
    expect(irOf("x = a && b || c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t2 = read a
        branch t2 ? b1 : b2
      b1:
        t4 = read b
        t1 = copy t4
        jump b3
      b2:
        t3 = compute falsy t2
        t1 = copy t3
        jump b3
      b3:
        branch t1 ? b4 : b5
      b4:
        t0 = copy t1
        jump b6
      b5:
        t5 = read c
        t0 = copy t5
        jump b6
      b6:
        write x = t0
        return
      "
    `);
  });

  it("tests null and undefined for `??`", () => {
    expect(irOf("x = a ?? b ?? c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t1 = read a
        t2 = compute == null t1
        branch t2 ? b1 : b4
      b1:
        t3 = read b
        t4 = compute == null t3
        branch t4 ? b2 : b3
      b2:
        t5 = read c
        t0 = copy t5
        jump b5
      b3:
        t0 = copy t3
        jump b5
      b4:
        t0 = copy t1
        jump b5
      b5:
        write x = t0
        return
      "
    `);
  });

  it("copies both arms of a conditional into one temporary", () => {
    expect(irOf("x = a ? b : c")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t1 = read a
        branch t1 ? b1 : b2
      b1:
        t2 = read b
        t0 = copy t2
        jump b3
      b2:
        t3 = read c
        t0 = copy t3
        jump b3
      b3:
        write x = t0
        return
      "
    `);
  });

  it("needs no temporary when nobody uses the value", () => {
    expect(irOf("a && b(); c ? d() : e()")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        branch t0 ? b1 : b2
      b1:
        t1 = read b
        t2 = call t1()
        jump b2
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

  it("evaluates sequences, `void` and `typeof`", () => {
    expect(irOf("x = (a(), void b(), typeof c)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = call t0()
        t2 = read b
        t3 = call t2()
        t4 = undefined
        t5 = read c
        t6 = compute typeof t5
        write x = t6
        return
      "
    `);
  });

  it("awaits and imports", () => {
    expect(irOf("await import(p)")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = ?
        t1 = read p
        t2 = call t0(t1)
        t3 = await t2
        return
      "
    `);
  });

  it("leaves unknown what the engine provides", () => {
    expect(irOf("import.meta")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = ?
        return
      "
    `);
  });

  it("casts with the asserted type", () => {
    expect(irOf("x = <T>y; z = w satisfies U; v = f<number>")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read y
        t1 = cast t0
        write x = t1
        t2 = read w
        t3 = cast t2
        write z = t3
        t4 = read f
        t5 = cast t4
        write v = t5
        return
      "
    `);
  });

  it("names functions after what they are given to", () => {
    expect(irOf("const f = () => 0; o.g = function () {}; ({ h: class {} }); let [k = () => 1] = []"))
      .toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = function f
        declare f = t0
        t1 = read o
        t2 = function g
        set t1.g = t2
        t3 = fresh object
        t4 = fresh class
        init t3.h = t4
        t5 = fresh array
        t6 = element t5[0]
        t8 = compute === undefined t6
        branch t8 ? b1 : b2
      b1:
        t9 = function k
        t7 = copy t9
        jump b3
      b2:
        t7 = copy t6
        jump b3
      b3:
        declare k = t7
        return
      "
    `);
  });

  it("does not treat `arguments` as a variable", () => {
    expect(irOf("function f() { return arguments[0] }", { fn: "f" })).toMatchInlineSnapshot(`
      "
      function f()
      b0:
        t0 = ?
        t1 = get t0.0
        return t1
      "
    `);
  });

  it("reads `undefined` as a value", () => {
    expect(irOf("x = undefined")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = undefined
        write x = t0
        return
      "
    `);
  });
});
