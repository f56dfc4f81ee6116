import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  dissolve,
  freeze,
  isClosed,
  isFrozen,
  isRegion,
  merge,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

const places: [name: string, hold: (child: any) => any, letGo: ((held: any, child: any) => unknown)[]][] = [
  [
    "a value of a Map",
    (child) =>
      new Map<any, any>([
        ["before", 1],
        ["k", child],
        ["after", 2],
      ]),
    [
      (m) => m.delete("k"),
      (m) => m.clear(),
      (m) => m.set("k", undefined),
      (m) => m.set("k", {}),
      (m) => m.set("k", freeze({})),
      (m) => m.set("k", new Region()),
      (m) => ((set) => set.call(m, "k", 1))(m.set),
      (m) => borrow(m, (held: any) => held.delete("k")),
      (m) => m.forEach((_: any, k: any, all: any) => all.delete(k)),
      (m) => {
        for (const k of m.keys()) m.delete(k);
      },
    ],
  ],
  [
    "a key of a Map",
    (child) =>
      new Map<any, any>([
        ["before", 1],
        [child, "value"],
        ["after", 2],
      ]),
    [
      (m, child) => m.delete(child),
      (m) => m.clear(),
      (m) => m.delete([...m.keys()][1]),
      (m, child) => borrow(m, (held: any) => held.delete(child)),
      (m) => m.forEach((_: any, k: any, all: any) => all.delete(k)),
    ],
  ],
  [
    "a member of a Set",
    (child) => new Set<any>(["before", child, "after"]),
    [
      (s, child) => s.delete(child),
      (s) => s.clear(),
      (s) => s.delete([...s][1]),
      (s, child) => ((remove) => remove.call(s, child))(s.delete),
      (s) => {
        for (const one of s) s.delete(one);
      },
    ],
  ],
];

describe.each(places)("a region that is %s", (_, hold, letGo) => {
  const make = (): any => {
    const child = new Region<any>({ n: 1, part: {} });
    const parent = new Region<any>({ held: hold(child) });
    expect(parentOf(child)).toBe(parent);
    return { child, parent, held: parent.held };
  };
  const yields = (held: any, value: unknown): boolean => [...held].flat().includes(value);

  it("is freed when it is let go, whatever way", () => {
    for (const way of letGo) {
      const { child, parent, held } = make();
      way(held, child);
      expect([parentOf(child), yields(held, child)], String(way)).toEqual([undefined, false]);
      expect([regionInfo(child).parent, child.n]).toEqual(["none", 1]);
      const next = new Region<any>({ child });
      expect(parentOf(child)).toBe(next);
      checkInvariant(parent, next);
    }
  });

  it("can be moved out, and the place no longer yields it", () => {
    const { child, parent, held } = make();
    const moved = move(child);
    expect([parentOf(moved), moved.n, isRegion(moved)]).toEqual([undefined, 1, true]);
    regionError("ERR_USE_AFTER_MOVE", () => child.n);
    expect(yields(held, moved)).toBe(false);
    expect([...held].flat().every((x: unknown) => typeof x !== "object")).toBe(true);
    expect([...held].flat()).toEqual(expect.arrayContaining(["before", "after"]));
    checkInvariant(parent, moved);
    parent.again = hold(moved);
    expect(parentOf(moved)).toBe(parent);
    checkInvariant(parent);
  });

  it("can be moved out by the handle that was read from the place", () => {
    const { child, parent, held } = make();
    const moved = move([...held].flat().find((x: unknown) => isRegion(x)) as any) as any;
    regionError("ERR_USE_AFTER_MOVE", () => child.n);
    expect([parentOf(moved), yields(held, moved)]).toEqual([undefined, false]);
    checkInvariant(parent, moved);
  });

  it("may not get a second owner, and stays where it is", () => {
    const { child, parent, held } = make();
    const other = new Region<any>({ map: new Map(), set: new Set() });
    for (const store of [
      () => (parent.x = child),
      () => (parent.x = new Map([["k", child]])),
      () => (parent.x = new Map([[child, 1]])),
      () => (parent.x = new Set([child])),
      () => other.map.set("k", child),
      () => other.map.set(child, 1),
      () => other.set.add(child),
      () => (other.x = hold(child)),
      () => new Region([child]),
    ])
      regionError("ERR_ALREADY_OWNED", store);
    expect([parentOf(child), yields(held, child), other.map.size, other.set.size]).toEqual([parent, true, 0, 0]);
    checkInvariant(parent, other);
  });

  it("stays owned when the place is given what it holds already", () => {
    const { child, parent, held } = make();
    if (held instanceof Set) held.add(child).add([...held][1]);
    else for (const [k, x] of held) held.set(k, x);
    expect([parentOf(child), held.size, yields(held, child)]).toEqual([parent, 3, true]);
    checkInvariant(parent);
  });

  it("counts as an open subregion while it is borrowed", () => {
    const { child, parent, held } = make();
    const borrowed = borrow<any>([...held].flat().find((x: unknown) => isRegion(x)) as any);
    expect([isClosed(parent), regionInfo(parent).openSubregions]).toEqual([false, 1]);
    regionError("ERR_BORROWED", () => move(parent));
    held.clear();
    expect([isClosed(parent), regionInfo(parent).openSubregions, parentOf(child)]).toEqual([true, 0, undefined]);
    borrowed[Symbol.dispose]();
    checkInvariant(parent, child);
  });

  it("is torched, closed, dropped and frozen with its parent", () => {
    const torched = make();
    const moved = move(torched.parent) as any;
    regionError("ERR_USE_AFTER_MOVE", () => torched.child.n);
    const again = [...moved.held].flat().find((x: unknown) => isRegion(x)) as any;
    expect([again.n, parentOf(again)]).toEqual([1, moved]);
    checkInvariant(moved);

    const closed = make();
    const { part } = closed.child;
    close(closed.parent);
    regionError("ERR_INVALIDATED", () => part.n);

    const dropped = make();
    dropped.parent[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => dropped.child.n);
    regionError("ERR_INVALIDATED", () => dropped.held.size);

    const frozen = make();
    freeze(frozen.parent);
    expect([isRegion(frozen.child), isFrozen(frozen.child), frozen.child.n, frozen.held.size]).toEqual([
      false,
      true,
      1,
      3,
    ]);
    regionError("ERR_FROZEN_MUTATION", () => (frozen.child.n = 2));
    regionError("ERR_FROZEN_MUTATION", () => frozen.held.clear());
  });

  it("is merged into its parent, and becomes an ordinary object at the same place", () => {
    const { child, parent, held } = make();
    const grandchild = new Region<any>();
    child.map = new Map([["g", grandchild]]);
    merge(child, parent);
    expect([isRegion(child), regionOf(child), parentOf(grandchild)]).toEqual([false, parent, parent]);
    expect([yields(held, child), child.n, [held.has(child), held.get?.("k") === child].includes(true)]).toEqual([
      true,
      1,
      true,
    ]);
    parent.second = child;
    held.clear();
    expect([parent.second.n, child.map.get("g")]).toEqual([1, grandchild]);
    checkInvariant(parent);
  });

  it("is free again when its parent is dissolved, and the raw container holds it", () => {
    const { child, parent } = make();
    const raw = dissolve(parent as any) as any;
    expect([parentOf(child), isRegion(child), child.n]).toEqual([undefined, true, 1]);
    expect([raw.held.size, regionOf(raw.held)]).toEqual([3, undefined]);
    const next = new Region<any>({ child });
    expect(parentOf(child)).toBe(next);
    checkInvariant(next);
  });

  it("is given to a region that adopts its holder again after the parent was dissolved", () => {
    const { child, parent } = make();
    const raw = dissolve(parent as any) as any;
    const next = new Region<any>();
    next.held = raw.held;
    expect(parentOf(child)).toBe(next);
    expect(yields(next.held, child)).toBe(true);
    checkInvariant(next);
  });
});
