import { types } from "node:util";
import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  freeze,
  isClosed,
  isFreezable,
  isFrozen,
  isRegion,
  merge,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  thaw,
} from "../../src/index.js";
import { regionError } from "../errors.js";
import { make, readAll, snapshot } from "./thaw-example.js";

describe("thaw gives a region", () => {
  it("that is free, closed and named, and reads like the frozen graph", () => {
    const f = make();
    const t = thaw<any>(f, { name: "draft" });
    expect([isRegion(t), t instanceof Region, isFrozen(t), t === f]).toEqual([true, true, false, false]);
    expect([parentOf(t), borrowCount(t), isClosed(t), regionInfo(t).name]).toEqual([undefined, 1, true, "draft"]);
    expect(regionInfo(thaw<any>(f)).name).toBeUndefined();
    expect(snapshot(t)).toBe(snapshot(f));
    expect(Object.keys(t)).toEqual(Object.keys(f));
    expect([Array.isArray(t.list), t.list.length, t.user === t.user, t.list[0] === t.list.at(0)]).toEqual([
      true,
      3,
      true,
      true,
    ]);
    expect([regionOf(t), regionOf(t.user), regionOf(t.list[1])]).toEqual([t, t, t]);
    expect([Object.isFrozen(t), Object.isFrozen(t.list), Object.isExtensible(t.user)]).toEqual([false, false, true]);
    checkInvariant(t);
  });

  it("that can be written everywhere, while the frozen graph never changes", () => {
    const f = make();
    const before = snapshot(f);
    const t = thaw<any>(f);
    t.count++;
    t.user.address.city = "Paris";
    t.list[1].n = 20;
    t.list.push({ n: 4 });
    delete t.settings.theme.color;
    t.settings.more = { deep: {} };
    Object.defineProperty(t.user, "hidden", { value: { n: 1 }, configurable: true });
    const expected =
      '{"user":{"name":"Ada","address":{"city":"Paris"}},"list":[{"n":1},{"n":20},{"n":3},{"n":4}],' +
      '"settings":{"theme":{},"more":{"deep":{}}},"count":2}';
    expect([snapshot(t), snapshot(f)]).toEqual([expected, before]);
    const g: any = freeze(t);
    expect([snapshot(g), snapshot(f), isFrozen(g), isFrozen(f)]).toEqual([expected, before, true, true]);
    expect(g.user.hidden.n).toBe(1);
    checkInvariant(g, f);
  });

  it("as often as one likes, each independent of the others", () => {
    const f = make();
    const [a, b] = [thaw<any>(f), thaw<any>(f)];
    a.user.name = "A";
    b.user.name = "B";
    b.list[0].n = 9;
    expect([a.user.name, b.user.name, f.user.name, a.list[0].n]).toEqual(["A", "B", "Ada", 1]);
    regionError("ERR_CROSS_REGION", () => (a.x = b.user));
    const [x, y] = [freeze(a) as any, freeze(b) as any];
    expect([x.settings === f.settings, y.settings === f.settings, x.list === f.list, y.list === f.list]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("over a part of a frozen graph, an array, a Map and a frozen region", () => {
    const f: any = freeze({ part: { n: 1 }, list: [{ n: 1 }], map: new Map([["k", { n: 1 }]]) });
    const part = thaw<any>(f.part);
    part.n = 2;
    const list = thaw<any>(f.list);
    list.push(list[0]);
    const map = thaw<any>(f.map);
    map.get("k").n = 2;
    map.set("l", 1);
    expect([snapshot(f), f.map.get("k").n, f.map.size]).toEqual(['{"part":{"n":1},"list":[{"n":1}],"map":{}}', 1, 1]);
    const frozenList = freeze(list) as any;
    expect([frozenList.length, frozenList[0] === f.list[0], frozenList[1] === f.list[0]]).toEqual([2, true, true]);
    expect([(freeze(part) as any).n, (freeze(map) as any).get("k").n]).toEqual([2, 2]);

    const region = new Region<any>({ part: { n: 1 }, rest: { n: 1 } });
    freeze(region);
    const t = thaw<any>(region as any);
    t.part.n = 2;
    expect([t.part.n, t.rest.n, region.part.n]).toEqual([2, 1, 1]);
    const g = freeze(t) as any;
    expect([g.part.n, g.rest.n, region.part.n, isFrozen(g)]).toEqual([2, 1, 1, true]);
  });

  it("from what is frozen natively and holds nothing mutable", () => {
    const f = Object.freeze({ list: Object.freeze([1, 2]) });
    const t = thaw<any>(f);
    t.list.push(3);
    expect([f.list.length, (freeze(t) as any).list]).toEqual([2, [1, 2, 3]]);
  });
});

describe("freezing a thawed region", () => {
  it("gives back the frozen graph itself when nothing was written, read or not", () => {
    const f = make();
    expect(freeze(thaw<any>(f))).toBe(f);
    const t = thaw<any>(f);
    expect(readAll(t)).toBe(9);
    borrow(t.user, (user: any) => user.address.city as string);
    expect(freeze(t)).toBe(f);
  });

  it("gives a plain frozen object, no handle, when something was", () => {
    const f = make();
    const t = thaw<any>(f);
    t.user.name = "Bob";
    const g = freeze(t) as any;
    for (const value of [g, g.user, g.list, g.settings])
      expect([types.isProxy(value), isFrozen(value), Object.isFrozen(value)]).toEqual([false, true, true]);
    expect(() => (g.user.name = "C")).toThrow(TypeError);
    expect([isRegion(t), isFrozen(t), t.user.name]).toEqual([false, true, "Bob"]);
    regionError("ERR_FROZEN_MUTATION", () => (t.user.name = "C"));
  });

  it("copies only the path to what was written, though everything was read", () => {
    for (const read of [false, true]) {
      const f = make();
      const t = thaw<any>(f);
      if (read) readAll(t);
      t.user.address.city = "Paris";
      if (read) readAll(t);
      const g = freeze(t) as any;
      expect([g === f, g.user === f.user, g.user.address === f.user.address]).toEqual([false, false, false]);
      expect([g.list === f.list, g.settings === f.settings]).toEqual([true, true]);
      expect([g.user.address.city, f.user.address.city]).toEqual(["Paris", "London"]);
    }
  });

  it("keeps the identity of elements and siblings of what was written", () => {
    const f = make();
    const t = thaw<any>(f);
    t.list[1].n = 20;
    const g = freeze(t) as any;
    expect([0, 1, 2].map((i) => g.list[i] === f.list[i])).toEqual([true, false, true]);
    expect([g.user === f.user, g.settings.theme === f.settings.theme]).toEqual([true, true]);
  });

  it("leaves its handles and borrows readable", () => {
    const f = make();
    const t = thaw<any>(f);
    const { user, settings } = t;
    using held = borrow<any>(t.list);
    held.push({ n: 4 });
    user.name = "Bob";
    freeze(t);
    expect([t.count, user.name, settings.theme.color, held.length, held[3].n]).toEqual([1, "Bob", "red", 4, 4]);
    for (const handle of [t, user, settings, held]) regionError("ERR_FROZEN_MUTATION", () => (handle.x = 1));
  });

  it("is all or nothing too: refused, it changes neither the region nor the original", () => {
    const f = make();
    const t = thaw<any>(f);
    t.user.address.city = "Paris";
    const { user, settings } = t;
    const good = { n: 1 };
    expect(isFreezable(t)).toBe(true);
    regionError("ERR_NOT_FREEZABLE", () => freeze(t, good, new WeakMap()));
    regionError("ERR_NOT_FREEZABLE", () => freeze(good, t, { deep: Promise.resolve() }));
    t.user.bytes = new Uint8Array(2);
    expect(isFreezable(t)).toBe(false);
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(t)).path).toBe("$.user.bytes");
    expect([isRegion(t), isFrozen(t), Object.isFrozen(good), t.user === user]).toEqual([true, false, false, true]);
    delete user.bytes;
    settings.theme.color = "blue";
    const g = freeze(t) as any;
    expect([g.user.address.city, g.settings.theme.color, g.list === f.list, snapshot(f)]).toEqual([
      "Paris",
      "blue",
      true,
      snapshot(make()),
    ]);
  });

  it("again and again makes a chain of versions that share what no step wrote", () => {
    const versions = [make()];
    for (let i = 0; i < 10; i++) {
      const t = thaw<any>(versions[i]);
      t.count = i;
      t.list[i % 3].n = i * 100;
      versions.push(freeze(t));
    }
    expect(versions.map((version) => version.count)).toEqual([1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (let i = 0; i < 10; i++) {
      const [old, next] = [versions[i], versions[i + 1]];
      expect([next.user === old.user, next.settings === old.settings]).toEqual([true, true]);
      expect([0, 1, 2].map((at) => next.list[at] === old.list[at])).toEqual([0, 1, 2].map((at) => at !== i % 3));
      expect(freeze(thaw<any>(next))).toBe(next);
    }
  });

  it("as part of another graph, or of a parent, freezes it with the rest", () => {
    const f = make();
    const t = thaw<any>(f);
    const parent = new Region<any>({ doc: t, part: {} });
    expect(parentOf(t)).toBe(parent);
    parent.doc.user.name = "Bob";
    freeze(parent);
    expect([isFrozen(parent), parent.doc.user.name, parent.doc.count, f.user.name]).toEqual([true, "Bob", 1, "Ada"]);
    const local: any = { doc: thaw<any>(f) };
    local.doc.count = 5;
    freeze(local);
    expect([isFrozen(local), local.doc.count, local.doc.user.name, f.count]).toEqual([true, 5, "Ada", 1]);
    checkInvariant(parent, local);
  });
});

describe("writing until nothing but this is different", () => {
  const cases: [string, object, (t: any) => unknown, unknown][] = [
    ["the length of an array", [], (t) => (t.length = 2), [,,]],
    ["a length that was grown by an element that went", [1], (t) => t.push(1, 2) === 3 && delete t[2] && delete t[1], [1,,,]],
    ["the order of fields", { a: 1, b: 2 }, (t) => delete t.a && (t.a = 1), { b: 2, a: 1 }],
    ["a hole", [1,, 3], (t) => (t[1] = undefined), [1, undefined, 3]],
    ["the sign of a zero", { n: 0 }, (t) => (t.n = -0), { n: -0 }],
    ["the sign of a zero that an array method wrote", [0], (t) => t.splice(0, 1, -0), [-0]],
  ]; // prettier-ignore
  it.each(cases)("%s, makes another graph", (_, graph, write, expected) => {
    const f = freeze(graph);
    const t = thaw(f);
    write(t);
    const g = freeze(t);
    expect(g).not.toBe(f);
    expect(g).toStrictEqual(expected);
    expect(Object.keys(g)).toEqual(Object.keys(expected as object));
  });
});

describe("sharing in a thawed graph", () => {
  const shared = (): any => {
    const s = { n: 1, deep: { n: 1 } };
    return freeze({ a: s, b: { inner: s }, list: [s, { s }], map: new Map<any, any>([["k", s]]), rest: {} }); // prettier-ignore
  };
  const paths: [string, (root: any) => any][] = [
    ["a field", (root) => root.a],
    ["a deep field", (root) => root.b.inner],
    ["an element", (root) => root.list[0]],
    ["a field of an element", (root) => root.list[1].s],
    ["a value of a Map", (root) => root.map.get("k")],
  ];

  it.each(paths)("is seen: a write through %s is there on every other path", (_, path) => {
    for (const readFirst of [false, true]) {
      const f = shared();
      const t = thaw<any>(f);
      if (readFirst) for (const [, other] of paths) expect(other(t).n).toBe(1);
      path(t).n = 2;
      path(t).deep.n = 3;
      for (const [, other] of paths) {
        expect([other(t).n, other(t).deep.n]).toEqual([2, 3]);
        expect(other(t)).toBe(path(t));
      }
      const g = freeze(t) as any;
      for (const [, other] of paths) expect([other(g) === g.a, other(g).n, other(f).n]).toEqual([true, 2, 1]);
      expect([g.rest === f.rest, g.a.deep.n, f.a.deep.n]).toEqual([true, 3, 1]);
      checkInvariant(g);
    }
  });

  it.each(paths)("survives freezing when only %s was ever read", (_, path) => {
    const f = shared();
    const t = thaw<any>(f);
    path(t).n = 2;
    const g = freeze(t) as any;
    expect(new Set(paths.map(([, other]) => other(g))).size).toBe(1);
    expect(path(g).n).toBe(2);
  });

  it("holds for cycles, of which everything is copied that leads to the written object", () => {
    const a: any = { n: 1, leaf: { n: 1 } };
    const b: any = { a, list: [] };
    a.b = b;
    b.list.push(a, b);
    const f: any = freeze({ a, rest: { n: 1 } });
    const t = thaw<any>(f);
    t.a.b.n = 5;
    expect([t.a.b.a === t.a, t.a.b.list[0] === t.a, t.a.b.list[1].n]).toEqual([true, true, 5]);
    const g = freeze(t) as any;
    expect([g.a.b.a === g.a, g.a.b.list[0] === g.a, g.a.b.list[1] === g.a.b, g.a.b.n]).toEqual([true, true, true, 5]);
    expect([g.a === a, g.a.leaf === a.leaf, g.rest === f.rest, b.n]).toEqual([false, true, true, undefined]);
  });

  it("holds in a parent that was frozen, for what was read before and what was not", () => {
    const shared = {};
    const f = freeze({ shared, part: { deep: { unread: { shared } } } });
    const t = thaw<any>(f);
    const before = t.shared;
    t.part.deep.n = 1;
    const parent = new Region<any>({ t });
    freeze(parent);
    expect(parent.t.shared).toBe(before);
    expect(parent.t.part.deep.unread.shared).toBe(before);
  });

  it("holds in a parent that was frozen after a part of it", () => {
    const part: any = { other: {} };
    part.self = part;
    const t = thaw<any>(freeze({ part }));
    t.part.next = { part: t.part };
    const parent = new Region<any>({ t });
    merge(t, parent);
    freeze(parent.t.part.next);
    const out = parent.t.part;
    const { other } = out;
    for (let i = 0; i < 2; i++) {
      expect(Object.isFrozen(out)).toBe(true);
      expect([out.self, out.other, parent.t.part]).toEqual([out, other, out]);
      freeze(parent);
    }
  });

  it("holds for a root that references itself", () => {
    const root: any = { n: 1, leaf: {} };
    root.self = root;
    root.list = [root];
    freeze(root);
    const t = thaw<any>(root);
    expect([t.self === t, t.list[0] === t]).toEqual([true, true]);
    t.list[0].self.n = 2;
    expect(t.n).toBe(2);
    const g = freeze(t) as any;
    expect([g.self === g, g.list[0] === g, g.n, g.leaf === root.leaf, root.n]).toEqual([true, true, 2, true, 1]);
    expect(freeze(thaw<any>(g))).toBe(g);
  });
});
