import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, parentOf, Region, regionInfo, regionOf, type RegionErrorCode } from "../src/index.js";
import { regionError } from "./errors.js";

/** Everything that a test of one cell needs: a region to write into and candidates to write. */
function world() {
  const region = new Region<any>({ slot: 0, list: [0, 1, 2], inner: { deep: {} } }, { name: "home" });
  const ancestor = new Region<any>({ home: region }, { name: "ancestor" });
  const owned = new Region<any>({}, { name: "owned" });
  const other = new Region<any>({ contained: { x: 1 }, owned }, { name: "other" });
  const free = new Region<any>({ z: 1 }, { name: "free" });
  const foreign = new Proxy({}, {});
  const borrowedList = region.list;
  return { region, ancestor, owned, other, free, foreign, borrowedList };
}
type World = ReturnType<typeof world>;

const targets: [name: string, make: (w: World) => unknown, code: RegionErrorCode | undefined][] = [
  ["a number", () => 1, undefined],
  ["a string", () => "text", undefined],
  ["null", () => null, undefined],
  ["a function", () => () => 1, undefined],
  ["a class", () => class {}, undefined],
  ["a local object", () => ({ a: [{}] }), undefined],
  ["a local cycle", () => ((o) => (o["self"] = o))({} as Record<string, unknown>), undefined],
  ["an instance of a class", () => new (class Point {})(), undefined],
  ["an error", () => new Error("x"), undefined],
  ["a frozen object", () => freeze({ a: [1] }), undefined],
  ["an object frozen with Object.freeze all the way down", () => Object.freeze([Object.freeze({})]), undefined],
  ["a shell under Object.freeze with a mutable part", () => Object.freeze({ part: {} }), undefined],
  ["a contained object of the same region", (w) => w.region.inner, undefined],
  ["its own bridge", (w) => w.region, undefined],
  ["a local graph that holds a handle of the same region", (w) => ({ back: w.region.inner.deep }), undefined],
  ["a free region", (w) => w.free, undefined],
  ["a free region in a local graph", (w) => ({ a: [w.free] }), undefined],
  ["a contained object of another region", (w) => w.other.contained, "ERR_CROSS_REGION"],
  ["the same in a local graph", (w) => ({ a: [{}, w.other.contained] }), "ERR_CROSS_REGION"],
  ["an owned region", (w) => w.owned, "ERR_ALREADY_OWNED"],
  ["an owned region in a local graph", (w) => [{ deep: w.owned }], "ERR_ALREADY_OWNED"],
  ["a free region twice in one graph", (w) => ({ a: w.free, b: w.free }), "ERR_ALREADY_OWNED"],
  ["an ancestor", (w) => w.ancestor, "ERR_REGION_CYCLE"],
  ["an ancestor in a local graph", (w) => ({ up: w.ancestor }), "ERR_REGION_CYCLE"],
  ["a Promise", () => Promise.resolve(1), "ERR_NOT_MOVABLE"],
  ["a WeakMap in a local graph", () => ({ fine: {}, list: [new WeakMap()] }), "ERR_NOT_MOVABLE"],
  ["a generator", () => (function* () {})(), "ERR_NOT_MOVABLE"],
  ["a proxy of somebody else", (w) => w.foreign, "ERR_NOT_MOVABLE"],
  ["the same in a local graph", (w) => [w.foreign], "ERR_NOT_MOVABLE"],
  ["a free region in a read-only field", (w) => Object.freeze({ c: w.free }), "ERR_NOT_MOVABLE"],
  ["a built-in prototype", () => Map.prototype, undefined],
  ["a namespace of the language", () => Math, undefined],
];

const ways: [name: string, store: (w: World, value: any) => unknown][] = [
  ["assignment", (w, v) => (w.region.slot = v)],
  ["assignment to a new field", (w, v) => (w.region.added = v)],
  ["assignment to a contained object", (w, v) => (w.region.inner.deep.x = v)],
  ["assignment to an index", (w, v) => (w.region.list[1] = v)],
  ["Reflect.set", (w, v) => Reflect.set(w.region, "slot", v)],
  [
    "Object.defineProperty",
    (w, v) => Object.defineProperty(w.region, "added", { value: v, configurable: true, enumerable: true }),
  ],
  ["Object.defineProperty of an existing field", (w, v) => Object.defineProperty(w.region, "slot", { value: v })],
  ["Object.assign", (w, v) => Object.assign(w.region, { added: v })],
  ["push", (w, v) => w.region.list.push(7, {}, v)],
  ["unshift", (w, v) => w.region.list.unshift(v, {})],
  ["splice", (w, v) => w.region.list.splice(1, 1, {}, v)],
  ["fill of one", (w, v) => w.region.list.fill(v, 1, 2)],
  ["Array.prototype.push.call", (w, v) => Array.prototype.push.call(w.region.list, v)],
  ["with the whole region as target", (w, v) => (w.region.slot = { list: [v] })],
];

describe.each(ways)("the row of an object in a region, by %s", (_, store) => {
  it.each(targets)("%s", (_, make, code) => {
    const w = world();
    const value = make(w);
    const before = JSON.stringify(w.ancestor);
    const info = JSON.stringify(
      [w.region, w.ancestor, w.other, w.owned, w.free].map((r) => [regionInfo(r), parentOf(r) === undefined]),
    );
    if (code === undefined) {
      store(w, value);
      checkInvariant(w.ancestor, w.other);
      return;
    }
    const error = regionError(code, () => store(w, value));
    expect(error.path).toMatch(/^\$/);
    expect(JSON.stringify(w.ancestor)).toBe(before);
    const after = JSON.stringify(
      [w.region, w.ancestor, w.other, w.owned, w.free].map((r) => [regionInfo(r), parentOf(r) === undefined]),
    );
    expect(after).toBe(info);
    if (typeof value === "object" && value !== null && value !== w.foreign && code !== "ERR_CROSS_REGION") {
      const owner = regionOf(value as object);
      expect(owner === undefined || owner !== w.region).toBe(true);
    }
    checkInvariant(w.ancestor, w.other, w.free);
  });
});

describe("the other rows", () => {
  it("a local object may reference anything", () => {
    const w = world();
    const local = { region: w.region, contained: w.other.contained, free: w.free, frozen: freeze({}) };
    expect(local.region.inner).toBe(w.region.inner);
    expect(regionOf(local)).toBeUndefined();
    checkInvariant(local);
  });

  it("a frozen object cannot be given a reference", () => {
    const w = world();
    const frozen = freeze({ slot: 0 } as { slot: unknown });
    expect(() => ((frozen as { slot: unknown }).slot = w.region)).toThrow(TypeError);
  });

  it("freezing a local object that references a region freezes the region too", () => {
    const { free } = world();
    freeze({ free });
    regionError("ERR_FROZEN_MUTATION", () => (free.z = 2));
  });
});

describe("checkInvariant", () => {
  it("finds a local object that a raw reference put into a region", () => {
    const list: unknown[] = [];
    const region = new Region({ list });
    list.push({ a: 1 });
    expect(regionError("ERR_CROSS_REGION", () => checkInvariant(region)).path).toBe("$.list[0]");
  });

  it("finds an object of another region", () => {
    const list: unknown[] = [];
    const part = {};
    const region = new Region({ list });
    const other = new Region({ part });
    list.push(part);
    regionError("ERR_CROSS_REGION", () => checkInvariant(region, other));
  });

  it("finds a handle that a raw reference stored", () => {
    const list: unknown[] = [];
    const region = new Region<any>({ list, part: {} });
    list.push(region.part);
    regionError("ERR_CROSS_REGION", () => checkInvariant(region));
  });

  it("finds a second owner", () => {
    const list: unknown[] = [];
    const bridge = {};
    const child = new Region(bridge);
    const region = new Region<any>({ list, child });
    list.push(bridge);
    regionError("ERR_ALREADY_OWNED", () => checkInvariant(region));
  });
});
