import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  type Freezability,
  freeze,
  getFreezable,
  isFreezable,
  isFrozen,
  isRegion,
  preFreeze,
  Region,
  regionInfo,
  registerType,
  setFreezable,
} from "../../src/index.js";
import { regionError } from "../errors.js";

/** An object of its own class every time: a status set on a class stays for good. */
function freshClass(): new () => any {
  return class Point {
    x = 1;
    part = { n: 1 };
  };
}

function withStatus(status: Freezability): any {
  const object = { n: 1, part: {} };
  setFreezable(object, status);
  return object;
}

describe("the freezability of an object", () => {
  it.each(["yes", "no", "explicit"] as const)("can be set to %s and asked", (status) => {
    const object = {};
    setFreezable(object, status);
    expect(getFreezable(object)).toBe(status);
    const Class = freshClass();
    setFreezable(Class, status);
    expect(getFreezable(Class)).toBe(status);
  });

  it("is no obstacle as long as nobody set it", () => {
    for (const object of [{}, [], new Map(), new Date(0)]) expect([undefined, "yes"]).toContain(getFreezable(object));
  });

  it("is what was set last", () => {
    const object = withStatus("no");
    setFreezable(object, "explicit");
    setFreezable(object, "yes");
    expect(getFreezable(object)).toBe("yes");
    freeze({ object });
    expect(isFrozen(object)).toBe(true);
    const other = withStatus("yes");
    setFreezable(other, "no");
    regionError("ERR_NOT_FREEZABLE", () => freeze(other));
  });

  it("can be set without touching or changing the object", () => {
    const object = Object.freeze({ a: 1 });
    setFreezable(object, "no");
    expect(Reflect.ownKeys(object)).toEqual(["a"]);
    const open = withStatus("explicit");
    expect(Reflect.ownKeys(open)).toEqual(["n", "part"]);
    expect(JSON.stringify(open)).toBe('{"n":1,"part":{}}');
  });

  it("of one object says nothing about its parts nor about what holds it", () => {
    const object = withStatus("no");
    freeze(object.part);
    expect([isFrozen(object.part), isFrozen(object)]).toEqual([true, false]);
    const holder = { a: withStatus("yes"), b: {} };
    expect(getFreezable(holder.b)).toBe(getFreezable({}));
  });

  it('"no" refuses it as root, deep, as a key or value of a Map, in a Set and in a region', () => {
    const cases: [(object: object) => unknown, string][] = [
      [(object) => object, "$"],
      [(object) => ({ deep: [0, { object }] }), "$.deep[1].object"],
      [(object) => ({ region: new Region<any>({ object }) }), "$.region.object"],
    ];
    for (const [wrap, path] of cases) {
      const object = withStatus("no");
      const value = wrap(object);
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
      expect(error.path).toBe(path);
      expect(error.message).toContain(path);
      expect([isFrozen(object), Object.isFrozen(object), isFreezable(value)]).toEqual([false, false, false]);
    }
    for (const wrap of [
      (object: object): unknown => new Map([[object, 1]]),
      (object: object): unknown => new Map([["key", object]]),
      (object: object): unknown => new Set([object]),
    ]) {
      const object = withStatus("no");
      const holder = { wrapped: wrap(object) };
      expect(regionError("ERR_NOT_FREEZABLE", () => freeze(holder)).path).toMatch(/^\$\.wrapped./);
      expect(isFrozen(object)).toBe(false);
    }
  });

  it('"no" is lifted by no argument', () => {
    const object = withStatus("no");
    regionError("ERR_NOT_FREEZABLE", () => freeze({ object }, object));
    regionError("ERR_NOT_FREEZABLE", () => freeze(object, object));
  });
});

describe('"explicit"', () => {
  it("allows the object when it is itself the argument, not when it is only reached", () => {
    const object = withStatus("explicit");
    const holder = { deep: [object] };
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(holder)).path).toBe("$.deep[0]");
    expect([isFrozen(object), Object.isFrozen(holder), isFreezable(holder)]).toEqual([false, false, false]);
    expect(isFreezable(object)).toBe(true);
    expect(freeze(object)).toBe(object);
    expect(isFrozen(object)).toBe(true);
  });

  it("is satisfied by any of several roots, in any order, however often it is reached", () => {
    for (const order of [(a: unknown, b: unknown) => freeze(a, b), (a: unknown, b: unknown) => freeze(b, a)]) {
      const object = withStatus("explicit");
      const holder = { object, again: { deep: new Map([["key", object]]) } };
      order(holder, object);
      expect([isFrozen(holder), isFrozen(object), isFrozen(object.part)]).toEqual([true, true, true]);
    }
  });

  it("of one object is not satisfied by naming another", () => {
    const one = withStatus("explicit");
    const two = withStatus("explicit");
    one.two = two;
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(one)).path).toBe("$.two");
    regionError("ERR_NOT_FREEZABLE", () => freeze({ one, two }, one));
    expect([isFrozen(one), isFrozen(two), Object.isFrozen(one.part)]).toEqual([false, false, false]);
    freeze({ one, two }, one, two);
    expect([isFrozen(one), isFrozen(two)]).toEqual([true, true]);
  });

  it("counts for one call only", () => {
    const object = withStatus("explicit");
    regionError("ERR_NOT_FREEZABLE", () => freeze(object, new WeakMap()));
    regionError("ERR_NOT_FREEZABLE", () => freeze({ object }));
    freeze(object);
    freeze({ object });
    expect(isFrozen(object)).toBe(true);
  });

  it("is satisfied by a handle, a borrow or a raw alias of the object", () => {
    const names: ((region: any, raw: object) => object)[] = [
      (region) => region.part,
      (region) => borrow<any>(region.part),
      (_, raw) => raw,
    ];
    for (const name of names) {
      const raw = withStatus("explicit");
      const region = new Region<any>({ part: raw });
      regionError("ERR_NOT_FREEZABLE", () => freeze(region));
      expect(isRegion(region)).toBe(true);
      freeze(region, name(region, raw));
      expect([isRegion(region), isFrozen(region), isFrozen(raw)]).toEqual([false, true, true]);
    }
  });

  it("of a bridge asks for the region itself as an argument", () => {
    const region = new Region<any>(withStatus("explicit"));
    regionError("ERR_NOT_FREEZABLE", () => freeze({ region }));
    expect([isRegion(region), isFrozen(region)]).toEqual([true, false]);
    freeze({ region }, region);
    expect([isRegion(region), isFrozen(region)]).toEqual([false, true]);
  });

  it("may be set through a handle", () => {
    const region = new Region<any>({ part: {}, other: {} });
    setFreezable(region.part, "no");
    expect(getFreezable(region.part)).toBe("no");
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(region)).path).toBe("$.part");
    freeze(region.other);
    setFreezable(region.part, "yes");
    freeze(region);
    expect(isFrozen(region)).toBe(true);
  });
});

describe("the freezability of a class", () => {
  it('is "no" by default: an instance of an unregistered class is refused, with its path and class', () => {
    const Point = freshClass();
    const value = { list: [0, { point: new Point() }] };
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
    expect(error.path).toBe("$.list[1].point");
    expect(error.message).toContain("Point");
    expect([isFreezable(value), isFreezable(new Point())]).toEqual([false, false]);
  });

  it("of built-in classes that users extend is not inherited: an unregistered subclass is refused", () => {
    class List extends Array {}
    class Bag extends Map {}
    class Tags extends Set {}
    class Day extends Date {}
    class Failure extends Error {}
    for (const Class of [List, Bag, Tags, Day, Failure]) {
      const value = new Class();
      regionError("ERR_NOT_FREEZABLE", () => freeze({ value }));
      expect([isFreezable(value), Object.isFrozen(value)]).toEqual([false, false]);
    }
  });

  it.each(["setFreezable", "registerType"])("holds for its instances, by %s", (how) => {
    const set = (Class: new () => any, freezable: Freezability): void =>
      how === "registerType" ? registerType(Class, { freezable }) : setFreezable(Class, freezable);
    const [Yes, No, Explicit] = [freshClass(), freshClass(), freshClass()];
    set(Yes!, "yes");
    set(No!, "no");
    set(Explicit!, "explicit");
    expect([getFreezable(Yes!), getFreezable(No!), getFreezable(Explicit!)]).toEqual(["yes", "no", "explicit"]);
    const yes = new Yes!();
    freeze({ yes });
    expect([isFrozen(yes), Object.isFrozen(yes), Object.isFrozen(yes.part)]).toEqual([true, true, true]);
    expect(yes instanceof Yes!).toBe(true);
    regionError("ERR_NOT_FREEZABLE", () => freeze(new No!()));
    const explicit = new Explicit!();
    regionError("ERR_NOT_FREEZABLE", () => freeze({ explicit }));
    freeze({ explicit }, explicit);
    expect(isFrozen(explicit)).toBe(true);
  });

  it.each(["setFreezable", "registerType"])("applies to subclasses, and the nearest wins, by %s", (how) => {
    const set = (Class: new () => any, freezable: Freezability): void =>
      how === "registerType" ? registerType(Class, { freezable }) : setFreezable(Class, freezable);
    const Base = freshClass();
    const Middle = class extends Base {};
    const Leaf = class extends Middle {};
    set(Base, "yes");
    expect([isFreezable(new Base()), isFreezable(new Middle()), isFreezable(new Leaf())]).toEqual([true, true, true]);
    set(Middle, "no");
    expect([isFreezable(new Base()), isFreezable(new Middle()), isFreezable(new Leaf())]).toEqual([true, false, false]);
    set(Leaf, "explicit");
    expect([isFreezable(new Leaf()), isFreezable([new Leaf()]), isFreezable([new Base()])]).toEqual([
      true,
      false,
      true,
    ]);
    regionError("ERR_NOT_FREEZABLE", () => freeze([new Leaf()]));
    regionError("ERR_NOT_FREEZABLE", () => freeze(new Middle()));
    freeze([new Base()]);
  });

  it("of a subclass says nothing about its base or its siblings", () => {
    const Base = freshClass();
    const One = class extends Base {};
    const Two = class extends Base {};
    setFreezable(One, "yes");
    expect([isFreezable(new One()), isFreezable(new Two()), isFreezable(new Base())]).toEqual([true, false, false]);
  });

  it("yields to the object's own status, whichever way", () => {
    const [Yes, No, Unset] = [freshClass(), freshClass(), freshClass()];
    setFreezable(Yes!, "yes");
    setFreezable(No!, "no");
    const cases: [any, Freezability, deep: boolean, alone: boolean][] = [
      [new Yes!(), "no", false, false],
      [new Yes!(), "explicit", false, true],
      [new No!(), "yes", true, true],
      [new No!(), "explicit", false, true],
      [new Unset!(), "yes", true, true],
      [new Unset!(), "explicit", false, true],
    ];
    for (const [object, status, deep, alone] of cases) {
      setFreezable(object, status);
      expect([isFreezable([object]), isFreezable(object)], status).toEqual([deep, alone]);
      if (!deep) regionError("ERR_NOT_FREEZABLE", () => freeze([object]));
      if (alone) freeze(object);
      else regionError("ERR_NOT_FREEZABLE", () => freeze(object));
      expect([isFrozen(object), Object.isFrozen(object.part)]).toEqual([alone, alone]);
    }
    expect([isFreezable(new Yes!()), isFreezable(new No!()), isFreezable(new Unset!())]).toEqual([true, false, false]);
  });

  it("can be given to a class that extends a built-in one", () => {
    class Bag extends Map<string, object> {}
    registerType(Bag, { freezable: "yes" });
    const inner = {};
    const bag = freeze({ bag: new Bag([["a", inner]]) }).bag as Bag;
    expect([isFrozen(bag), Object.isFrozen(inner), bag instanceof Bag, bag.get("a")]).toEqual([
      true,
      true,
      true,
      inner,
    ]);
    regionError("ERR_FROZEN_MUTATION", () => bag.set("b", {}));
    expect(bag.size).toBe(1);
  });
});

describe("freeze is all or nothing", () => {
  const goods = (): any[] => {
    const Point = freshClass();
    setFreezable(Point, "yes");
    const region = new Region<any>({ part: { n: 1 }, map: new Map([["a", {}]]) });
    return [{ deep: [{}] }, [{}], new Map([["a", {}]]), new Set([{}]), new Date(5), new Point(), region, region.part];
  };
  const bads: [string, () => unknown][] = [
    ["a WeakMap", () => new WeakMap()],
    ["an object set to no", () => withStatus("no")],
    ["an explicit object that is only reached", () => [withStatus("explicit")]],
    ["an instance of an unregistered class", () => new (freshClass())()],
    ["a Map under Object.freeze", () => Object.freeze(new Map())],
    ["a typed array in a Map", () => ({ deep: new Map([["key", new Uint8Array(3)]]) })],
  ];

  it.each(bads)("of several roots, with %s first, in the middle or last", (_, bad) => {
    for (const at of [0, 4, 8]) {
      const values = goods();
      const roots: unknown[] = [...values];
      roots.splice(at, 0, bad());
      regionError("ERR_NOT_FREEZABLE", () => freeze(roots[0], ...roots.slice(1)));
      const [object, list, map, set, date, point, region, part] = values;
      for (const value of values) expect([isFrozen(value), Object.isFrozen(value)]).toEqual([false, false]);
      object.deep[0].x = object.x = list[0].x = point.part.x = point.x = part.x = 1;
      list.push(1);
      map.get("a").x = 1;
      map.set("b", 1);
      set.add(1);
      expect(date.setTime(6)).toBe(6);
      region.map.set("b", { added: true });
      expect([map.size, set.size, region.map.size, isRegion(region)]).toEqual([2, 2, 2, true]);
      expect(regionInfo(region).size).toBe(5);
      checkInvariant(region);
      freeze(values[0], ...values.slice(1));
      for (const value of values) expect(isFrozen(value)).toBe(true);
    }
  });
});

describe("isFreezable", () => {
  it("agrees with freeze, runs no hook and changes nothing, for any graph", () => {
    const Point = freshClass();
    setFreezable(Point, "yes");
    const leaf = fc.constantFrom("plain", "no", "explicit", "weak", "unset", "point", "hooked", "frozen", "prim");
    const tree = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.tuple(fc.constantFrom("object", "array", "map", "set", "region"), fc.array(tie("tree"), { maxLength: 3 })),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (description) => {
        let hooks = 0;
        const made: object[] = [];
        const make = (node: unknown): unknown => {
          const value = Array.isArray(node) ? makeHolder(node[0] as string, node[1] as unknown[]) : makeLeaf(node);
          if (typeof value === "object" && value !== null && node !== "frozen") made.push(value);
          return value;
        };
        const makeLeaf = (node: unknown): unknown => {
          if (node === "weak") return new WeakSet();
          if (node === "unset") return new (freshClass())();
          if (node === "point") return new Point();
          if (node === "hooked") return { [preFreeze]: () => hooks++ };
          if (node === "frozen") return freeze({ a: {} });
          if (node === "prim") return 1;
          return withStatus(node === "plain" ? "yes" : (node as Freezability));
        };
        const makeHolder = (kind: string, items: unknown[]): unknown => {
          const parts = items.map(make);
          if (kind === "array") return parts;
          if (kind === "map") return new Map(parts.map((part, i) => [i, part]));
          if (kind === "set") return new Set(parts);
          const object = Object.fromEntries(parts.map((part, i) => [`f${i}`, part]));
          if (kind === "object" || parts.some((part) => part instanceof WeakSet)) return object;
          try {
            return new Region<any>(object);
          } catch {
            return object;
          }
        };
        const value = make(description);
        const state = (): unknown[] => made.map((object) => [Object.isFrozen(object), Object.isExtensible(object)]);
        const before = state();
        const verdict = isFreezable(value);
        expect([hooks, state()]).toEqual([0, before]);
        if (verdict) {
          freeze(value);
          for (const object of made) expect(isFrozen(object)).toBe(true);
          expect(isFreezable(value)).toBe(true);
        } else {
          regionError("ERR_NOT_FREEZABLE", () => freeze(value));
          expect(state()).toEqual(before);
          expect(isFreezable(value)).toBe(false);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});
