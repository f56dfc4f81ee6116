import { describe, expect, it } from "vitest";
import { irOf } from "./lower-text.js";

describe("lowering JSX", () => {
  it("evaluates tag, attributes and children in order", () => {
    expect(irOf("<A.B x={f()} {...s} y='1' z>{g()} text <i /></A.B>", { language: "tsx" })).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = read A
        t1 = get t0.B
        t2 = fresh jsx
        t3 = read f
        t4 = call t3()
        init t2.x = t4
        t5 = read s
        spread t5 into t2
        t6 = "1"
        init t2.y = t6
        t7 = true
        init t2.z = t7
        t8 = read g
        t9 = call t8()
        init t2.children = t9
        t10 = "i"
        t11 = fresh jsx
        init t2.children = t11
        return
      "
    `);
  });

  it("evaluates fragments", () => {
    expect(irOf("<><C />{d}</>", { language: "tsx" })).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = fresh jsx
        t1 = read C
        t2 = fresh jsx
        init t0.children = t2
        t3 = read d
        init t0.children = t3
        return
      "
    `);
  });
});
