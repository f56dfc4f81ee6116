import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  freeze,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  type RegionErrorCode,
} from "../../src/index.js";
import { regionError } from "../errors.js";

class Holder {
  held: any = "before";
  constructor(held?: any) {
    if (held !== undefined) this.held = held;
  }
  set keep(value: any) {
    this.held = value;
  }
}

class Table extends Map<any, any> {}

/** A region with a value of every kind in it, its parent, and others that hold what it must not reference. */
function world(): any {
  const rawPart = { raw: 1 };
  const other = new Region<any>({ part: {}, rawPart, map: new Map([["k", { n: 1 }]]) });
  const owned = new Region<any>();
  const owner = new Region<any>({ map: new Map([["owned", owned]]) });
  const free = new Region<any>();
  const moved = new Region<any>();
  move(moved);
  const closing = new Region<any>({ part: {} });
  const closedPart = closing.part;
  close(closing);
  const region = new Region<any>({
    inner: { n: 1 },
    map: new Map<any, any>([["k", "before"]]),
    set: new Set<any>(["before"]),
    list: ["before"],
    date: new Date(0),
    error: new Error("e"),
    bytes: new Uint8Array(2),
    holder: new Holder(),
  });
  const middle = new Region<any>({ region });
  const ancestor = new Region<any>({ middle });
  return { region, ancestor, middle, other, rawPart, owned, owner, free, moved, closing, closedPart };
}
type World = any;

function* generate(): Generator<number> {
  yield 1;
}
const registry = (): unknown => new FinalizationRegistry(() => {});

const refused: [name: string, code: RegionErrorCode, make: (w: World) => unknown][] = [
  ["a contained object of another region", "ERR_CROSS_REGION", (w) => w.other.part],
  ["a raw alias of it", "ERR_CROSS_REGION", (w) => w.rawPart],
  ["a Map of another region", "ERR_CROSS_REGION", (w) => w.other.map],
  ["a value of that Map", "ERR_CROSS_REGION", (w) => w.other.map.get("k")],
  ["an owned region", "ERR_ALREADY_OWNED", (w) => w.owned],
  ["an owned ancestor", "ERR_ALREADY_OWNED", (w) => w.middle],
  ["a free ancestor", "ERR_REGION_CYCLE", (w) => w.ancestor],
  ["a moved region", "ERR_USE_AFTER_MOVE", (w) => w.moved],
  ["a handle that was closed", "ERR_INVALIDATED", (w) => w.closedPart],
  ["a free region twice", "ERR_ALREADY_OWNED", (w) => new Map([[w.free, w.free]])],
  ["a WeakMap", "ERR_NOT_MOVABLE", () => new WeakMap()],
  ["a WeakSet", "ERR_NOT_MOVABLE", () => new WeakSet()],
  ["a WeakRef", "ERR_NOT_MOVABLE", () => new WeakRef({})],
  ["a Promise", "ERR_NOT_MOVABLE", () => Promise.resolve(1)],
  ["a subclass of Promise", "ERR_NOT_MOVABLE", () => new (class Job extends Promise<void> {})((done) => done())],
  ["a generator", "ERR_NOT_MOVABLE", () => generate()],
  ["an async generator", "ERR_NOT_MOVABLE", () => (async function* () {})()],
  ["a FinalizationRegistry", "ERR_NOT_MOVABLE", registry],
  ["an iterator of a Map", "ERR_NOT_MOVABLE", () => new Map().entries()],
  ["an iterator of a Set", "ERR_NOT_MOVABLE", () => new Set([1]).values()],
  ["an iterator of an array", "ERR_NOT_MOVABLE", () => [1][Symbol.iterator]()],
  ["an iterator of a string", "ERR_NOT_MOVABLE", () => "ab"[Symbol.iterator]()],
  ["an iterator of matches", "ERR_NOT_MOVABLE", () => "ab".matchAll(/./g)],
  ["an iterator of a Map of a region", "ERR_NOT_MOVABLE", (w) => w.region.map.entries()],
  ["an iterator of a Set of a region", "ERR_NOT_MOVABLE", (w) => w.region.set[Symbol.iterator]()],
  ["an iterator of an array of a region", "ERR_NOT_MOVABLE", (w) => w.region.list.values()],
];

const ways: [name: string, store: (w: World, value: any) => unknown][] = [
  ["Map.set, as value", (w, v) => w.region.map.set("k", v)],
  ["Map.set, as value of a new key", (w, v) => w.region.map.set("new", v)],
  ["Map.set, as key", (w, v) => w.region.map.set(v, 1)],
  ["Map.set, extracted", ({ region: { map } }, v) => ((set) => set.call(map, "k", v))(map.set)],
  ["Set.add", (w, v) => w.region.set.add(v)],
  ["Map.set through a borrow", (w, v) => borrow(w.region.map, (held: any) => held.set("k", v))],
  ["Map.set in a callback of forEach", (w, v) => w.region.map.forEach((_: any, k: any, map: any) => map.set(k, v))],
  ["a local Map, as value", (w, v) => (w.region.x = new Map([["k", v]]))],
  ["a local Map, as key", (w, v) => (w.region.x = new Map([[v, 1]]))],
  ["a local Set", (w, v) => w.region.map.set("k", new Set([1, v]))],
  ["a Map deep in a graph", (w, v) => (w.region.x = { deep: [new Map([["k", { v: new Set([v]) }]])] })],
  ["a Map subclass", (w, v) => (w.region.x = new Table([["k", v]]))],
  ["a field of a local Map", (w, v) => (w.region.x = Object.assign(new Map(), { v }))],
  ["a field of a Map", (w, v) => (w.region.map.extra = v)],
  ["a field of a Set", (w, v) => Object.assign(w.region.set, { extra: v })],
  ["a field of a Date", (w, v) => (w.region.date.extra = v)],
  ["a field of a typed array", (w, v) => (w.region.bytes.extra = v)],
  ["a field of a local Date", (w, v) => (w.region.x = Object.assign(new Date(0), { v }))],
  ["a field of a local RegExp", (w, v) => (w.region.x = Object.assign(/x/, { v }))],
  ["a field of a local typed array", (w, v) => (w.region.x = Object.assign(new Uint8Array(1), { v }))],
  ["the cause of an error", (w, v) => (w.region.error.cause = v)],
  ["the cause of a local error", (w, v) => (w.region.x = new Error("x", { cause: { v } }))],
  ["an error of an AggregateError", (w, v) => (w.region.x = new AggregateError([v]))],
  ["a field of an instance", (w, v) => (w.region.holder.held = v)],
  ["a setter of an instance", (w, v) => (w.region.holder.keep = v)],
  ["the constructor of an instance", (w, v) => (w.region.x = new Holder(v))],
  ["the init of a new region", (_, v) => new Region({ v })],
  ["a Map as init of a new region", (_, v) => new Region(new Map([["k", v]]))],
  ["a Set as init of a new region", (_, v) => new Region(new Set([v]))],
  ["an instance as init of a new region", (_, v) => new Region(new Holder([v]))],
  ["push", (w, v) => w.region.list.push({}, v)],
  ["unshift", (w, v) => w.region.list.unshift(v, {})],
  ["splice", (w, v) => w.region.list.splice(0, 1, {}, v)],
  ["fill", (w, v) => w.region.list.fill(v)],
  ["an element", (w, v) => (w.region.list[0] = v)],
  ["Object.assign", (w, v) => Object.assign(w.region.holder, { held: v })],
  ["spread", (w, v) => (w.region.x = { ...{ v } })],
  ["defineProperty", (w, v) => Object.defineProperty(w.region.map, "extra", { value: v })],
  ["Reflect.set", (w, v) => Reflect.set(w.region.error, "cause", v)],
  ["Reflect.set on a local object's behalf", (w, v) => Reflect.set({}, "extra", v, w.region.set)],
];

function picture({ region, other, free, owned, owner, middle, ancestor }: World): unknown {
  return {
    map: [...region.map],
    set: [...region.set],
    list: [...region.list],
    keys: [region, region.map, region.set, region.date, region.error, region.bytes, region.holder, region.list].map(
      (object) => Reflect.ownKeys(object),
    ),
    held: region.holder.held,
    infos: [region, other, free, owned, owner, middle, ancestor].map((r) => regionInfo(r)),
    parents: [region, other, free, owned, owner, middle, ancestor].map((r) =>
      [undefined, region, other, free, owned, owner, middle, ancestor].indexOf(parentOf(r) as any),
    ),
  };
}

const dead = (code: RegionErrorCode): boolean => code === "ERR_USE_AFTER_MOVE" || code === "ERR_INVALIDATED";

describe("refused by every way, and nothing has changed", () => {
  it.each(refused)("%s: %s", (_, code, make) => {
    const wrong: Record<string, string> = {};
    for (const [name, store] of ways) {
      // In a region of its own nothing is an ancestor, and a free region may become its child.
      if (code === "ERR_REGION_CYCLE" && name.includes("new region")) continue;
      const w = world();
      const value = make(w);
      const before = picture(w);
      try {
        const error = regionError(code, () => store(w, value));
        if (code === "ERR_NOT_MOVABLE") expect(error.path).toMatch(/^\$/);
        expect(picture(w)).toEqual(before);
        if (!dead(code)) expect(regionOf(value as object) === w.region).toBe(false);
        checkInvariant(w.ancestor, w.other, w.owner, w.free);
      } catch (error) {
        wrong[name] = (error as Error).message;
      }
    }
    expect(wrong).toEqual({});
  });

  it.each(refused.filter(([, code]) => code === "ERR_NOT_MOVABLE"))("%s has a path", (_, code, make) => {
    const w = world();
    const value = make(w);
    for (const [store, path] of [
      [() => (w.region.x = { users: [0, { socket: value }] }), "$.users[1].socket"],
      [() => new Region({ error: new Error("x", { cause: value }) }), "$.error.cause"],
      [() => (w.region.x = new Holder([value])), "$.held[0]"],
      [() => w.region.map.set("k", { deep: value }), /deep$/],
      [() => w.region.set.add([{ deep: value }]), /\[0\]\.deep$/],
      [() => (w.region.x = { map: new Map([["k", { deep: value }]]) }), /^\$\.map.+deep$/],
    ] as const) {
      const error = regionError(code, store);
      if (typeof path === "string") expect(error.path).toBe(path);
      else expect(error.path).toMatch(path);
      expect(error.message).toContain(error.path);
    }
  });

  it("what stands beside it in the same graph stays local, and handles in it stay handles", () => {
    const region = new Region<any>({ part: {}, map: new Map() });
    const child = new Region<any>();
    const { part } = region;
    const local = { n: 1 };
    const values = new Map<any, any>([
      [part, child],
      ["local", local],
      [local, part],
    ]);
    const members = new Set<any>([part, local]);
    const graph = { values, members, bad: new WeakMap() };
    for (const store of [() => (region.x = graph), () => region.map.set("k", graph), () => region.map.set(graph, 1)])
      regionError("ERR_NOT_MOVABLE", store);
    expect([...values.keys()]).toEqual([part, "local", local]);
    expect([values.get(part) === child, values.get(local) === part, members.has(part)]).toEqual([true, true, true]);
    for (const object of [graph, values, members, local]) expect(regionOf(object)).toBeUndefined();
    expect([parentOf(child), isRegion(child), region.map.size]).toEqual([undefined, true, 0]);
    local.n = 2;
    region.x = { values, members };
    expect([regionOf(local), parentOf(child)]).toEqual([region, region]);
    checkInvariant(region);
  });

  it("a failed overwrite leaves the old value its place, also as owner of a region", () => {
    const child = new Region<any>();
    const region = new Region<any>({
      map: new Map<any, any>([
        ["a", 1],
        ["k", child],
        ["z", 2],
      ]),
    });
    regionError("ERR_NOT_MOVABLE", () => region.map.set("k", new WeakMap()));
    regionError("ERR_NOT_MOVABLE", () => region.map.set("k", [child, new WeakMap()]));
    regionError("ERR_ALREADY_OWNED", () => region.map.set("z", child));
    expect([...region.map]).toEqual([
      ["a", 1],
      ["k", child],
      ["z", 2],
    ]);
    expect(parentOf(child)).toBe(region);
    checkInvariant(region);
  });

  it("freezing what holds one of them in a Map or a Set freezes nothing", () => {
    const graph = { good: {}, map: new Map([[{ key: 1 }, new Set([new WeakMap()])]]) };
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(graph));
    expect(error.path).toMatch(/^\$\.map/);
    graph.map.set({ key: 2 }, new Set());
    expect(Object.isFrozen(graph.good)).toBe(false);
    expect(graph.map.size).toBe(2);
  });
});
