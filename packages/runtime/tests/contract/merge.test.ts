import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  configure,
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

function family(): { grand: any; parent: any; child: any; sub: any } {
  const sub = new Region<any>({ leaf: { n: 3 } }, { name: "sub" });
  const child = new Region<any>({ part: { n: 2 }, deep: { sub } }, { name: "child" });
  const parent = new Region<any>({ list: [child], part: { n: 1 } }, { name: "parent" });
  const grand = new Region<any>({ parent }, { name: "grand" });
  return { grand, parent, child, sub };
}

describe("merge", () => {
  it("makes the child an ordinary handle of its parent, at its place", () => {
    const { parent, child } = family();
    const { part } = child;
    const sizes = regionInfo(parent).size + regionInfo(child).size;
    merge(child, parent);
    expect([isRegion(child), isRegion(parent)]).toEqual([false, true]);
    expect(parent.list[0]).toBe(child);
    expect([regionOf(child), regionOf(part), regionOf(child.deep)]).toEqual([parent, parent, parent]);
    expect([child.part === part, part.n]).toEqual([true, 2]);
    expect(regionInfo(parent).size).toBe(sizes);
    checkInvariant(parent);
  });

  it("leaves every handle of the child's objects alive and the same", () => {
    const { parent, child } = family();
    const handles = [child.part, child.deep];
    merge(child, parent);
    expect([child.part, child.deep]).toEqual(handles);
    expect([child.part === handles[0], child.deep === handles[1]]).toEqual([true, true]);
    handles[0].n = 5;
    handles[0].added = {};
    expect([child.part.n, regionOf(child.part.added)]).toEqual([5, parent]);
  });

  it("makes the child no region: every operation on regions says so", () => {
    const { parent, child } = family();
    merge(child, parent);
    for (const operation of [move, close, borrowCount, isClosed, parentOf, regionInfo])
      regionError("ERR_NOT_A_REGION", () => operation(child));
    regionError("ERR_NOT_A_REGION", () => merge(child, parent));
    expect(child instanceof Region).toBe(false);
    expect(parent.list[0].part.n).toBe(2);
  });

  it("moves the subregions up", () => {
    const { grand, parent, child, sub } = family();
    expect(parentOf(sub)).toBe(child);
    merge(child, parent);
    expect([parentOf(sub), isRegion(sub), child.deep.sub === sub]).toEqual([parent, true, true]);
    regionError("ERR_ALREADY_OWNED", () => (grand.x = sub));
    regionError("ERR_ALREADY_OWNED", () => (sub.up = parent));
    merge(sub, parent);
    expect([isRegion(sub), regionOf(sub.leaf)]).toEqual([false, parent]);
    merge(parent, grand);
    expect(regionOf(sub.leaf)).toBe(grand);
    checkInvariant(grand);
  });

  it("lets the objects of both reference each other as they like", () => {
    const { parent, child } = family();
    regionError("ERR_CROSS_REGION", () => (parent.x = child.part));
    regionError("ERR_CROSS_REGION", () => (child.x = parent.part));
    regionError("ERR_ALREADY_OWNED", () => (parent.x = child));
    merge(child, parent);
    parent.x = child.part;
    child.x = parent.part;
    child.up = parent;
    parent.again = { deep: [child, child] };
    expect([parent.x === child.part, child.x === parent.part, child.up === parent]).toEqual([true, true, true]);
    expect(parent.again.deep[1]).toBe(child);
    delete parent.list;
    expect(parent.again.deep[0].part.n).toBe(2);
    checkInvariant(parent);
  });

  it("makes the child's objects foreign to everybody else, as the parent's are", () => {
    const { parent, child } = family();
    const other = new Region<any>();
    merge(child, parent);
    regionError("ERR_CROSS_REGION", () => (other.x = child));
    regionError("ERR_CROSS_REGION", () => (other.x = [child.part]));
    regionError("ERR_CROSS_REGION", () => new Region({ child }));
    checkInvariant(parent, other);
  });

  it("of a child of a child frees neither: the grandparent still owns the parent", () => {
    const { grand, parent, child } = family();
    merge(child, parent);
    expect([parentOf(parent), grand.parent === parent, isClosed(grand)]).toEqual([grand, true, true]);
    const moved = move(parent);
    expect([moved.list[0].part.n, grand.parent]).toEqual([2, undefined]);
    regionError("ERR_USE_AFTER_MOVE", () => child.part);
    checkInvariant(moved, grand);
  });

  it("works for children in Maps, Sets, hidden fields and symbol keys", () => {
    const key = Symbol("key");
    const children = [0, 1, 2, 3].map((n) => new Region<any>({ n })) as any[];
    const parent = new Region<any>({
      map: new Map([["k", children[0]]]),
      set: new Set([children[1]]),
      [key]: children[2],
    });
    Object.defineProperty(parent, "hidden", { value: children[3], configurable: true });
    for (const child of children) merge(child, parent);
    const found = [parent.map.get("k"), [...parent.set][0], parent[key], parent.hidden];
    expect(found.map((child, i) => child === children[i])).toEqual([true, true, true, true]);
    expect([parent.set.has(children[1]), regionInfo(parent).size]).toEqual([true, 7]);
    for (const child of children) expect(regionOf(child)).toBe(parent);
    checkInvariant(parent);
  });

  it("calls no getter of the child's objects", () => {
    const child = new Region<any>({ get bad() { return expect.fail("was called"); } }); // prettier-ignore
    const parent = new Region<any>({ child });
    merge(child, parent);
    expect(regionOf(child)).toBe(parent);
  });
});

describe("after a merge the parent answers for the child's objects", () => {
  it("close(parent) ends the child's handle", () => {
    const { parent, child } = family();
    const { part } = child;
    merge(child, parent);
    close(parent);
    for (const handle of [child, part]) regionError("ERR_INVALIDATED", () => handle.n);
    expect(parent.list[0].part.n).toBe(2);
    checkInvariant(parent);
  });

  it("move(parent) torches it", () => {
    const sub = new Region<any>({ n: 3 });
    const child = new Region<any>({ part: { n: 2 }, sub });
    const parent = new Region<any>({ child });
    const { part } = child;
    merge(child, parent);
    const moved = move(parent);
    for (const handle of [child, part]) regionError("ERR_USE_AFTER_MOVE", () => handle.n);
    expect([moved.child.part.n, moved.child.sub.n, parentOf(moved.child.sub)]).toEqual([2, 3, moved]);
    checkInvariant(moved);
  });

  it("dropping the parent drops it", () => {
    const { grand, child } = family();
    merge(child, parentOf(child) as any);
    grand[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => child.part);
  });

  it("freezing it takes its closure out of the parent", () => {
    const { parent, child, sub } = family();
    merge(child, parent);
    freeze(child);
    expect([isFrozen(child), isRegion(parent), isRegion(sub), regionOf(child)]).toEqual([true, true, false, undefined]);
    expect([child.part.n, parent.list[0] === child, regionInfo(parent).size]).toEqual([2, true, 3]);
    regionError("ERR_FROZEN_MUTATION", () => (child.part.n = 1));
    checkInvariant(parent);
  });

  it("disposing what was the child's bridge does not take the parent with it", () => {
    const parent = new Region<any>({ part: { n: 1 } });
    {
      using child = new Region<any>({ n: 2 });
      parent.child = child;
      merge(child, parent);
    }
    expect([isRegion(parent), parent.part.n]).toEqual([true, 1]);
    checkInvariant(parent);
  });
});

describe("borrows and a merge", () => {
  it("the child's borrows become the parent's and stay usable", () => {
    const { parent, child } = family();
    const held = [borrow<any>(child), borrow<any>(child.part)];
    const own = borrow<any>(parent.part);
    expect([borrowCount(parent), borrowCount(child), regionInfo(parent).openSubregions]).toEqual([2, 3, 1]);
    merge(child, parent);
    expect([borrowCount(parent), regionInfo(parent).openSubregions, isClosed(parent)]).toEqual([4, 0, false]);
    expect(regionInfo(parent).borrows).toHaveLength(3);
    held[1].n = 7;
    expect([child.part.n, held[0].part.n, regionOf(held[1])]).toEqual([7, 7, parent]);
    regionError("ERR_BORROWED", () => move(parent));
    for (const one of [...held, own]) one[Symbol.dispose]();
    expect([borrowCount(parent), isClosed(parent)]).toEqual([1, true]);
    checkInvariant(parent);
  });

  it("keep the ancestors open until they end", () => {
    const { grand, parent, child } = family();
    const held = borrow<any>(child.part);
    expect([isClosed(grand), regionInfo(grand).openSubregions]).toEqual([false, 1]);
    merge(child, parent);
    expect([isClosed(grand), regionInfo(grand).openSubregions]).toEqual([false, 1]);
    held[Symbol.dispose]();
    expect([isClosed(grand), regionInfo(grand).openSubregions, isClosed(parent)]).toEqual([true, 0, true]);
    checkInvariant(grand);
  });

  it("of the child's subregions count as open subregions of the parent", () => {
    const { grand, parent, child, sub } = family();
    const held = borrow<any>(sub.leaf);
    expect(regionInfo(parent).openSubregions).toBe(1);
    merge(child, parent);
    expect([regionInfo(parent).openSubregions, borrowCount(parent), isClosed(parent)]).toEqual([1, 1, false]);
    held[Symbol.dispose]();
    expect([regionInfo(parent).openSubregions, isClosed(parent), isClosed(grand)]).toEqual([0, true, true]);
    checkInvariant(grand);
  });

  it("leave the counts right when child and subregion are both open", () => {
    const { parent, child, sub } = family();
    const second = new Region<any>({ leaf: {} });
    child.second = second;
    const held = [borrow<any>(child.part), borrow<any>(sub.leaf), borrow<any>(second)];
    merge(child, parent);
    expect([borrowCount(parent), regionInfo(parent).openSubregions]).toEqual([2, 2]);
    for (const one of held) one[Symbol.dispose]();
    expect([borrowCount(parent), regionInfo(parent).openSubregions, isClosed(parent)]).toEqual([1, 0, true]);
    checkInvariant(parent);
  });

  it("keep their sites", () => {
    configure({ sites: true });
    try {
      const { parent, child } = family();
      using held = borrow<any>(child.part);
      const before = regionInfo(child).borrows;
      merge(child, parent);
      expect(regionInfo(parent).borrows).toEqual(before);
      expect(regionError("ERR_BORROWED", () => move(parent)).sites).toEqual(before.map(({ site }) => site));
    } finally {
      configure({ sites: false });
    }
  });
});

describe("merge is refused", () => {
  it("into anything but the direct parent: ERR_NOT_PARENT, and nothing changes", () => {
    const { grand, parent, child, sub } = family();
    const free = new Region<any>({ n: 1 }, { name: "free" });
    const pairs: [any, any][] = [
      [child, grand],
      [sub, parent],
      [parent, child],
      [grand, parent],
      [child, child],
      [free, parent],
      [child, free],
      [free, free],
    ];
    for (const [from, into] of pairs) {
      const error = regionError("ERR_NOT_PARENT", () => merge(from, into));
      expect(error.message).toContain(regionInfo(from).name);
    }
    for (const region of [grand, parent, child, sub, free]) expect(isRegion(region)).toBe(true);
    expect([parentOf(child), parentOf(parent), parentOf(free)]).toEqual([parent, grand, undefined]);
    expect(parent.list[0].part.n).toBe(2);
    checkInvariant(grand, free);
  });

  it("of a child that was taken out of its parent", () => {
    const { parent, child } = family();
    parent.list.pop();
    regionError("ERR_NOT_PARENT", () => merge(child, parent));
    parent.back = child;
    merge(child, parent);
    expect(regionOf(child)).toBe(parent);
  });

  it("of what is no region", () => {
    const { parent, child } = family();
    for (const wrong of [{}, [], 1, null, undefined, "region", () => 1, parent.part, freeze({}), new Map()] as any[]) {
      regionError("ERR_NOT_A_REGION", () => merge(wrong, parent));
      regionError("ERR_NOT_A_REGION", () => merge(child, wrong));
    }
    expect([isRegion(child), parentOf(child)]).toEqual([true, parent]);
  });

  it("of dead handles", () => {
    const { parent, child } = family();
    const moved = new Region<any>();
    move(moved);
    const dropped = new Region<any>();
    dropped[Symbol.dispose]();
    for (const [dead, code] of [
      [moved, "ERR_USE_AFTER_MOVE"],
      [dropped, "ERR_INVALIDATED"],
    ] as const) {
      regionError(code, () => merge(dead, parent));
      regionError(code, () => merge(child, dead));
    }
    expect(parentOf(child)).toBe(parent);
  });
});
