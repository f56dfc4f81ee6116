import { afterEach, describe, expect, it } from "vitest";
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
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
} from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ sites: false }));

describe("the borrow count", () => {
  it("is 1 for the owner plus the outstanding borrows of any object of the region", () => {
    const region = new Region<any>({ part: { deep: {} }, list: [{}] });
    expect(borrowCount(region)).toBe(1);
    const borrows = [region, region.part, region.part, region.part.deep, region.list, region.list[0]].map((h) =>
      borrow<any>(h),
    );
    expect(borrowCount(region)).toBe(7);
    expect(regionInfo(region)).toMatchObject({ borrowCount: 7, state: "open" });
    expect(regionInfo(region).borrows).toHaveLength(6);
    for (const [index, held] of borrows.entries()) {
      held[Symbol.dispose]();
      expect(borrowCount(region)).toBe(6 - index);
      held[Symbol.dispose]();
      expect(borrowCount(region)).toBe(6 - index);
    }
    expect(isClosed(region)).toBe(true);
  });

  it("does not count what is read, however much", () => {
    const region = new Region<any>({ part: { deep: {} } });
    const kept = [];
    for (let i = 0; i < 100; i++) kept.push(region.part, region.part.deep, { ...region });
    expect([borrowCount(region), isClosed(region)]).toEqual([1, true]);
    expect(kept).toHaveLength(300);
  });

  it("counts a borrow of a borrow", () => {
    const region = new Region<any>({ part: { deep: {} } });
    const one = borrow<any>(region.part);
    const two = borrow<any>(one);
    const three = borrow<any>(two.deep);
    expect(borrowCount(region)).toBe(4);
    one[Symbol.dispose]();
    expect(borrowCount(region)).toBe(3);
    two.x = 1;
    three.y = 1;
    two[Symbol.dispose]();
    three[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
  });

  it("can be asked of a borrow of the bridge and counts for that region", () => {
    const region = new Region<any>();
    using held = borrow<any>(region);
    expect(regionOf(held)).toBe(region);
    expect(borrowCount(region)).toBe(2);
  });

  it("is of the region that owns the object, not of its parent", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child });
    using held = borrow(parent.child.part);
    expect([borrowCount(parent), borrowCount(child)]).toEqual([1, 2]);
  });

  it("does not change when borrow is refused", () => {
    const region = new Region<any>({ part: {} });
    const { part } = region;
    close(region);
    regionError("ERR_INVALIDATED", () => borrow(part));
    regionError("ERR_INVALIDATED", () => borrow(part, () => 1));
    for (const use of [1, "a", {}, []]) expect(() => borrow(region, use as never)).toThrow(TypeError);
    expect(borrowCount(region)).toBe(1);
  });

  it("does not go below 1 whatever is disposed after close, and never touches later borrows", () => {
    const region = new Region<any>({ part: {} });
    const old = [borrow<any>(region.part), borrow<any>(region)];
    close(region);
    using fresh = borrow(region.part);
    for (const held of [...old, ...old]) held[Symbol.dispose]();
    expect(borrowCount(region)).toBe(2);
  });

  it("stays with the region when it is adopted, and when the object leaves by freezing", () => {
    const child = new Region<any>({ part: {} });
    const held = borrow<any>(child.part);
    const parent = new Region<any>({ child });
    expect(borrowCount(child)).toBe(2);
    freeze(child.part);
    expect([borrowCount(child), isClosed(parent), isFrozen(held)]).toEqual([1, true, true]);
    held[Symbol.dispose]();
    expect([borrowCount(child), isClosed(parent)]).toEqual([1, true]);
    checkInvariant(parent);
  });

  it("counts a borrow of an object that is no longer reachable in its region", () => {
    const region = new Region<any>({ part: {} });
    const held = borrow<any>(region.part);
    delete region.part;
    expect(borrowCount(region)).toBe(2);
    regionError("ERR_BORROWED", () => move(region));
    held[Symbol.dispose]();
    move(region);
  });
});

describe("a borrow", () => {
  it("reads and writes what it was made of", () => {
    const region = new Region<any>({ part: { n: 1 } });
    using held = borrow<any>(region.part);
    held.n = 2;
    held.list = [1];
    expect(region.part.n).toBe(2);
    expect(regionInfo(region).size).toBe(3);
    expect(Object.keys(held)).toEqual(["n", "list"]);
    expect(JSON.stringify(held)).toBe('{"n":2,"list":[1]}');
    expect(regionOf(held)).toBe(region);
    delete held.list;
    expect("list" in region.part).toBe(false);
  });

  it("gives through reads the same handles as the region", () => {
    const region = new Region<any>({ part: { deep: {}, list: [{}] } });
    using held = borrow<any>(region.part);
    expect(held.deep).toBe(region.part.deep);
    expect(held.list[0]).toBe(region.part.list[0]);
    expect([...held.list][0]).toBe(region.part.list[0]);
  });

  it("of an array is an array", () => {
    const region = new Region<any>({ list: [3, 1, 2] });
    using held = borrow(region.list as number[]);
    expect(Array.isArray(held)).toBe(true);
    held.push(0);
    held.sort();
    expect([...held]).toEqual([0, 1, 2, 3]);
    expect(held.length).toBe(4);
    expect(JSON.stringify(held)).toBe("[0,1,2,3]");
  });

  it("that has ended throws ERR_INVALIDATED whatever is done with it", () => {
    const region = new Region<any>({ part: { n: 1 } }, { name: "jobs" });
    const held = borrow<any>(region.part);
    held[Symbol.dispose]();
    for (const use of [
      () => held.n,
      () => (held.n = 1),
      () => delete held.n,
      () => "n" in held,
      () => Object.keys(held),
      () => Object.defineProperty(held, "n", { value: 1 }),
      () => ({ ...held }),
      () => JSON.stringify(held),
      () => borrow(held),
      () => borrow(held, () => 1),
      () => (region.x = held),
      () => (region.x = { deep: [held] }),
      () => freeze(held),
      () => move(held),
    ]) {
      const error = regionError("ERR_INVALIDATED", use);
      expect(error.message).toContain("borrow");
    }
    expect(region.part.n).toBe(1);
    expect(Object.keys(region)).toEqual(["part"]);
  });

  it("is disposed silently as often as one likes", () => {
    const region = new Region<any>({ part: {} });
    const held = borrow<any>(region.part);
    for (let i = 0; i < 3; i++) held[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
  });

  it("of an object that has its own Symbol.dispose ends all the same", () => {
    let calls = 0;
    const region = new Region<any>({
      part: {
        [Symbol.dispose]() {
          calls++;
        },
      },
    });
    {
      using held = borrow(region.part);
    }
    expect(borrowCount(region)).toBe(1);
    const before = calls;
    region.part[Symbol.dispose]();
    expect(calls).toBe(before + 1);
    expect(isRegion(move(region))).toBe(true);
  });

  it("leaves alive what was read through it", () => {
    const region = new Region<any>({ part: { deep: { n: 1 }, list: [{ n: 2 }] } });
    let deep: any;
    let element: any;
    {
      using held = borrow<any>(region.part);
      deep = held.deep;
      [element] = held.list;
    }
    expect([deep.n, element.n]).toEqual([1, 2]);
    deep.n = 3;
    expect(region.part.deep.n).toBe(3);
    const fromCallback = borrow<any, any>(region.part, (held: any) => held.list);
    fromCallback.push(1);
    expect(fromCallback).toHaveLength(2);
    close(region);
    for (const dead of [deep, element, fromCallback]) regionError("ERR_INVALIDATED", () => dead.n);
  });

  it("of the bridge is no licence to drop the region", () => {
    const region = new Region<any>({ n: 1 });
    {
      using held = borrow(region);
    }
    expect(region.n).toBe(1);
    expect(isRegion(region)).toBe(true);
  });

  it("survives that the region gets a parent, and opens it", () => {
    const child = new Region<any>({ part: { n: 1 } });
    using held = borrow<any>(child.part);
    const parent = new Region<any>({ child });
    held.n = 2;
    expect([parent.child.part.n, isClosed(parent)]).toEqual([2, false]);
    parent.child = undefined;
    expect([held.n, isClosed(parent), isClosed(child)]).toEqual([2, true, false]);
  });

  it("stored in another region: ERR_CROSS_REGION", () => {
    const a = new Region<any>({ part: {} });
    const b = new Region<any>();
    using held = borrow(a.part);
    regionError("ERR_CROSS_REGION", () => (b.x = held));
    regionError("ERR_CROSS_REGION", () => new Region({ held }));
    checkInvariant(a, b);
  });
});

describe("borrow with a function", () => {
  it("returns what the function returns, and ends", () => {
    const region = new Region<any>({ part: { n: 1 } });
    let kept: any;
    const result = borrow(region.part, (held: any) => {
      kept = held;
      expect(borrowCount(region)).toBe(2);
      return [held.n];
    });
    expect(result).toEqual([1]);
    expect(borrowCount(region)).toBe(1);
    regionError("ERR_INVALIDATED", () => kept.n);
  });

  it("ends when the function throws, and the error comes through unchanged", () => {
    const region = new Region<any>({ part: {} });
    const mine = new Error("mine");
    let caught: unknown;
    try {
      borrow(region.part, () => {
        throw mine;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(mine);
    expect(borrowCount(region)).toBe(1);
    expect(() =>
      borrow(region.part, () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
        throw undefined;
      }),
    ).toThrow();
    expect(isClosed(region)).toBe(true);
  });

  it("ends when the promise is fulfilled, not before", async () => {
    const region = new Region<any>({ part: { n: 1 } });
    let settle!: (value: string) => void;
    const promise = borrow(region.part, () => new Promise<string>((resolve) => (settle = resolve)));
    expect(promise).toBeInstanceOf(Promise);
    await Promise.resolve();
    expect(borrowCount(region)).toBe(2);
    regionError("ERR_BORROWED", () => move(region));
    settle("done");
    expect(await promise).toBe("done");
    expect(borrowCount(region)).toBe(1);
    move(region);
  });

  it("ends when the promise is rejected, and passes the reason on", async () => {
    const region = new Region<any>({ part: {} });
    const mine = new Error("mine");
    let kept: any;
    const promise = borrow(region.part, async (held: any) => {
      kept = held;
      await Promise.resolve();
      throw mine;
    });
    expect(borrowCount(region)).toBe(2);
    await expect(promise).rejects.toBe(mine);
    expect(borrowCount(region)).toBe(1);
    regionError("ERR_INVALIDATED", () => kept.x);
  });

  it("can be closed under its hands", async () => {
    const region = new Region<any>({ part: { n: 1 } });
    const promise = borrow(region.part, async (held: any) => {
      await Promise.resolve();
      return held.n;
    });
    close(region);
    await expect(promise).rejects.toMatchObject({ code: "ERR_INVALIDATED" });
    expect(borrowCount(region)).toBe(1);
  });

  it("can end its own borrow early", () => {
    const region = new Region<any>({ part: {} });
    borrow(region.part, (held: any) => {
      held[Symbol.dispose]();
      expect(borrowCount(region)).toBe(1);
      move(region);
    });
  });

  it("nests", () => {
    const region = new Region<any>({ part: { deep: { n: 1 } } });
    const n = borrow(region.part, (part: any) => borrow(part.deep, (deep: any) => [deep.n, borrowCount(region)]));
    expect(n).toEqual([1, 3]);
    expect(borrowCount(region)).toBe(1);
  });
});

describe("ERR_BORROWED", () => {
  it("names where each borrow was made, when sites are recorded", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: {}, list: [] }, { name: "jobs" });
    const held = [borrow<any>(region.part), borrow<any>(region.list)];
    const error = regionError("ERR_BORROWED", () => move(region));
    expect(error.sites).toHaveLength(2);
    for (const site of error.sites) {
      expect(site).toMatch(/borrow\.test\.ts:\d+/);
      expect(error.message).toContain(site);
    }
    expect(error.message).toContain("jobs");
    expect(regionInfo(region).borrows.map(({ site }) => site)).toEqual(error.sites);
    held[0][Symbol.dispose]();
    expect(regionError("ERR_BORROWED", () => move(region)).sites).toEqual([error.sites[1]]);
  });

  it("names the borrows of subregions that keep an ancestor open", () => {
    configure({ sites: true });
    const sub = new Region<any>({ part: {} }, { name: "sub" });
    const region = new Region<any>({ deep: { sub } }, { name: "jobs" });
    using held = borrow(sub.part);
    const error = regionError("ERR_BORROWED", () => move(region));
    expect(error.sites).toHaveLength(1);
    expect(error.sites[0]).toMatch(/borrow\.test\.ts:\d+/);
  });

  it("says so even when sites are not recorded", () => {
    const region = new Region<any>({ part: {} }, { name: "jobs" });
    using held = borrow(region.part);
    const error = regionError("ERR_BORROWED", () => move(region));
    expect(error.sites).toEqual([]);
    expect(error.message).toMatch(/borrow/);
    expect(error.message).toContain("jobs");
    expect(regionInfo(region).borrows).toEqual([{ site: undefined }]);
    expect(isRegion(region)).toBe(true);
  });

  it("changes nothing: neither the handle nor the field that owns the region", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child });
    using held = borrow(child.part);
    regionError("ERR_BORROWED", () => move(child));
    expect(parent.child).toBe(child);
    expect(parentOf(child)).toBe(parent);
    checkInvariant(parent);
  });
});

describe("close", () => {
  it("ends every borrow and transient handle, and r stays valid and gives fresh handles", () => {
    const sub = new Region<any>({ leaf: { n: 1 } });
    const region = new Region<any>({ part: { n: 1 }, sub });
    const { part } = region;
    const { leaf } = sub;
    const dead = [part, leaf, borrow(region.part), borrow(region), borrow(sub.leaf), borrow(sub)] as any[];
    close(region);
    for (const handle of dead) {
      const error = regionError("ERR_INVALIDATED", () => handle.n);
      expect(error.message.length).toBeGreaterThan(20);
      regionError("ERR_INVALIDATED", () => (handle.n = 2));
      regionError("ERR_INVALIDATED", () => borrow(handle));
    }
    expect([isRegion(region), borrowCount(region), isClosed(region)]).toEqual([true, 1, true]);
    expect([region.part.n, region.sub.leaf.n]).toEqual([1, 1]);
    expect(region.part).toBe(region.part);
    region.part.n = 5;
    expect(region.sub).toBe(region.sub);
    expect(parentOf(region.sub)).toBe(region);
    checkInvariant(region);
    move(region);
  });

  it("of a region that is closed still ends what was read", () => {
    const region = new Region<any>({ part: {} });
    const { part } = region;
    expect(isClosed(region)).toBe(true);
    close(region);
    regionError("ERR_INVALIDATED", () => part.x);
    close(region);
    expect(isRegion(region)).toBe(true);
  });

  it("is not what isClosed does, which changes nothing", () => {
    const region = new Region<any>({ part: {} });
    const { part } = region;
    using held = borrow<any>(region.part);
    expect(isClosed(region)).toBe(false);
    part.n = 1;
    expect(held.n).toBe(1);
  });

  it("leaves the parent's own handles alone", () => {
    const child = new Region<any>({ part: {} });
    const parent = new Region<any>({ child, part: { n: 1 } });
    const { part } = parent;
    using held = borrow<any>(parent.part);
    close(child);
    expect([part.n, held.n, parent.child === child]).toEqual([1, 1, true]);
  });

  it("does not change any data nor any owner", () => {
    const child = new Region<any>({ n: 1 });
    const parent = new Region<any>({ list: [child, { a: 1 }] });
    const before = JSON.stringify(parent);
    const { size } = regionInfo(parent);
    close(parent);
    expect(JSON.stringify(parent)).toBe(before);
    expect(regionInfo(parent).size).toBe(size);
    checkInvariant(parent);
  });
});
