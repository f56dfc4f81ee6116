import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  configure,
  freeze,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  registerType,
  validate,
} from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ checks: "fast" }));

/** A region and a raw reference kept from before the adoption: the way past the handle. */
function bypassed(init: any = {}): { raw: any; region: any } {
  return { raw: init, region: new Region<any>(init, { name: "jobs" }) };
}

describe("validate adopts", () => {
  it("local objects that a raw reference put into the region, with all they reach", () => {
    const { raw, region } = bypassed({ part: { list: [] }, map: new Map(), set: new Set() });
    const added = [{ deep: { n: 1 } }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }] as any[];
    raw.field = added[0];
    raw.part.list.push(added[1]);
    raw.map.set("k", added[2]).set(added[3], 1);
    raw.set.add(added[4]);
    validate(region);
    for (const object of [...added, added[0].deep]) expect(regionOf(object)).toBe(region);
    expect(regionInfo(region).size).toBe(5 + 6);
    expect([region.field.deep.n, region.part.list[0].n, region.map.get("k").n]).toEqual([1, 2, 3]);
    const other = new Region<any>();
    regionError("ERR_CROSS_REGION", () => (other.x = region.field));
    checkInvariant(region, other);
  });

  it("free regions, which become subregions", () => {
    const { raw, region } = bypassed({ list: [] });
    const one = new Region<any>({ n: 1 });
    const two = new Region<any>({ n: 2 });
    raw.list.push(one);
    raw.deep = { two };
    validate(region);
    expect([parentOf(one), parentOf(two)]).toEqual([region, region]);
    expect([region.list[0] === one, region.deep.two === two]).toEqual([true, true]);
    checkInvariant(region);
  });

  it("nothing that may stand anywhere: frozen values, functions, primitives", () => {
    const { raw, region } = bypassed({});
    const frozen = freeze({ deep: {} });
    raw.frozen = frozen;
    raw.f = (): number => 1;
    raw.s = "text";
    validate(region);
    expect([regionInfo(region).size, regionOf(frozen), region.frozen === frozen]).toEqual([1, undefined, true]);
    checkInvariant(region);
  });

  it("handles of its own objects, which become internal references that outlive close", () => {
    const { raw, region } = bypassed({ part: { n: 1 } });
    raw.again = region.part;
    raw.self = [region];
    validate(region);
    close(region);
    expect([region.again === region.part, region.self[0] === region, region.again.n]).toEqual([true, true, 1]);
    checkInvariant(region);
  });
});

describe("validate ejects", () => {
  it("what a raw reference took out: it is local again, adoptable elsewhere, and its handles are dead", () => {
    const part = { deep: { n: 1 } };
    const { raw, region } = bypassed({ part, rest: { n: 2 } });
    const handles = [region.part, region.part.deep];
    const { rest } = region;
    delete raw.part;
    validate(region);
    for (const handle of handles) {
      regionError("ERR_INVALIDATED", () => handle.n);
      regionError("ERR_INVALIDATED", () => (handle.n = 2));
      regionError("ERR_INVALIDATED", () => (region.back = handle));
    }
    expect([regionOf(part), regionOf(part.deep), regionInfo(region).size]).toEqual([undefined, undefined, 2]);
    expect([rest.n, region.rest === rest]).toEqual([2, true]);
    const other = new Region<any>({ part });
    expect(other.part.deep.n).toBe(1);
    checkInvariant(region, other);
  });

  it("what was deleted through a handle and is reachable no more", () => {
    const { region } = bypassed({ part: { n: 1 }, list: [{ n: 2 }], map: new Map([["k", { n: 3 }]]) });
    const gone = [region.part, region.list[0], region.map.get("k")];
    delete region.part;
    region.list.pop();
    region.map.clear();
    expect(gone.map(({ n }) => n)).toEqual([1, 2, 3]);
    validate(region);
    for (const handle of gone) regionError("ERR_INVALIDATED", () => handle.n);
    expect(regionInfo(region).size).toBe(3);
    checkInvariant(region);
  });

  it("cycles that hold only each other, and keeps what is still reachable some other way", () => {
    const { region } = bypassed({ a: { n: 1 }, b: { n: 2 }, kept: { n: 3 }, holder: {} });
    const { a, b, kept } = region;
    a.b = b;
    b.a = a;
    region.holder.kept = kept;
    delete region.a;
    delete region.b;
    delete region.kept;
    validate(region);
    for (const handle of [a, b]) regionError("ERR_INVALIDATED", () => handle.n);
    expect([kept.n, region.holder.kept === kept, regionInfo(region).size]).toEqual([3, true, 3]);
    checkInvariant(region);
  });

  it("frees a subregion that a raw reference took out, whose handles live on", () => {
    const child = new Region<any>({ part: { n: 1 } });
    const { raw, region } = bypassed({ child, list: [new Region<any>({ n: 2 })] });
    const second = region.list[0];
    const { part } = child;
    raw.child = undefined;
    raw.list.length = 0;
    validate(region);
    expect([parentOf(child), parentOf(second), isRegion(child), part.n]).toEqual([undefined, undefined, true, 1]);
    const other = new Region<any>({ child });
    expect(parentOf(child)).toBe(other);
    checkInvariant(region, other, second);
  });

  it("an object that is borrowed: the borrow is dead and no longer counted", () => {
    const { raw, region } = bypassed({ part: { n: 1 } });
    const held = borrow<any>(region.part);
    delete raw.part;
    validate(region);
    regionError("ERR_INVALIDATED", () => held.n);
    held[Symbol.dispose]();
    expect(borrowCount(region)).toBe(1);
    expect(isRegion(move(region))).toBe(true);
  });

  it("nothing of a region that is in order, whose handles and borrows stay", () => {
    const { region } = bypassed({ part: { n: 1 }, map: new Map([["k", {}]]), child: new Region<any>({ n: 2 }) });
    region.self = region;
    const handles = [region.part, region.map, region.map.get("k"), region.child];
    const held = borrow<any>(region.part);
    const { size } = regionInfo(region);
    validate(region);
    validate(region);
    expect([region.part, region.map, region.map.get("k"), region.child].map((h, i) => h === handles[i])).toEqual([
      true,
      true,
      true,
      true,
    ]);
    held.n = 3;
    expect([regionInfo(region).size, borrowCount(region), region.part.n]).toEqual([size, 2, 3]);
    checkInvariant(region);
  });
});

describe("validate reports", () => {
  const others: object[] = [];
  const cases: [string, string, (region: any) => unknown][] = [
    ["the handle of another region's object", "ERR_CROSS_REGION", () => new Region<any>({ part: {} }).part],
    [
      "a raw reference to another region's object",
      "ERR_CROSS_REGION",
      () => {
        const part = {};
        others.push(new Region<any>({ part }));
        return part;
      },
    ],
    ["the bridge of a region that somebody owns", "ERR_ALREADY_OWNED", () => {
      const owned = new Region<any>();
      others.push(new Region<any>({ owned }));
      return owned;
    }], // prettier-ignore
    ["a second reference to its own subregion", "ERR_ALREADY_OWNED", (region) => region.child],
    ["a WeakMap", "ERR_NOT_MOVABLE", () => new WeakMap()],
    ["a Promise", "ERR_NOT_MOVABLE", () => Promise.resolve()],
    ["a moved region", "ERR_USE_AFTER_MOVE", () => {
      const dead = new Region<any>();
      others.push(move(dead));
      return dead;
    }], // prettier-ignore
    ["a dropped region", "ERR_INVALIDATED", () => {
      const dead = new Region<any>();
      dead[Symbol.dispose]();
      return dead;
    }], // prettier-ignore
  ];

  it.each(cases)("%s, with its path, and validates once that is gone", (_, code, make) => {
    const { raw, region } = bypassed({ part: { list: [] as unknown[] }, child: new Region<any>() });
    const { part } = region;
    raw.part.list.push(0, { bad: make(region) });
    const error = regionError(code as never, () => validate(region));
    // Of two references to one subregion either may be called the second.
    expect(error.path).toMatch(
      code === "ERR_ALREADY_OWNED" ? /^\$\.(part\.list\[1\]\.bad|child)$/ : /^\$\.part\.list\[1\]\.bad$/,
    );
    expect(error.message).toContain(error.path);
    expect([isRegion(region), part === region.part]).toEqual([true, true]);
    raw.part.list.pop();
    validate(region);
    expect(part.list.length).toBe(1);
    checkInvariant(region);
  });

  it("an ancestor as a cycle of regions", () => {
    const { raw, region: child } = bypassed({});
    const parent = new Region<any>({ child });
    raw.up = parent;
    regionError("ERR_REGION_CYCLE", () => validate(child));
    delete raw.up;
    validate(child);
    expect(parentOf(child)).toBe(parent);
  });

  it("that something is no region", () => {
    const region = new Region<any>({ part: {} });
    for (const wrong of [{}, [], 1, null, undefined, () => 1, region.part, freeze({})])
      regionError("ERR_NOT_A_REGION", () => validate(wrong as any));
    const moved = move(region);
    regionError("ERR_USE_AFTER_MOVE", () => validate(region));
    validate(moved);
    expect(isRegion(moved)).toBe(true);
  });

  it("and changes nothing when it reports: no object is adopted, none ejected", () => {
    const { raw, region } = bypassed({ part: { n: 1 } });
    const { part } = region;
    const added = {};
    raw.added = added;
    delete raw.part;
    raw.bad = new WeakSet();
    regionError("ERR_NOT_MOVABLE", () => validate(region));
    expect([part.n, regionOf(added)]).toEqual([1, undefined]);
    raw.bad = undefined;
    validate(region);
    expect(regionOf(added)).toBe(region);
    regionError("ERR_INVALIDATED", () => part.n);
  });
});

describe("dirty", () => {
  class Counter {
    #n = 0;
    increment(): number {
      return ++this.#n;
    }
  }
  registerType(Counter, { movable: "opaque" });

  it("is what a region becomes by methods that run on raw objects, and validate clears it", () => {
    const region = new Region<any>({ counter: new Counter() });
    expect(region.counter.increment()).toBe(1);
    expect(regionInfo(region).dirty).toBe(true);
    validate(region);
    expect(regionInfo(region).dirty).toBe(false);
    expect(region.counter.increment()).toBe(2);
    expect(regionInfo(region).dirty).toBe(true);
  });

  it("stays when validate reports", () => {
    const raw: any = { counter: new Counter() };
    const region = new Region<any>(raw);
    region.counter.increment();
    raw.bad = new WeakMap();
    regionError("ERR_NOT_MOVABLE", () => validate(region));
    expect(regionInfo(region).dirty).toBe(true);
  });
});

describe("boundaries", () => {
  it("freeze always validates: it finds what a raw reference brought in", () => {
    const { raw, region } = bypassed({ part: { n: 1 } });
    const other = new Region<any>({ part: {} });
    raw.bad = other.part;
    regionError("ERR_CROSS_REGION", () => freeze(region));
    expect([isRegion(region), isFrozen(region.part), isFrozen(other.part)]).toEqual([true, false, false]);
    raw.bad = { fine: {} };
    freeze(region);
    expect([isFrozen(region), Object.isFrozen(raw.bad.fine)]).toEqual([true, true]);
  });

  const boundaries: [string, cross: (region: any) => unknown][] = [
    ["move", (region) => move(region)],
    ["close", (region) => (close(region), region)],
  ];

  it.each(boundaries)('%s validates with checks: "full" and does not with "fast"', (_, cross) => {
    for (const checks of ["full", "fast"] as const) {
      configure({ checks });
      const { raw, region } = bypassed({});
      const parent = new Region<any>({ region });
      const other = new Region<any>({ part: {} });
      raw.bad = other.part;
      if (checks === "fast") {
        cross(region);
        continue;
      }
      expect(regionError("ERR_CROSS_REGION", () => cross(region)).path).toBe("$.bad");
      expect([isRegion(region), parentOf(region)]).toEqual([true, parent]);
      raw.bad = { n: 1 };
      const crossed = cross(region) as any;
      expect(regionOf(raw.bad)).toBe(regionOf(crossed));
      expect(crossed.bad.n).toBe(1);
    }
  });
});
