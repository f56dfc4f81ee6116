import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  freeze,
  isFrozen,
  isRegion,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

describe("a local object", () => {
  it("may reference a bridge, a contained object and a borrow of several regions at once", () => {
    const a = new Region<any>({ part: { n: 1 } });
    const b = new Region<any>({ part: { n: 2 } });
    using held = borrow(a.part);
    const local = { a, b, parts: [a.part, b.part], held };
    expect(local.parts.map((part) => part.n)).toEqual([1, 2]);
    expect(regionOf(local)).toBeUndefined();
    expect(regionOf(local.parts)).toBeUndefined();
    checkInvariant(local);
  });

  it("may reference frozen values", () => {
    const frozen = freeze({ a: [1] });
    const local = { frozen };
    checkInvariant(local);
    expect(local.frozen.a[0]).toBe(1);
  });
});

describe("a frozen object", () => {
  it("never ends up with a reference to something mutable", () => {
    const region = new Region<any>({ part: {} });
    const local = { inner: {} };
    const value = freeze({ region, local });
    expect(isFrozen(value.region)).toBe(true);
    expect(isFrozen(value.local.inner)).toBe(true);
    checkInvariant(value);
  });
});

describe("an object of a region", () => {
  it("adopts a local object with everything it reaches", () => {
    const region = new Region<any>();
    const leaf = { n: 1 };
    const local = { list: [leaf, { leaf }] };
    region.local = local;
    for (const object of [local, local.list, leaf, local.list[1]!]) expect(regionOf(object)).toBe(region);
    expect(regionInfo(region).size).toBe(5);
    expect(region.local.list[0]).toBe(region.local.list[1].leaf);
  });

  it("may reference frozen values, which stay outside any region", () => {
    const frozen = freeze({ list: [{ n: 1 }] });
    const a = new Region<any>();
    const b = new Region<any>();
    a.frozen = frozen;
    b.frozen = frozen;
    b.part = { deep: frozen.list };
    expect(a.frozen).toBe(frozen);
    expect(b.part.deep).toBe(frozen.list);
    expect(regionOf(frozen)).toBeUndefined();
    expect([regionInfo(a).size, regionInfo(b).size]).toEqual([1, 2]);
    checkInvariant(a, b);
  });

  it("may reference its own bridge and its own contained objects, in cycles", () => {
    const region = new Region<any>({ a: {}, b: {} });
    region.self = region;
    region.a.up = region;
    region.a.next = region.b;
    region.b.next = region.a;
    region.list = [region, region.a, region];
    expect(region.a.next.next).toBe(region.a);
    expect(region.self.self).toBe(region);
    expect(region.list[0]).toBe(region);
    expect(parentOf(region)).toBeUndefined();
    expect(regionInfo(region).size).toBe(4);
    checkInvariant(region);
  });

  it("becomes the parent of a free region that it references from a contained object", () => {
    const parent = new Region<any>({ deep: { list: [] } });
    const child = new Region<any>();
    parent.deep.list[0] = child;
    expect(parentOf(child)).toBe(parent);
    expect(regionInfo(child).parent).toBe("region");
    checkInvariant(parent);
  });

  it("takes the borrow of a free region's bridge, or refuses it, but never both", () => {
    const parent = new Region<any>();
    const child = new Region<any>({ n: 1 });
    using held = borrow(child);
    try {
      parent.child = held;
    } catch {
      expect(parentOf(child)).toBeUndefined();
      expect("child" in parent).toBe(false);
      return;
    }
    expect(parentOf(child)).toBe(parent);
    expect(parent.child.n).toBe(1);
    checkInvariant(parent);
  });

  it("may not reference the bridge of an owned region, wherever its owner is", () => {
    const child = new Region<any>();
    const parent = new Region<any>({ child });
    const other = new Region<any>();
    regionError("ERR_ALREADY_OWNED", () => (other.child = child));
    regionError("ERR_ALREADY_OWNED", () => (parent.second = child));
    regionError("ERR_ALREADY_OWNED", () => (parent.second = { deep: [child] }));
    expect(parentOf(child)).toBe(parent);
    expect(Object.keys(other)).toEqual([]);
    expect(Object.keys(parent)).toEqual(["child"]);
    checkInvariant(parent, other);
  });

  it("may not reference an ancestor: a free one is a cycle, an owned one is already owned", () => {
    const c = new Region<any>({}, { name: "c" });
    const b = new Region<any>({ c }, { name: "b" });
    const a = new Region<any>({ b }, { name: "a" });
    regionError("ERR_REGION_CYCLE", () => (c.up = a));
    regionError("ERR_REGION_CYCLE", () => (b.up = a));
    regionError("ERR_ALREADY_OWNED", () => (c.up = b));
    regionError("ERR_ALREADY_OWNED", () => (c.up = { deep: b }));
    regionError("ERR_REGION_CYCLE", () => (c.up = [{ deep: a }]));
    expect(Object.keys(c)).toEqual([]);
    checkInvariant(a);
  });

  it("may not reference a contained object of another region, not even of its parent or child", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child, part: {} });
    const stranger = new Region<any>({ part: {} });
    for (const part of [parent.part, stranger.part]) regionError("ERR_CROSS_REGION", () => (child.x = part));
    for (const part of [child.part, stranger.part]) {
      regionError("ERR_CROSS_REGION", () => (parent.x = part));
      regionError("ERR_CROSS_REGION", () => (parent.x = { deep: [part] }));
      regionError("ERR_CROSS_REGION", () => parent.part.constructor.defineProperty(parent, "x", { value: part }));
    }
    regionError("ERR_CROSS_REGION", () => (parent.x = borrow(stranger.part)));
    expect([Object.keys(child), Object.keys(parent)]).toEqual([["part"], ["child", "part"]]);
    checkInvariant(parent, stranger);
  });

  it("refuses a raw alias of another region's contained object as it refuses the handle", () => {
    const part = {};
    const a = new Region<any>({ part });
    const b = new Region<any>();
    regionError("ERR_CROSS_REGION", () => (b.part = part));
    regionError("ERR_CROSS_REGION", () => (b.list = [{ part }]));
    expect(regionOf(part)).toBe(a);
    checkInvariant(a, b);
  });

  it("treats a raw alias of its own contained object as that object", () => {
    const part = {};
    const region = new Region<any>({ part });
    region.again = part;
    region.list = [part];
    expect(region.again).toBe(region.part);
    expect(region.list[0]).toBe(region.part);
    expect(regionInfo(region).size).toBe(3);
    checkInvariant(region);
  });

  it("takes a raw alias of a free region's bridge for that region", () => {
    const raw = { n: 1 };
    const child = new Region<any>(raw);
    const parent = new Region<any>();
    parent.child = raw;
    expect(parentOf(child)).toBe(parent);
    expect(parent.child).toBe(child);
    checkInvariant(parent);
  });
});

describe("shared constants are never adopted", () => {
  class Box {
    static part = {};
    n = 1;
  }
  function withProperty(): void {}
  withProperty.part = { n: 1 };
  it.each([
    ["a string", "text"],
    ["a symbol", Symbol("s")],
    ["a bigint", 10n],
    ["a function", withProperty],
    ["an arrow function", () => 1],
    ["a class", Box],
    ["Object.prototype", Object.prototype],
    ["Array.prototype", Array.prototype],
    ["Function.prototype", Function.prototype],
    ["Map", Map],
  ])("%s", (_, value) => {
    const a = new Region<any>();
    const b = new Region<any>();
    a.value = value;
    b.value = [value];
    expect(a.value).toBe(value);
    expect(b.value[0]).toBe(value);
    expect([regionInfo(a).size, regionInfo(b).size]).toEqual([1, 2]);
    checkInvariant(a, b);
  });

  it("and neither is what hangs on a function", () => {
    const region = new Region<any>({ withProperty, Box });
    expect(regionOf(withProperty.part)).toBeUndefined();
    expect(region.withProperty.part).toBe(withProperty.part);
    expect(regionOf(Box.part)).toBeUndefined();
  });
});

describe("the second owner comes before the cycle", () => {
  it("for an owned ancestor, by every way of writing", () => {
    const c = new Region<any>({ list: [] });
    const b = new Region<any>({ c });
    const a = new Region<any>({ b });
    regionError("ERR_ALREADY_OWNED", () => (c.up = b));
    regionError("ERR_ALREADY_OWNED", () => c.list.push(b));
    regionError("ERR_ALREADY_OWNED", () => Object.defineProperty(c, "up", { value: b }));
    regionError("ERR_ALREADY_OWNED", () => Object.assign(c, { up: b }));
    regionError("ERR_REGION_CYCLE", () => c.list.push(a));
    regionError("ERR_REGION_CYCLE", () => c.list.splice(0, 0, 1, a));
    expect(c.list).toHaveLength(0);
    checkInvariant(a);
  });

  it("a region cannot own itself through a child of the same write", () => {
    const child = new Region<any>();
    const parent = new Region<any>();
    child.list = [parent];
    regionError("ERR_REGION_CYCLE", () => (parent.list = [child]));
    expect(isRegion(parent) && isRegion(child)).toBe(true);
    expect([parentOf(parent), parentOf(child)]).toEqual([child, undefined]);
    checkInvariant(child);
  });
});
