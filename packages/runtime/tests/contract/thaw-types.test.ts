import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, isFrozen, isRegion, Region, regionOf, registerType, thaw } from "../../src/index.js";
import { regionError } from "../errors.js";

class Point {
  x = 1;
  part = { n: 1 };
  shift(by: number): this {
    this.x += by;
    return this;
  }
  get double(): number {
    return this.x * 2;
  }
  set double(value: number) {
    this.x = value / 2;
  }
}
class Point3 extends Point {
  z = 3;
}
class Bag extends Map<string, unknown> {
  label = "bag";
}
registerType(Point, { freezable: "yes" });
registerType(Bag, { freezable: "yes" });

/** Thaws a graph with `value` in it, edits that through the region, freezes, and checks what must hold for every type. */
function edited(value: object, edit: (value: any) => unknown): { old: any; next: any; rest: [object, object] } {
  const f: any = freeze({ value, rest: { value } as object, other: { n: 1 } });
  const t = thaw<any>(f);
  edit(t.value);
  expect(t.rest.value).toBe(t.value);
  checkInvariant(t);
  const g = freeze(t) as any;
  expect([isFrozen(g), isFrozen(f), g.other === f.other, g.rest.value === g.value]).toEqual([true, true, true, true]);
  expect([g.value === value, Object.isFrozen(value)]).toEqual([false, true]);
  expect(Object.getPrototypeOf(g.value)).toBe(Object.getPrototypeOf(f.value));
  return { old: f.value, next: g.value, rest: [f, g] };
}

const unchanged: [string, () => object][] = [
  ["a Map", () => new Map<any, any>([["a", { n: 1 }], [{ key: 1 }, 2]])], // prettier-ignore
  ["a Set", () => new Set<any>([1, { n: 1 }])],
  ["a Date", () => new Date(5)],
  ["a RegExp", () => /a/g],
  ["an Error", () => new Error("e", { cause: { n: 1 } })],
  ["a boxed number", () => new Number(1)],
  ["a boxed string", () => new String("abc")],
  ["a sparse array", () => Object.assign([, 1, ,], { extra: {} })],
  ["an object without prototype", () => Object.assign(Object.create(null), { a: {} })],
  ["an object with accessors", () => Object.defineProperty({ a: 1 }, "b", { get: () => 1 })],
  ["an instance of a registered class", () => new Point()],
  ["an instance of a subclass of one", () => new Point3()],
  ["an instance of a class that extends Map", () => new Bag([["a", {}]])],
  ["an empty typed array", () => new Uint8Array(0)],
  ["a function with fields", () => Object.assign(() => 1, { hung: {} })],
];

describe.each(unchanged)("%s that was only read", (_, make) => {
  it("keeps its identity, alone and beside what was written", () => {
    const f: any = freeze({ value: make(), list: [make()], count: 1 });
    const t = thaw<any>(f);
    for (const part of [t.value, t.list[0]]) {
      expect(Reflect.ownKeys(part)).toBeDefined();
      if (part instanceof Map || part instanceof Set) expect([...part.entries()].flat()).toHaveLength(part.size * 2);
      if (part instanceof Date) expect(part.getTime()).toBe(5);
    }
    expect(freeze(t)).toBe(f);
    const u = thaw<any>(f);
    u.count = [u.value, u.list[0]].length;
    const g = freeze(u) as any;
    expect([g.value === f.value, g.list === f.list, g.count]).toEqual([true, true, 2]);
    if (typeof f.value === "object") expect(freeze(thaw<any>(f.value))).toBe(f.value);
  });
});

describe("a thawed Map", () => {
  it("is written with every method, keeps its order, and the original stays", () => {
    const { old, next } = edited(
      new Map<any, any>([
        ["a", 1],
        ["b", { n: 1 }],
        ["c", 3],
      ]),
      (map) => {
        // prettier-ignore
        expect([map instanceof Map, map.size, map.get("a"), map.has("z")]).toEqual([true, 3, 1, false]);
        expect(map.set("a", 10)).toBe(map);
        map.set("d", { n: 4 });
        expect([map.delete("c"), map.delete("z")]).toEqual([true, false]);
        expect([...map.keys()]).toEqual(["a", "b", "d"]);
      },
    );
    expect([...next]).toEqual([["a", 10], ["b", { n: 1 }], ["d", { n: 4 }]]); // prettier-ignore
    expect([...old]).toEqual([["a", 1], ["b", { n: 1 }], ["c", 3]]); // prettier-ignore
    expect(next.get("b")).toBe(old.get("b"));
    regionError("ERR_FROZEN_MUTATION", () => next.set("e", 1));
    regionError("ERR_FROZEN_MUTATION", () => old.clear());
  });

  it("has values that are written in place", () => {
    const { old, next } = edited(
      new Map([
        ["a", { n: 1 }],
        ["b", { n: 2 }],
      ]),
      (map) => {
        // prettier-ignore
        map.get("a").n = 10;
        for (const value of map.values()) value.seen = value.n;
        map.forEach((value: any) => value.n++);
      },
    );
    expect([...next.values()]).toEqual([{ n: 11, seen: 10 }, { n: 3, seen: 2 }]); // prettier-ignore
    expect([...old.values()]).toEqual([{ n: 1 }, { n: 2 }]); // prettier-ignore
  });

  it("has keys that are written in place and still find their values", () => {
    const { old, next } = edited(
      new Map([
        [{ k: 1 }, "one"],
        [{ k: 2 }, "two"],
        [{ k: 3 }, "three"],
      ]),
      (map) => {
        // prettier-ignore
        const [, second, third] = [...map.keys()];
        second.k = 20;
        expect([map.get(second), map.has(second), map.get(third)]).toEqual(["two", true, "three"]);
        map.set(second, "TWO");
        map.delete(third);
        expect([map.size, [...map.keys()][1] === second]).toEqual([2, true]);
      },
    );
    expect([...next]).toEqual([[{ k: 1 }, "one"], [{ k: 20 }, "TWO"]]); // prettier-ignore
    expect([...old]).toEqual([[{ k: 1 }, "one"], [{ k: 2 }, "two"], [{ k: 3 }, "three"]]); // prettier-ignore
    const [key] = [...next.keys()];
    expect([key === [...old.keys()][0], next.get(key)]).toEqual([true, "one"]);
  });

  it("shares a key with a field: a write through the field does not lose the entry", () => {
    const key = { n: 1 };
    const f: any = freeze({ key, map: new Map([[key, "value"], [{ n: 2 }, "other"]]) }); // prettier-ignore
    const t = thaw<any>(f);
    t.key.n = 5;
    expect([t.map.get(t.key), t.map.has(t.key), [...t.map.keys()][0] === t.key]).toEqual(["value", true, true]);
    const g = freeze(t) as any;
    expect([g.map.get(g.key), [...g.map.keys()][0].n, g.map.size, f.map.get(key)]).toEqual(["value", 5, 2, "value"]);
  });

  it("of a map of maps copies only the path", () => {
    const f: any = freeze(new Map([["a", new Map([["x", { n: 1 }], ["y", { n: 2 }]])], ["b", new Map()]])); // prettier-ignore
    const t = thaw<any>(f);
    t.get("a").get("x").n = 9;
    const g = freeze(t) as any;
    expect([g.get("a").get("x").n, f.get("a").get("x").n]).toEqual([9, 1]);
    expect([g.get("b") === f.get("b"), g.get("a").get("y") === f.get("a").get("y")]).toEqual([true, true]);
  });

  it("can be cleared and filled again", () => {
    const { old, next } = edited(new Map([["a", { n: 1 }]]), (map) => {
      const a = map.get("a");
      map.clear();
      map.set("b", a);
      a.n = 2;
    });
    expect([[...next], [...old]]).toEqual([[["b", { n: 2 }]], [["a", { n: 1 }]]]);
  });
});

describe("a thawed Set", () => {
  it("is written with every method, and its values in place", () => {
    const { old, next } = edited(new Set<any>([{ n: 1 }, { n: 2 }, "x"]), (set) => {
      const [one, two] = [...set];
      one.n = 10;
      expect([set.has(one), set.has(two), set.has("x"), set.size, set instanceof Set]).toEqual([
        true,
        true,
        true,
        3,
        true,
      ]);
      expect([set.delete("x"), set.add("y") === set, set.add(one).size]).toEqual([true, true, 3]);
    });
    expect([...next]).toEqual([{ n: 10 }, { n: 2 }, "y"]);
    expect([...old]).toEqual([{ n: 1 }, { n: 2 }, "x"]);
    expect([...next][1]).toBe([...old][1]);
    regionError("ERR_FROZEN_MUTATION", () => next.add(1));
  });
});

describe("a thawed Date, RegExp, Error and boxed primitive", () => {
  it("Date: set* works on the copy", () => {
    const { old, next } = edited(new Date(5), (date) => {
      expect([date.getTime(), date instanceof Date]).toEqual([5, true]);
      date.setTime(6);
      date.setUTCFullYear(2000);
    });
    expect([next.getUTCFullYear(), next.getUTCMilliseconds(), old.getTime()]).toEqual([2000, 6, 5]);
    regionError("ERR_FROZEN_MUTATION", () => next.setTime(1));
  });

  it("RegExp: lastIndex works on the copy", () => {
    const { old, next } = edited(/a/g, (regexp) => {
      expect(regexp.test("aaa")).toBe(true);
      expect([regexp.lastIndex, regexp.source, regexp.flags, regexp instanceof RegExp]).toEqual([1, "a", "g", true]);
      regexp.extra = {};
    });
    expect([next.lastIndex, next.source, old.lastIndex, "extra" in next, "extra" in old]).toEqual([
      1,
      "a",
      0,
      true,
      false,
    ]);
  });

  it("Error: message and cause", () => {
    const { old, next } = edited(new TypeError("old", { cause: { n: 1 } }), (error) => {
      error.message = "new";
      error.cause.n = 2;
      error.code = "E";
    });
    expect([next.message, next.cause.n, next.code, next.name, next instanceof TypeError]).toEqual([
      "new",
      2,
      "E",
      "TypeError",
      true,
    ]);
    expect([old.message, old.cause.n, "code" in old, typeof next.stack]).toEqual(["old", 1, false, "string"]);
  });

  it.each([
    ["number", new Number(5), 5],
    ["string", new String("abc"), "abc"],
    ["boolean", new Boolean(false), false],
    ["bigint", Object(7n) as object, 7n],
  ])("boxed %s: keeps its value, takes fields", (_, boxed, primitive) => {
    const { old, next } = edited(boxed, (value) => {
      expect(value.valueOf()).toBe(primitive);
      value.extra = { n: 1 };
    });
    expect([next.valueOf(), next.extra.n, old.valueOf(), "extra" in old]).toEqual([primitive, 1, primitive, false]);
  });
});

describe("thawed objects of every shape", () => {
  it("arrays keep holes, extra fields and their length", () => {
    const list: any = Object.assign([, { n: 1 }, , 3], { extra: { n: 1 } });
    list.length = 6;
    const { old, next } = edited(list, (array) => {
      expect([array.length, 0 in array, 1 in array, Array.isArray(array)]).toEqual([6, false, true, true]);
      array[1].n = 2;
      array[2] = "filled";
      array.extra.n = 2;
    });
    expect([next.length, 0 in next, next[1].n, next[2], next.extra.n]).toEqual([6, false, 2, "filled", 2]);
    expect([old.length, 2 in old, old[1].n, old.extra.n]).toEqual([6, false, 1, 1]);
    expect(Object.keys(next)).toEqual(["1", "2", "3", "extra"]);
  });

  it("symbol keys and fields that are not enumerable can be written and stay what they are", () => {
    const key = Symbol("key");
    const object = Object.defineProperty({ [key]: { n: 1 } }, "hidden", { value: { n: 1 } });
    const { old, next } = edited(object, (value) => {
      value[key].n = 2;
      value.hidden.n = 2;
      value.more = 1;
    });
    expect([next[key].n, next.hidden.n, old[key].n, old.hidden.n]).toEqual([2, 2, 1, 1]);
    expect([Object.keys(next), Reflect.ownKeys(next)]).toEqual([["more"], ["hidden", "more", key]]);
    expect(edited(freeze({ [key]: 1, a: 1 }), (value) => (value[key] = 2)).next[key]).toBe(2);
  });

  it("fields can be redefined and deleted", () => {
    const { old, next } = edited({ a: 1, b: 2, c: 3 }, (value) => {
      Object.defineProperty(value, "a", { enumerable: false, value: 10 });
      expect(delete value.b).toBe(true);
      Object.defineProperty(value, "d", { get: () => 4, enumerable: true, configurable: true });
    });
    expect([next.a, Object.keys(next), next.d, Object.keys(old)]).toEqual([10, ["c", "d"], 4, ["a", "b", "c"]]);
  });

  it("accessors run on the thawed object, and stay accessors", () => {
    const getter = Object.getOwnPropertyDescriptor(
      { get total() { return (this as any).parts.reduce((sum: number, n: number) => sum + n, 0); } }, // prettier-ignore
      "total",
    )!.get!;
    const object: any = { parts: [1, 2], n: 1 };
    Object.defineProperty(object, "total", { get: getter, enumerable: true });
    Object.defineProperty(object, "double", {
      get(this: any) { return this.n * 2; }, // prettier-ignore
      set(this: any, value: number) { this.n = value / 2; }, // prettier-ignore
    });
    const { old, next } = edited(object, (value) => {
      expect([value.total, value.double]).toEqual([3, 2]);
      value.parts.push(3);
      value.double = 10;
      expect([value.total, value.n]).toEqual([6, 5]);
      expect(() => (value.total = 1)).toThrow(TypeError);
    });
    expect([next.total, next.n, old.total, old.n]).toEqual([6, 5, 3, 1]);
    expect(Object.getOwnPropertyDescriptor(next, "total")!.get).toBe(getter);
  });

  it("null prototypes are kept", () => {
    const object = Object.assign(Object.create(null), { a: { n: 1 } });
    const { old, next } = edited(object, (value) => {
      expect(Object.getPrototypeOf(value)).toBe(null);
      value.a.n = 2;
      value["__proto__"] = { n: 1 };
    });
    expect([Object.getPrototypeOf(next), next.a.n, old.a.n, "__proto__" in old]).toEqual([null, 2, 1, false]);
    expect(Object.keys(next)).toEqual(["a", "__proto__"]);
  });

  it("instances of registered classes keep class, methods and accessors", () => {
    for (const point of [new Point(), new Point3()]) {
      const { old, next } = edited(point, (value) => {
        expect([value instanceof Point, value.shift(4) === value, value.x, value.double]).toEqual([true, true, 5, 10]);
        value.double = 20;
        value.part.n = 2;
      });
      expect([next instanceof Point, next instanceof Point3]).toEqual([true, point instanceof Point3]);
      expect([next.x, next.double, next.part.n, old.x, old.part.n]).toEqual([10, 20, 2, 1, 1]);
      expect(() => next.shift(1)).toThrow(TypeError);
    }
  });

  it("instances of a registered class that extends Map keep class, entries and fields", () => {
    const { old, next } = edited(new Bag([["a", { n: 1 }]]), (bag) => {
      bag.get("a").n = 2;
      bag.set("b", 1);
      bag.label = "new";
    });
    expect([next instanceof Bag, next.size, next.get("a").n, next.label]).toEqual([true, 2, 2, "new"]);
    expect([old.size, old.get("a").n, old.label]).toEqual([1, 1, "bag"]);
    regionError("ERR_FROZEN_MUTATION", () => next.set("c", 1));
  });

  it("functions are shared as they are, and methods run on the thawed object", () => {
    const f: any = freeze({ n: 1, add(this: { n: number }, by: number) { return (this.n += by); } }); // prettier-ignore
    const t = thaw<any>(f);
    expect([t.add === f.add, t.add(4), t.n, f.n]).toEqual([true, 5, 5, 1]);
    const g = freeze(t) as any;
    expect([g.add === f.add, g.n]).toEqual([true, 5]);
    expect(() => g.add(1)).toThrow(TypeError);
  });

  it("deep chains and wide graphs do not overflow", () => {
    let chain: any = { n: 0 };
    const end = chain;
    for (let i = 0; i < 20_000; i++) chain = { next: chain, side: { i } };
    const f: any = freeze(chain);
    const t = thaw<any>(f);
    let at = t;
    while (at.next !== undefined) at = at.next;
    at.n = 1;
    const g = freeze(t) as any;
    let [last, old] = [g, f];
    while (last.next !== undefined) {
      if (last === old || last.side !== old.side) expect.fail("the path is copied, and what is beside it is not");
      [last, old] = [last.next, old.next];
    }
    expect([last.n, end.n, isRegion(t), regionOf(g)]).toEqual([1, 0, false, undefined]);
  });

  it("what was inserted is frozen as it is, and what was removed stays outside", () => {
    const f: any = freeze({ a: { n: 1 }, b: { n: 2 } });
    const t = thaw<any>(f);
    const inserted = { deep: new Map([["k", {}]]) };
    t.a = inserted;
    delete t.b;
    const region: any = t;
    expect(regionOf(inserted)).toBe(region);
    const g = freeze(t) as any;
    expect([g.a === inserted, Object.isFrozen(inserted), Object.keys(g), f.b.n]).toEqual([true, true, ["a"], 2]);
    expect(new Region<any>({ g }).g).toBe(g);
  });
});
