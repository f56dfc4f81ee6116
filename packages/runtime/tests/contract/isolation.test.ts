import { types } from "node:util";
import { describe, expect, it } from "vitest";
import { borrow, checkInvariant, close, freeze, isRegion, move, Region, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";

describe("nothing gives away the object behind a handle", () => {
  const make = (): any => {
    const raw = { n: 1 };
    return new Region<any>({ list: [raw], part: { raw }, captured: () => raw });
  };

  it.each([
    ["pop", (r: any) => r.list.pop()],
    ["shift", (r: any) => r.list.shift()],
    ["splice", (r: any) => r.list.splice(0, 1)[0]],
    ["slice", (r: any) => r.list.slice()[0]],
    ["concat", (r: any) => r.list.concat()[0]],
    ["concat of a local array", (r: any) => ([] as any[]).concat(r.list)[0]],
    ["flat", (r: any) => [r.list].flat()[0]],
    ["iteration", (r: any) => [...r.list][0]],
    ["entries", (r: any) => [...r.list.entries()][0][1]],
    ["Object.entries", (r: any) => Object.entries(r.part)[0]![1]],
    ["find", (r: any) => r.list.find(() => true)],
    ["reduce", (r: any) => r.list.reduce((x: any) => x)],
    ["a descriptor", (r: any) => Object.getOwnPropertyDescriptor(r.part, "raw")!.value],
    ["all descriptors", (r: any) => Object.getOwnPropertyDescriptors(r.list)["0"]!.value],
    ["Reflect.get with another receiver", (r: any) => Reflect.get(r.part, "raw", {})],
    ["Array.prototype.at.call", (r: any) => Array.prototype.at.call(r.list, 0)],
    ["Array.prototype.pop.call", (r: any) => Array.prototype.pop.call(r.list)],
    ["Array.from", (r: any) => Array.from(r.list)[0]],
    ["the argument of a callback", (r: any) => r.list.map((_: any, __: any, list: any) => list)[0][0]],
    ["the arguments of a comparison", (r: any) => (r.list.push({}), grab((keep) => r.list.sort(keep)))],
    ["toJSON", (r: any) => grab((keep) => ((r.toJSON = keepThis(keep)), JSON.stringify(r)))],
    ["Symbol.iterator", (r: any) => grab((keep) => ((r[Symbol.iterator] = keepThis(keep)), attempt(() => [...r])))],
    ["Symbol.toPrimitive", (r: any) => grab((keep) => ((r[Symbol.toPrimitive] = keepThis(keep)), `${r}`))],
    [
      "toString",
      (r: any) => grab((keep) => ((r.part.toString = keepThis(keep)), r.list.splice(0, 1, r.part), r.list.join())),
    ],
    ["valueOf", (r: any) => grab((keep) => ((r.valueOf = keepThis(keep)), Number(r)))],
    ["a setter", (r: any) => grab((keep) => (Object.defineProperty(r, "s", { set: keepThis(keep) }), (r.s = 1)))],
    ["what a borrow gives", (r: any) => borrow(r.list, (list: any) => list[0])],
    ["a getter that captured it", (r: any) => (Object.defineProperty(r, "g", { get: r.captured }), r.g)],
  ])("%s", (_, read) => {
    const region = make();
    const value = read(region);
    expect(types.isProxy(value)).toBe(true);
    expect(regionOf(value)).toBe(region);
  });

  function grab(run: (keep: (value: any) => any) => unknown): any {
    let kept: any;
    run((value) => {
      kept = value;
      return 0;
    });
    return kept;
  }
  function keepThis(keep: (value: any) => any): (this: any) => any {
    return function (this: any) {
      keep(this);
      return "1";
    };
  }
  function attempt(run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      return error;
    }
  }

  it("a species constructor that gives an array of another region", () => {
    const a = new Region<any>({ list: [{}, {}] });
    const b = new Region<any>({ list: [] });
    a.list.constructor = { [Symbol.species]: () => b.list };
    for (const run of [
      () => a.list.map((x: any) => x),
      () => a.list.filter(() => true),
      () => a.list.slice(),
      () => a.list.concat([]),
      () => a.list.splice(0, 1),
    ]) {
      try {
        run();
      } catch (error) {
        expect((error as Error).message).not.toBe("");
      }
      checkInvariant(a, b);
    }
  });

  it("a write with another handle as receiver goes to that handle's region, and is checked there", () => {
    const a = new Region<any>({ part: {}, n: 1 });
    const b = new Region<any>({ other: {} });
    const local = {};
    expect(Reflect.set(a, "n", local, b)).toBe(true);
    expect([a.n, regionOf(local) === b]).toEqual([1, true]);
    regionError("ERR_CROSS_REGION", () => Reflect.set(a, "n", a.part, b));
    regionError("ERR_CROSS_REGION", () => Reflect.set(a.part, "n", b.other, a));
    checkInvariant(a, b);
  });
});

describe("a dead handle does nothing any more", () => {
  const ends: [string, string, (r: any) => unknown][] = [
    ["move", "ERR_USE_AFTER_MOVE", (r) => move(r)],
    ["close", "ERR_INVALIDATED", (r) => close(r)],
    ["dropping", "ERR_INVALIDATED", (r) => r[Symbol.dispose]()],
  ];
  it.each(ends)("after %s: iterators, bound functions and methods got before", (_, code, end) => {
    const region = new Region<any>({ list: [1, 2, 3] });
    const { list } = region;
    const iterator = list[Symbol.iterator]();
    const entries = Object.entries;
    const { push } = list;
    const bound = list.push.bind(list);
    iterator.next();
    end(region);
    for (const use of [
      () => iterator.next(),
      () => push.call(list, 1),
      () => bound(1),
      () => entries(list),
      () => Array.prototype.push.call(list, 1),
      () => Reflect.set({}, "x", 1, list),
      () => Reflect.ownKeys(list),
    ])
      regionError(code as never, use);
  });

  it.each(ends)("though %s happens while the arguments of a write are made", (_, code, end) => {
    const writes: ((list: any, now: () => any) => unknown)[] = [
      (list, now) => list.push(now()),
      (list, now) => (list[0] = now()),
      (list, now) => list.splice({ valueOf: now }, 1, 7),
      (list, now) => list.splice(0, { valueOf: now }, 7),
      (list, now) => list.fill(7, { valueOf: now }),
      (list, now) => list.fill(7, 0, { valueOf: now }),
      (list, now) => list.copyWithin({ valueOf: now }, 1),
      (list, now) => (list.length = { valueOf: now }),
      (list, now) => Object.defineProperty(list, "length", { value: { valueOf: now } }),
      (list, now) => (list[{ toString: now } as any] = 7),
      (list, now) =>
        Object.defineProperty(list, "0", {
          get value() {
            return now();
          },
        }),
      (list, now) => list.sort(now),
    ];
    for (const write of writes) {
      const list = [1, 2, 3];
      const region = new Region<any>({ list });
      const handle = region.list;
      let done = false;
      regionError(code as never, () =>
        write(handle, () => {
          if (!done) end(region);
          done = true;
          return 1;
        }),
      );
      expect(list, String(write)).toEqual([1, 2, 3]);
    }
  });

  it("though freezing happens while the arguments of a write are made", () => {
    for (const write of [
      (list: any, now: () => any) => list.splice({ valueOf: now }, 1, 7),
      (list: any, now: () => any) => list.fill(7, { valueOf: now }),
      (list: any, now: () => any) => list.copyWithin({ valueOf: now }, 1),
      (list: any, now: () => any) => (list.length = { valueOf: now }),
      (list: any, now: () => any) => list.push(now()),
    ]) {
      const region = new Region<any>({ list: [1, 2, 3] });
      regionError("ERR_FROZEN_MUTATION", () =>
        write(region.list, () => {
          freeze(region);
          return 1;
        }),
      );
      expect([...region.list], String(write)).toEqual([1, 2, 3]);
    }
  });

  it("though a getter of what is adopted by Object.assign ends the region", () => {
    const region = new Region<any>({});
    let moved: any;
    regionError("ERR_USE_AFTER_MOVE", () =>
      Object.assign(region, {
        a: 1,
        get b() {
          moved = move(region);
          return 2;
        },
        c: 3,
      }),
    );
    expect(Object.keys(moved)).toEqual(["a"]);
  });
});

describe("one object is never in two regions", () => {
  it("whatever is tried with spread, assign, descriptors, entries and arrays of parts", () => {
    const a = new Region<any>({ part: { deep: {} }, list: [{}] });
    const b = new Region<any>({ list: [] });
    const { part } = a;
    for (const store of [
      () => Object.assign(b, a),
      () => Object.assign(b.list, a.list),
      () => Object.defineProperties(b, Object.getOwnPropertyDescriptors(a)),
      () => b.list.push(...a.list),
      () => b.list.splice(0, 0, ...a.list),
      () => (b.copy = Object.fromEntries(Object.entries(a))),
      () => (b.copy = Array.from(a.list)),
      () => (b.copy = a.list.map((x: any) => x)),
      () => (b.copy = [a.list]),
      () => ([b.x] = a.list),
      () => ({ part: b.x } = a),
      () => (b.x ??= part),
      () => new Region([part]),
      () => new Region(a.list),
      () => Reflect.set(b, "x", part),
      () => Reflect.set(Object.create(null), "x", part, b),
      () => Reflect.defineProperty(b, "x", { value: part }),
      () => borrow(b, (held: any) => (held.x = borrow(part, (p: any) => p.deep))),
      () => borrow(part, (p: any) => (b.x = p)),
    ])
      regionError("ERR_CROSS_REGION", store);
    expect(Object.keys(b)).toEqual(["list"]);
    expect(b.list).toHaveLength(0);
    checkInvariant(a, b);
  });

  it("after its region was moved, neither by the old handle nor by the new one", () => {
    const a = new Region<any>({ part: {} });
    const { part } = a;
    const moved = move(a);
    const b = new Region<any>();
    regionError("ERR_USE_AFTER_MOVE", () => (b.x = part));
    regionError("ERR_CROSS_REGION", () => (b.x = moved.part));
    expect(isRegion(b)).toBe(true);
    checkInvariant(moved, b);
  });

  it("after it was removed from its region", () => {
    const a = new Region<any>({ list: [{}, {}] });
    const b = new Region<any>();
    const [removed] = a.list.splice(0, 1);
    regionError("ERR_CROSS_REGION", () => (b.x = removed));
    regionError("ERR_CROSS_REGION", () => (b.x = a.list.pop()));
    checkInvariant(a, b);
  });
});
