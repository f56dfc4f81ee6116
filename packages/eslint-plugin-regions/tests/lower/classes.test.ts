import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering classes", () => {
  it("evaluates heritage and computed keys in order", () => {
    expect(
      irOf(
        "class A extends b() { [c()]() {} static [d()]() {} get e() { return 1 } set e(v) {} constructor() { super(); } }",
      ),
    ).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read b
        t1 = call t0()
        t2 = fresh class
        t3 = read c
        t4 = call t3()
        t5 = get t2.prototype
        t6 = function <method>
        init t5[t4] = t6
        t7 = read d
        t8 = call t7()
        t9 = function <method>
        init t2[t8] = t9
        t10 = function e
        getter t5.e = t10
        t11 = function e
        setter t5.e = t11
        t12 = function A
        init t5.constructor = t12
        declare A = t2
        return
      "
    `);
  });

  it("initialises instance fields in a function of their own", () => {
    expect(irOf("class A { x = f(); #y; [k()] = this.x; static z }", { fn: "A" })).toMatchInlineSnapshot(`
      "
      fields A()
      b0:
        t0 = this
        t1 = read f
        t2 = call t1()
        init t0.x = t2
        t3 = this
        t4 = undefined
        init t3.#y = t4
        t5 = this
        t6 = ?
        t7 = this
        t8 = get t7.x
        init t5[t6] = t8
        return
      "
    `);
  });

  it("evaluates computed keys of fields with the class", () => {
    expect(irOf("class A { [k()] = 1 }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh class
        t1 = read k
        t2 = call t1()
        t3 = function A
        declare A = t0
        return
      "
    `);
  });

  it("runs static fields and blocks in order, with the class as `this`", () => {
    expect(irOf("class A { static x = this.y; static { f(this) } static z = () => this }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh class
        declare A = t0
        t1 = copy t0
        t2 = get t1.y
        init t0.x = t2
        t3 = read f
        t4 = copy t0
        t5 = call t3(t4)
        t6 = function z
        init t0.z = t6
        return
      "
    `);
  });

  it("knows nothing of `this` in an arrow function of static code, but does in a class inside of it", () => {
    const text = "class A { static x = () => { f(this); class B { static y = this } } }";
    expect(irOf(text, { fn: "x" })).toMatchInlineSnapshot(`
      "
      arrow x()
      b0:
        t0 = read f
        t1 = ?
        t2 = call t0(t1)
        t3 = fresh class
        declare B = t3
        t4 = copy t3
        init t3.y = t4
        return
      "
    `);
  });

  it("binds the name before static code runs", () => {
    expect(irOf("const B = class A { static x = A }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh class
        declare A = t0
        t1 = read A
        init t0.x = t1
        declare B = t0
        return
      "
    `);
  });

  it("calls methods of `super` on `this`", () => {
    expect(irOf("class A extends B { m() { return super.m(super.x) } }", { fn: "m" })).toMatchInlineSnapshot(`
      "
      method m()
      b0:
        t0 = this
        t1 = super
        t2 = get t1.m
        t3 = super
        t4 = get t3.x
        t5 = call t2(t4) on t0
        return t5
      "
    `);
  });

  it("calls decorators when the members exist", () => {
    expect(irOf("@a class A { @b m() {} @c() x }")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read a
        t1 = fresh class
        t2 = read b
        t3 = get t1.prototype
        t4 = function m
        init t3.m = t4
        t5 = read c
        t6 = call t5()
        t7 = function A
        declare A = t1
        t8 = call t2(t4)
        t9 = undefined
        t10 = call t6(t9)
        t11 = call t0(t1)
        return
      "
    `);
  });

  it("stores parameter properties", () => {
    expect(irOf("class A { constructor(private readonly x: T, y) { f(y) } }", { fn: "A" })).toMatchInlineSnapshot(`
      "
      constructor A(t0, t1)
      b0:
        declare x = t0
        declare y = t1
        t2 = this
        t3 = read x
        init t2.x = t3
        t4 = read f
        t5 = read y
        t6 = call t4(t5)
        return
      "
    `);
  });
});
