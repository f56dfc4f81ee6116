import { describe, expect, it } from "vitest";
import { borrow, checkInvariant, close, freeze, move, Region, regionInfo, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";

describe("identity of handles", () => {
  it("is stable whatever way the object is reached", () => {
    const region = new Region<any>({ a: { b: {} }, list: [] });
    const { a } = region;
    region.list.push(a, a.b);
    region.again = a;
    for (const same of [
      region.a,
      region.again,
      region.list[0],
      region.list.at(0),
      [...region.list][0],
      Object.values(region)[0],
      Object.entries(region)[0]![1],
      Reflect.get(region, "a"),
      Object.getOwnPropertyDescriptor(region, "a")!.value,
      { ...region }.a,
      Object.assign({}, region).a,
      region.list.find(() => true),
      region.list.slice(0, 1)[0],
      region.list.concat([])[0],
      region.list.flat()[0],
      region.list.filter((x: any) => x === a)[0],
      Array.from(region.list)[0],
      [].concat(region.list)[0],
    ])
      expect(same).toBe(a);
    expect(region.list.indexOf(a)).toBe(0);
    expect(region.list.includes(a.b)).toBe(true);
    expect(new Set([region.a, region.again, region.list[0]]).size).toBe(1);
  });

  it("survives writes to other fields, growth, adoption and garbage", () => {
    const region = new Region<any>({ a: {} });
    const { a } = region;
    for (let i = 0; i < 1000; i++) region[`f${i}`] = { i };
    region.b = region.a;
    delete region.a;
    expect(region.b).toBe(a);
    region.a = a;
    expect(region.a).toBe(a);
  });

  it("survives that the region gets a parent and loses it", () => {
    const child = new Region<any>({ part: {} });
    const { part } = child;
    const parent = new Region<any>();
    parent.child = child;
    expect(parent.child).toBe(child);
    expect(parent.child.part).toBe(part);
    parent.child = undefined;
    expect(child.part).toBe(part);
    part.x = 1;
    expect(child.part.x).toBe(1);
  });

  it("of a child in an adopted graph is the same", () => {
    const child = new Region<any>({});
    const parent = new Region<any>({ deep: { list: [child] } });
    expect(parent.deep.list[0]).toBe(child);
    expect(parent.deep.list.indexOf(child)).toBe(0);
    expect(parent.deep.list.pop()).toBe(child);
  });

  it("gives new handles after close and after move", () => {
    const region = new Region<any>({ part: {} });
    const { part } = region;
    close(region);
    expect(region.part === part).toBe(false);
    expect(region.part).toBe(region.part);
    const { part: second } = region;
    const moved = move(region);
    expect(moved.part === second).toBe(false);
    expect(moved === region).toBe(false);
    expect(moved.part).toBe(moved.part);
  });

  it("of a contained object stays when it becomes unreachable in its region", () => {
    const region = new Region<any>({ part: { n: 1 } });
    const { part } = region;
    delete region.part;
    expect(part.n).toBe(1);
    part.n = 2;
    region.back = part;
    expect(region.back).toBe(part);
    expect(region.back.n).toBe(2);
    const other = new Region<any>();
    delete region.back;
    regionError("ERR_CROSS_REGION", () => (other.part = part));
    checkInvariant(region, other);
  });
});

describe("a handle stored in its own region", () => {
  it("becomes a plain internal reference that outlives close and move", () => {
    const region = new Region<any>({ a: {}, list: [] });
    region.b = region.a;
    region.list.push(region.a, { deep: region.a });
    region.self = region;
    close(region);
    expect(region.b).toBe(region.a);
    const moved = move(region);
    expect(moved.b).toBe(moved.a);
    expect(moved.list[1].deep).toBe(moved.a);
    expect(moved.self).toBe(moved);
    checkInvariant(moved);
  });

  it("becomes internal if it is a borrow", () => {
    const region = new Region<any>({ a: { n: 1 } });
    {
      using held = borrow<any>(region.a);
      region.b = held;
      region.c = { deep: [held] };
      region.d = borrow(region, (self: any) => self.a);
    }
    expect([region.b, region.c.deep[0], region.d]).toEqual([region.a, region.a, region.a]);
    expect(region.b).toBe(region.a);
    expect(region.c.deep[0]).toBe(region.a);
    expect(move(region).b.n).toBe(1);
  });

  it("stays a reference to the region when the region is written through a borrow", () => {
    const region = new Region<any>({ list: [] });
    borrow(region.list, (list: any) => {
      list.push({ n: 1 }, region);
      list[0].again = list[0];
    });
    expect(region.list[0].again).toBe(region.list[0]);
    expect(region.list[1]).toBe(region);
    checkInvariant(region);
  });
});

describe("a handle of a plain object behaves like the object", () => {
  const key = Symbol("key");
  const make = (): any => ({ a: 1, b: { c: [1, { d: 2 }] }, 7: "seven", [key]: "symbol", u: undefined, n: null });

  it("for reading as a whole", () => {
    const twin = make();
    const region = new Region<any>(make());
    expect(JSON.stringify(region)).toBe(JSON.stringify(twin));
    expect(JSON.stringify({ region }, null, 2)).toBe(JSON.stringify({ region: twin }, null, 2));
    expect(Object.keys(region)).toEqual(Object.keys(twin));
    expect(Object.values(region)).toEqual(Object.values(twin));
    expect(Object.entries(region)).toEqual(Object.entries(twin));
    expect(Reflect.ownKeys(region)).toEqual(Reflect.ownKeys(twin));
    expect(Object.getOwnPropertyNames(region)).toEqual(Object.getOwnPropertyNames(twin));
    expect(Object.getOwnPropertySymbols(region)).toEqual(Object.getOwnPropertySymbols(twin));
    const keys = [];
    for (const name in region) keys.push(name);
    expect(keys).toEqual(["7", "a", "b", "u", "n"]);
    expect(region).toEqual(twin);
    expect(String(region)).toBe("[object Object]");
    expect(Object.prototype.toString.call(region.b.c)).toBe("[object Array]");
    expect(`${region.b.c}`).toBe("1,[object Object]");
    expect(typeof region).toBe("object");
  });

  it("for `in`, hasOwn, delete and descriptors", () => {
    const region = new Region<any>(make());
    expect("a" in region && key in region && "toString" in region && !("z" in region)).toBe(true);
    expect(Object.hasOwn(region, "a") && !Object.hasOwn(region, "toString")).toBe(true);
    expect(region.hasOwnProperty("b")).toBe(true);
    expect(region.propertyIsEnumerable("a")).toBe(true);
    expect(delete region.a).toBe(true);
    expect(delete region.never).toBe(true);
    expect("a" in region).toBe(false);
    expect(Object.getOwnPropertyDescriptor(region, "u")).toEqual({
      value: undefined,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(Object.getOwnPropertyDescriptor(region, "a")).toBeUndefined();
    expect(Object.keys(Object.getOwnPropertyDescriptors(region))).toEqual(["7", "b", "u", "n"]);
  });

  it("for destructuring, spread, defaults and computed keys", () => {
    const region = new Region<any>(make());
    const {
      a,
      missing = 9,
      b: {
        c: [first, { d }],
      },
      ...rest
    } = region;
    expect([a, missing, first, d]).toEqual([1, 9, 1, 2]);
    expect(Reflect.ownKeys(rest)).toEqual(["7", "u", "n", key]);
    region.b.c.push(...region.b.c);
    expect(region.b.c).toHaveLength(4);
    expect(region.b.c[3]).toBe(region.b.c[1]);
  });

  it("for every operator that assigns", () => {
    const region = new Region<any>({ n: 1, o: null });
    region.n -= -2;
    region.n++;
    region.n **= 2;
    region.o ??= { made: true };
    region.o &&= region.o;
    region.p ??= [1];
    expect(JSON.stringify(region)).toBe('{"n":16,"o":{"made":true},"p":[1]}');
    [region.x, region.y] = [{ x: 1 }, { y: 1 }];
    [region.x, region.y] = [region.y, region.x];
    expect(region.x.y).toBe(1);
    ({ a: region.z } = { a: { q: 1 } });
    expect(regionInfo(region).size).toBe(6);
    checkInvariant(region);
  });

  it("keeps the order of keys", () => {
    const region = new Region<any>();
    region.b = 1;
    region[2] = 1;
    region.a = 1;
    region[1] = 1;
    delete region.b;
    region.b = 1;
    expect(Object.keys(region)).toEqual(["1", "2", "a", "b"]);
  });

  it("for user fields with the names of operations and of the language", () => {
    const names = [
      "move",
      "borrow",
      "close",
      "name",
      "state",
      "size",
      "constructor",
      "toString",
      "valueOf",
      "then",
      "toJSON",
      "length",
      "prototype",
      "dispose",
      "handle",
      "raw",
      "target",
    ];
    const region = new Region<any>({});
    for (const name of names) region[name] = { name };
    for (const name of names) expect(region[name].name).toBe(name);
    expect(Object.keys(region)).toEqual(names);
    for (const name of names) delete region[name];
    expect(Object.keys(region)).toEqual([]);
    expect(String(region)).toBe("[object Object]");
  });

  it("has no string-named property of its own", () => {
    const region = new Region<any>();
    expect(Object.getOwnPropertyNames(region)).toEqual([]);
    const names = [];
    for (const name in region) names.push(name);
    expect(names).toEqual([]);
    for (const name of ["move", "borrow", "close", "name", "parent", "then"]) expect(name in region).toBe(false);
  });

  it("can be awaited, since it is no promise", async () => {
    const region = new Region<any>({ n: 1 });
    expect(await region).toBe(region);
    expect(await Promise.resolve(region.n)).toBe(1);
  });

  it("is a key of maps and weak maps", () => {
    const region = new Region<any>({ a: {} });
    const map = new WeakMap([[region, 1]]);
    map.set(region.a, 2);
    expect([map.get(region), map.get(region.a)]).toEqual([1, 2]);
  });
});

describe("accessors", () => {
  it("of adopted objects run on the handle", () => {
    const seen: unknown[] = [];
    const local = {
      part: { n: 1 },
      get me(): unknown {
        seen.push(this);
        return this;
      },
      get inner(): unknown {
        return this.part;
      },
      set store(value: object) {
        seen.push(this);
        (this as any).stored = value;
      },
    };
    const region = new Region<any>({ local });
    expect(region.local.me).toBe(region.local);
    expect(region.local.inner).toBe(region.local.part);
    const value = {};
    region.local.store = value;
    expect(regionOf(value)).toBe(region);
    for (const self of seen) expect(self).toBe(region.local);
    const other = new Region<any>({ part: {} });
    regionError("ERR_CROSS_REGION", () => (region.local.store = other.part));
    checkInvariant(region, other);
  });

  it("defined through a handle work, and are not called by the definition", () => {
    let calls = 0;
    const region = new Region<any>({ part: { n: 1 } });
    Object.defineProperty(region, "computed", {
      get(this: any) {
        calls++;
        return this.part.n;
      },
      set(this: any, value: number) {
        this.part.n = value;
      },
      enumerable: true,
      configurable: true,
    });
    expect(calls).toBe(0);
    region.computed = 5;
    expect(region.part.n).toBe(5);
    expect(region.computed).toBe(5);
    expect(calls).toBe(1);
    expect(Object.keys(region)).toEqual(["part", "computed"]);
    expect(JSON.stringify(region)).toBe('{"part":{"n":5},"computed":5}');
    expect(Object.getOwnPropertyDescriptor(region, "computed")!.get!.call(region)).toBe(5);
  });

  it("without a setter refuse assignment with a TypeError", () => {
    const region = new Region<any>({
      get only() {
        return 1;
      },
    });
    expect(() => (region.only = 2)).toThrow(TypeError);
    expect(Reflect.set(region, "only", 2)).toBe(false);
    expect(region.only).toBe(1);
  });

  it("of a borrow run on the borrow", () => {
    const region = new Region<any>({
      get me(): unknown {
        return this;
      },
    });
    using held = borrow<any>(region);
    expect(held.me === held || held.me === region).toBe(true);
  });

  it("whose function answers with a local object give that object, unadopted", () => {
    const local = {};
    const region = new Region<any>({
      get fresh() {
        return local;
      },
    });
    expect(region.fresh).toBe(local);
    expect(regionOf(local)).toBeUndefined();
  });
});

describe("methods", () => {
  it("of adopted objects run on the handle", () => {
    const region = new Region<any>({
      items: [] as object[],
      add(this: any, item: object) {
        this.items.push(item);
        return this;
      },
    });
    const item = {};
    expect(region.add(item)).toBe(region);
    expect(regionOf(item)).toBe(region);
    expect(regionInfo(region).size).toBe(3);
    const { add } = region;
    expect(add).toBe(region.add);
  });
});

describe("defineProperty", () => {
  it("is one write: the whole descriptor or nothing", () => {
    const child = new Region<any>();
    const region = new Region<any>({ child });
    regionError("ERR_NOT_MOVABLE", () => Object.defineProperty(region, "child", { value: [new WeakMap()] }));
    expect(region.child).toBe(child);
    Object.defineProperty(region, "child", { value: { n: 1 }, enumerable: false });
    expect(region.child.n).toBe(1);
    expect(Object.keys(region)).toEqual([]);
    Object.defineProperty(region, "child", { enumerable: true });
    expect(region.child.n).toBe(1);
    expect(Object.keys(region)).toEqual(["child"]);
    checkInvariant(region, child);
  });

  it("cannot make the length of an array read-only, and changes nothing then", () => {
    const list = [1, 2];
    const region = new Region<any>({ list });
    expect(() => Object.defineProperty(region.list, "length", { writable: false })).toThrow(TypeError);
    expect(() => Object.defineProperty(region.list, "length", { value: 0, writable: false })).toThrow(TypeError);
    expect(list).toEqual([1, 2]);
    expect(region.list.push(3)).toBe(3);
  });

  it("without a value makes the field undefined, or leaves it", () => {
    const region = new Region<any>({ a: { n: 1 } });
    Object.defineProperty(region, "b", { configurable: true });
    Object.defineProperty(region, "a", { writable: true });
    expect(Object.getOwnPropertyDescriptor(region, "b")).toEqual({
      value: undefined,
      writable: false,
      enumerable: false,
      configurable: true,
    });
    expect(region.a.n).toBe(1);
  });

  it("with the descriptor of another handle copies a frozen value and refuses a contained one", () => {
    const a = new Region<any>({ frozen: freeze({ n: 1 }), part: {} });
    const b = new Region<any>();
    Object.defineProperty(b, "frozen", Object.getOwnPropertyDescriptor(a, "frozen")!);
    regionError("ERR_CROSS_REGION", () =>
      Object.defineProperty(b, "part", Object.getOwnPropertyDescriptor(a, "part")!),
    );
    regionError("ERR_CROSS_REGION", () => Object.defineProperties(b, Object.getOwnPropertyDescriptors(a)));
    expect(Object.keys(b)).toEqual(["frozen"]);
  });

  it("Object.assign is one write per field", () => {
    const region = new Region<any>();
    const first = {};
    regionError("ERR_NOT_MOVABLE", () => Object.assign(region, { first, second: new WeakMap(), third: {} }));
    expect(Object.keys(region)).toEqual(["first"]);
    expect(regionOf(first)).toBe(region);
    checkInvariant(region);
  });
});

describe("copies", () => {
  it("by spread are local, and hold handles", () => {
    const region = new Region<any>({ list: [{ n: 1 }], part: { n: 2 } });
    const copy = { ...region };
    const list = [...region.list];
    expect(regionOf(copy)).toBeUndefined();
    expect(regionOf(list)).toBeUndefined();
    expect(copy.part).toBe(region.part);
    expect(list[0]).toBe(region.list[0]);
    copy.extra = {};
    expect("extra" in region).toBe(false);
    region.copy = copy;
    expect(region.copy.part).toBe(region.part);
    expect(region.copy.list).toBe(region.list);
    checkInvariant(region);
  });

  it("by map, slice, filter, concat and flat are local", () => {
    const { list } = new Region<any>({ list: [{ n: 1 }, [{ n: 2 }]] });
    for (const copy of [
      list.map((x: any) => x),
      list.slice(),
      list.filter(() => true),
      list.concat([]),
      list.flat(),
      list.flatMap((x: any) => [x]),
      list.splice(0, 2),
    ]) {
      expect(Array.isArray(copy)).toBe(true);
      expect(regionOf(copy)).toBeUndefined();
      copy.push({});
    }
    expect(list).toHaveLength(0);
  });

  it("of contained objects cannot be stored in another region by their parts", () => {
    const a = new Region<any>({ part: { deep: {} } });
    const b = new Region<any>();
    regionError("ERR_CROSS_REGION", () => (b.copy = { ...a }));
    regionError("ERR_CROSS_REGION", () => (b.copy = { ...a.part }));
    b.copy = JSON.parse(JSON.stringify(a));
    expect(b.copy.part.deep).toEqual({});
    checkInvariant(a, b);
  });
});

describe("objects that inherit from a handle", () => {
  it("read through it, and write to themselves", () => {
    const region = new Region<any>({ part: { n: 1 }, n: 1 });
    const local = Object.create(region);
    expect(local.part).toBe(region.part);
    local.n = 2;
    local.other = { x: 1 };
    expect(region.n).toBe(1);
    expect("other" in region).toBe(false);
    expect(Object.keys(local)).toEqual(["n", "other"]);
    expect(Reflect.set(region, "n", 3, {})).toBe(true);
    expect(region.n).toBe(1);
    const receiver = {} as any;
    Reflect.set(region, "n", 4, receiver);
    expect(receiver.n).toBe(4);
  });
});
