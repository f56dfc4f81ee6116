import { describe, expect, it } from "vitest";
import { borrow, close, Cown, freeze, isFrozen, move, parentOf, Region, regionInfo, thaw } from "../../src/index.js";
import { regionError } from "../errors.js";

/** What a cown holds, seen through a guard. */
function peek<T>(cown: Cown<T>): T {
  using held = cown.tryAcquire();
  if (held === undefined) throw new Error(`the cown is ${cown.state}`);
  return held.value;
}

describe("A cown can hold", () => {
  it.each([undefined, null, 0, "text", true, 10n, Symbol("s")])("the primitive %s", (value) => {
    expect(peek(new Cown(value))).toBe(value);
  });

  it("functions and classes, which are shared constants", () => {
    const run = () => 1;
    expect(peek(new Cown(run))).toBe(run);
    expect(peek(new Cown(Map))).toBe(Map);
  });

  it("a frozen value, which stays what it is", () => {
    const settings = freeze({ hosts: ["a"] });
    const cown = new Cown(settings);
    expect(peek(cown)).toBe(settings);
    expect(settings.hosts[0]).toBe("a");
  });

  it("another cown, and itself", () => {
    const inner = new Cown<unknown>(1);
    expect(peek(new Cown(inner))).toBe(inner);
    using held = inner.tryAcquire()!;
    held.value = inner;
    expect(held.value).toBe(inner);
  });

  it("a free region, with all that it holds", () => {
    const cown = new Cown(new Region({ items: [1], part: new Region({ n: 2 }) }));
    using held = cown.tryAcquire()!;
    expect([held.value.items[0], held.value.part.n]).toEqual([1, 2]);
    expect(regionInfo(held.value).parent).toBe("cown");
    expect(parentOf(held.value)).toBe(cown);
    expect(parentOf(held.value.part)).toBe(held.value);
  });

  it("a region over a frozen graph", () => {
    const cown = new Cown(thaw(freeze({ part: { n: 1 } })));
    using held = cown.tryAcquire()!;
    held.value.part.n = 2;
    expect(held.value.part.n).toBe(2);
  });
});

describe("A region that is given to a cown is consumed as by move", () => {
  it("so its handles are dead, and those of its subregions", () => {
    const child = new Region({ n: 1 }, { name: "child" });
    const state = new Region({ child, items: [1] }, { name: "state" });
    const { items } = state;
    new Cown(state, { name: "account" });
    for (const use of [() => state.items, () => items.length, () => child.n])
      expect(regionError("ERR_USE_AFTER_MOVE", use).message).toContain('it was given to cown "account"');
  });

  it("when it is assigned to the value of a guard, too", () => {
    const cown = new Cown<unknown>(0);
    const state = new Region({ n: 1 });
    using held = cown.tryAcquire()!;
    held.value = state;
    regionError("ERR_USE_AFTER_MOVE", () => state.n);
    expect((held.value as { n: number }).n).toBe(1);
  });

  it("but assigning it needs a closed one", () => {
    const cown = new Cown<unknown>(0);
    const state = new Region({ n: 1 });
    using borrowed = borrow(state);
    using held = cown.tryAcquire()!;
    regionError("ERR_BORROWED", () => (held.value = state));
    expect([held.value, borrowed.n, state.n]).toEqual([0, 1, 1]);
  });
});

describe("A cown refuses with ERR_COWN_CONTENT", () => {
  const other = new Cown(new Region({ n: 1 }, { name: "held" }), { name: "other" });
  const holder = other.tryAcquire()!;
  const parent = new Region({ child: new Region({ n: 1 }, { name: "child" }) }, { name: "parent" });
  const raw = {};
  const cases: [string, unknown, RegExp][] = [
    ["an ordinary object", { n: 1 }, /a plain object to cown "c".*new Region\(value\)/],
    ["an array", [1], /an array/],
    ["an object that is frozen on the surface only", Object.freeze({ list: [] }), /frozen all the way down/],
    ["a Map", new Map(), /a Map/],
    ["a promise", Promise.resolve(), /a Promise/],
    ["a proxy", new Proxy({}, {}), /a proxy/],
    ["an object inside a region", new Region({ part: {} }, { name: "jobs" }).part, /region "jobs"/],
    ["a subregion", parent.child, /region "parent" owns it.*move/],
    ["what another cown holds", holder.value, /cown "other" owns it.*guard\.value = null/],
    ["a guard", holder, /Guard/],
    ["an object that a region owns", (new Region(raw), raw), /neither a free region nor frozen/],
  ];
  it.each(cases)("%s", (_, value, message) => {
    expect(regionError("ERR_COWN_CONTENT", () => new Cown(value, { name: "c" })).message).toMatch(message);
    const cown = new Cown<unknown>("old", { name: "c" });
    using held = cown.tryAcquire()!;
    regionError("ERR_COWN_CONTENT", () => (held.value = value));
    expect(held.value).toBe("old");
  });

  it("and dead handles with their own code", () => {
    const moved = new Region();
    move(moved);
    regionError("ERR_USE_AFTER_MOVE", () => new Cown(moved));
    const { part } = new Region({ part: {} });
    close(parent);
    expect(part).toBeDefined();
  });
});

describe("What is in a cown", () => {
  it("can be replaced through the guard, and the cown keeps the new value", () => {
    const cown = new Cown(1);
    {
      using held = cown.tryAcquire()!;
      held.value = 2;
      held.value += 3;
    }
    expect(peek(cown)).toBe(5);
  });

  it("is not changed by storing what is there already", () => {
    const cown = new Cown(new Region({ n: 1 }));
    using held = cown.tryAcquire()!;
    const before = held.value;

    held.value = held.value;
    expect(held.value).toBe(before);
    expect(before.n).toBe(1);
  });

  it("outlives the guard when it was taken out by a swap, and moved", () => {
    const cown = new Cown<Region<{ n: number }> | undefined>(new Region({ n: 1 }));
    const held = cown.tryAcquire()!;
    const old = held.value!;
    held.value = undefined;
    const mine = move(old);
    held[Symbol.dispose]();
    expect([mine.n, regionInfo(mine).parent]).toEqual([1, "none"]);
  });

  it("dies with the guard when it was taken out, and not moved", () => {
    const cown = new Cown<Region<{ part: Region<{ n: number }> | undefined }> | undefined>(
      new Region({ part: new Region({ n: 1 }) }),
    );
    const held = cown.tryAcquire()!;
    const old = held.value!;
    const { part } = old;
    old.part = undefined;
    held.value = undefined;
    expect([old.part, part!.n]).toEqual([undefined, 1]);
    held[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => old.part);
    regionError("ERR_INVALIDATED", () => part!.n);
  });

  it("can change places with what is in another one", () => {
    const cowns = [new Cown<unknown>(new Region({ n: 1 })), new Cown<unknown>(new Region({ n: 2 }))] as const;
    const [a, b] = [cowns[0].tryAcquire()!, cowns[1].tryAcquire()!];
    const [x, y] = [a.value, b.value];
    a.value = b.value = undefined;
    a.value = y;
    b.value = x;
    expect([a.value, b.value]).toMatchObject([{ n: 2 }, { n: 1 }]);
  });

  it("becomes a frozen value when its region is frozen, and can be shared from then on", () => {
    const cown = new Cown(new Region({ list: [1] }));
    let shared;
    {
      using held = cown.tryAcquire()!;
      shared = freeze(held.value);
      expect(isFrozen(held.value)).toBe(true);
    }
    expect(shared.list[0]).toBe(1);
    expect(peek(cown)).toBe(shared);
  });

  it("becomes the new version when a region over a frozen graph is frozen", () => {
    const cown = new Cown<{ n: number }>(thaw(freeze({ n: 1 })));
    using held = cown.tryAcquire()!;
    held.value.n = 2;
    const next = freeze(held.value);
    expect([held.value === next, held.value.n, parentOf(new Region())]).toEqual([true, 2, undefined]);
  });
});

describe("new Cown", () => {
  it("takes a name, and nothing else, as its options", () => {
    expect(() => new Cown(0, { nmae: "x" } as object)).toThrow(TypeError);
    expect(() => new Cown(0, "x" as never)).toThrow(TypeError);
  });

  it("is fixed: fields cannot be added to what everybody shares", () => {
    expect(() => Object.assign(new Cown(0), { extra: {} })).toThrow(TypeError);
  });

  it("can be extended by methods, and by nothing that holds state", () => {
    class Counter extends (Cown as new (content: number) => Cown<number>) {
      async next(): Promise<number> {
        using held = await this.acquire();
        return ++held.value;
      }
    }
    const counter = new Counter(1);
    expect(counter).toBeInstanceOf(Cown);
    expect(isFrozen(freeze({ counter }))).toBe(true);
    return expect(counter.next()).resolves.toBe(2);
  });
});
