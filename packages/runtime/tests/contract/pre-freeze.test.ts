import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  freeze,
  isFreezable,
  isFrozen,
  isRegion,
  preFreeze,
  Region,
  regionInfo,
  registerType,
  setFreezable,
} from "../../src/index.js";
import { regionError } from "../errors.js";

interface Hooked {
  calls: number;
  [field: string]: any;
}

/** An object whose hook counts its calls and then does something. The counter lives outside: a frozen one could not count. */
function hooked(hook: (self: any) => void = () => undefined): { object: any; calls: () => number } {
  let calls = 0;
  const object = {
    [preFreeze](): void {
      calls++;
      hook(this);
    },
  };
  return { object, calls: () => calls };
}

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return expect.fail("nothing was thrown");
}

describe("preFreeze", () => {
  it("is a symbol, and a method of that name is called with the object as this", () => {
    expect(typeof preFreeze).toBe("symbol");
    let seen: unknown;
    const { object } = hooked((self) => (seen = self));
    freeze({ deep: [object] });
    expect(seen).toBe(object);
  });

  it("runs once for an object that is reached by many paths, by a cycle and by several roots", () => {
    const { object, calls } = hooked();
    object.self = object;
    freeze({ a: object, b: [object, new Map([[object, object]])] }, object, new Set([object]), object);
    expect(calls()).toBe(1);
  });

  it("runs once ever: not again for what is frozen", () => {
    const { object, calls } = hooked();
    freeze(object);
    freeze(object);
    freeze({ object });
    const region = new Region<any>({ object });
    freeze(region);
    expect(calls()).toBe(1);
  });

  it("runs once ever: not again if that freeze failed for another reason", () => {
    const { object, calls } = hooked();
    for (const bad of [new WeakMap(), Promise.resolve(), new Uint8Array(1)]) {
      regionError("ERR_NOT_FREEZABLE", () => freeze({ object, bad }));
      regionError("ERR_NOT_FREEZABLE", () => freeze(bad, object));
      expect([isFrozen(object), Object.isFrozen(object)]).toEqual([false, false]);
    }
    freeze(object);
    expect(calls()).toBe(1);
  });

  it("runs once per object, not once per class", () => {
    const seen: unknown[] = [];
    class Point {
      [preFreeze](): void {
        seen.push(this);
      }
    }
    registerType(Point, { freezable: "yes" });
    const points = [new Point(), new Point(), new Point()];
    freeze({ points, again: points[0] });
    expect(seen).toHaveLength(3);
    expect(new Set(seen)).toEqual(new Set(points));
  });

  it("of a class is inherited, may be overridden, and yields to the object's own", () => {
    const log: string[] = [];
    class Base {
      [preFreeze](): void {
        log.push("base");
      }
    }
    class Same extends Base {}
    class Other extends Base {
      override [preFreeze](): void {
        log.push("other");
        super[preFreeze]();
      }
    }
    registerType(Base, { freezable: "yes" });
    freeze(new Same());
    freeze(new Other());
    const own: any = new Base();
    Object.defineProperty(own, preFreeze, { value: () => log.push("own") });
    freeze(own);
    expect(log).toEqual(["base", "other", "base", "own"]);
  });

  it("is not run by isFreezable and isFrozen", () => {
    const { object, calls } = hooked();
    expect([isFreezable({ object }), isFrozen({ object }), isFreezable([object, new WeakMap()])]).toEqual([
      true,
      false,
      false,
    ]);
    expect(calls()).toBe(0);
  });

  it("is found on arrays, Maps and objects under Object.freeze, and as a property that is not enumerable", () => {
    let calls = 0;
    const hook = (): number => calls++;
    const define = <T extends object>(object: T): T => Object.defineProperty(object, preFreeze, { value: hook });
    freeze({ a: define([]), b: define(new Map()), c: Object.freeze(define({})), d: define(Object.create(null)) });
    expect(calls).toBe(4);
  });

  it("of an accessor is not called: accessors are never invoked", () => {
    let calls = 0;
    const object = {
      get [preFreeze](): () => number {
        return (calls++, () => calls++);
      },
    };
    freeze(object);
    expect([calls, isFrozen(object)]).toEqual([0, true]);
  });

  it("runs before anything is frozen", () => {
    const states: boolean[] = [];
    const parts: any[] = [];
    for (let i = 0; i < 3; i++) parts.push(hooked(() => states.push(...all.map((o) => Object.isFrozen(o)))).object);
    const root = { parts, map: new Map([["a", {}]]) };
    const all: object[] = [root, parts, ...parts, root.map.get("a")!];
    freeze(root);
    expect(states).toHaveLength(18);
    expect(states).not.toContain(true);
    for (const object of all) expect(Object.isFrozen(object)).toBe(true);
  });
});

describe("a hook that throws", () => {
  it("vetoes: the error itself comes out, whatever was thrown", () => {
    for (const reason of [new Error("mine"), new TypeError("mine"), "a string", undefined, { code: 1 }]) {
      const { object } = hooked(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
        throw reason;
      });
      expect(thrown(() => freeze({ deep: [object] }))).toBe(reason);
    }
  });

  it.each([0, 1, 2, 3])("leaves everything unfrozen, if it is number %i of several roots", (at) => {
    const mine = new Error("mine");
    const { object } = hooked(() => {
      throw mine;
    });
    const region = new Region<any>({ part: { n: 1 } });
    const goods: any[] = [{ deep: [{}] }, new Map([["a", {}]]), region];
    const roots: any[] = [...goods];
    roots.splice(at, 0, { object });
    expect(thrown(() => freeze(roots[0], ...roots.slice(1)))).toBe(mine);
    for (const value of [...roots, goods[0].deep, goods[0].deep[0], goods[1].get("a"), region.part, object])
      expect([isFrozen(value), Object.isFrozen(value), Object.isExtensible(value)]).toEqual([false, false, true]);
    expect(isRegion(region)).toBe(true);
    goods[1].set("b", 1);
    region.part.n = 2;
    region.x = {};
    expect([goods[1].size, region.part.n, regionInfo(region).size]).toEqual([2, 2, 3]);
    checkInvariant(region);
  });

  it("has had its turn: the next freeze does not run it again and succeeds", () => {
    const mine = new Error("mine");
    const { object, calls } = hooked(() => {
      throw mine;
    });
    const root = { object };
    expect(thrown(() => freeze(root))).toBe(mine);
    expect(freeze(root)).toBe(root);
    expect([calls(), isFrozen(object)]).toEqual([1, true]);
  });

  it("leaves the others' turn used: no hook runs twice", () => {
    const one = hooked();
    const two = hooked(() => {
      throw new Error("mine");
    });
    const three = hooked();
    const root = [one.object, two.object, three.object];
    thrown(() => freeze(root));
    freeze(root);
    expect([one.calls(), two.calls(), three.calls()]).toEqual([1, 1, 1]);
  });

  it("inside a region leaves the region, its handles and borrows as they were", () => {
    const { object } = hooked(() => {
      throw new Error("mine");
    });
    const sub = new Region<any>({ object });
    const region = new Region<any>({ part: { n: 1 }, sub });
    const { part } = region;
    using held = borrow<any>(region.part);
    expect(() => freeze(region)).toThrow("mine");
    expect([isRegion(region), isRegion(sub), isFrozen(part)]).toEqual([true, true, false]);
    held.n = 2;
    expect(part.n).toBe(2);
    checkInvariant(region);
  });
});

describe("what a hook changes", () => {
  it("is frozen too: on itself, on what was visited before, on what comes after", () => {
    const before: any = { n: 1 };
    const after: any = { n: 1 };
    const { object } = hooked((self) => {
      self.own = { deep: [{}] };
      before.added = { deep: {} };
      after.added = new Map([["a", { deep: {} }]]);
      root.added = {};
      delete root.removed;
    });
    const removed = {};
    const root: any = { before, object, after, removed };
    freeze(root);
    expect(isFrozen(root)).toBe(true);
    for (const part of [object.own, object.own.deep[0], before.added.deep, after.added.get("a").deep, root.added])
      expect(Object.isFrozen(part)).toBe(true);
    expect([Object.isFrozen(removed), "removed" in root]).toEqual([false, false]);
    regionError("ERR_FROZEN_MUTATION", () => after.added.set("b", 1));
  });

  it("in contents of Map, Set and Date is there afterwards", () => {
    const map = new Map<string, object>();
    const set = new Set<object>();
    const date = new Date(0);
    const added = { deep: {} };
    const { object } = hooked(() => {
      map.set("a", added);
      set.add([added]);
      date.setTime(7);
    });
    freeze([map, set, date, object]);
    expect([map.get("a"), set.size, date.getTime(), Object.isFrozen(added.deep)]).toEqual([added, 1, 7, true]);
  });

  it("may add objects with hooks, and theirs run too, once", () => {
    let depth = 0;
    const counts: number[] = [];
    const grow = (self: any): void => {
      if (++depth > 5) return;
      const { object, calls } = hooked(grow);
      self.next = object;
      self.again = [object];
      counts.push(calls());
    };
    const { object } = hooked(grow);
    freeze({ object });
    expect(depth).toBe(6);
    let length = 0;
    for (let at = object; at !== undefined; at = at.next, length++) expect(Object.isFrozen(at)).toBe(true);
    expect([length, counts]).toEqual([6, [0, 0, 0, 0, 0]]);
  });

  it("may make the graph unfreezable: the call fails with the path and nothing is frozen", () => {
    const first = { n: 1 };
    const { object } = hooked((self) => (self.bad = [new WeakMap()]));
    const root = { first, object };
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(root)).path).toBe("$.object.bad[0]");
    for (const value of [root, first, object, object.bad]) expect(Object.isFrozen(value)).toBe(false);
  });

  it("may make the graph freezable only if it does so before the refusal, and never half of it", () => {
    const first = { n: 1 };
    const { object } = hooked((self) => delete self.bad);
    object.bad = new WeakMap();
    const root = { first, object };
    let failed = false;
    try {
      freeze(root);
    } catch {
      failed = true;
    }
    for (const value of [root, first, object]) expect(Object.isFrozen(value)).toBe(!failed);
  });

  it("may set the freezability of others", () => {
    const late: any = { n: 1 };
    const { object } = hooked(() => setFreezable(late, "no"));
    const root = { object, late };
    regionError("ERR_NOT_FREEZABLE", () => freeze(root));
    for (const value of [root, object, late]) expect(Object.isFrozen(value)).toBe(false);
  });

  it("in a region is frozen with the region", () => {
    const { object, calls } = hooked((self) => {
      self.cache = { deep: [{}] };
      self.list.push({ n: 2 });
    });
    object.list = [{ n: 1 }];
    const region = new Region<any>({ object, child: new Region<any>() });
    freeze(region);
    expect([calls(), isFrozen(region), region.object.list.length, region.object.cache.deep.length]).toEqual([
      1,
      true,
      2,
      1,
    ]);
    for (const part of [region.object.cache, region.object.cache.deep[0], region.object.list[1]]) {
      expect(isFrozen(part)).toBe(true);
      regionError("ERR_FROZEN_MUTATION", () => (part.x = 1));
    }
    checkInvariant(region);
  });
});

describe("a freeze inside a hook", () => {
  it("of something else freezes that, whatever happens to the outer one", () => {
    const inner = { deep: {} };
    const { object } = hooked(() => {
      freeze(inner);
      throw new Error("mine");
    });
    expect(() => freeze(object)).toThrow("mine");
    expect([isFrozen(inner), isFrozen(object)]).toEqual([true, false]);
  });

  it("of a part, of itself or of the whole graph ends with everything frozen and each hook run once", () => {
    for (const target of ["part", "self", "root"]) {
      const other = hooked();
      const part: any = { n: 1, other: other.object };
      const own = hooked((self) => {
        freeze(target === "part" ? part : target === "self" ? self : root);
      });
      const root = { object: own.object, part };
      freeze(root);
      expect([own.calls(), other.calls()], target).toEqual([1, 1]);
      for (const value of [root, own.object, part, other.object]) expect(Object.isFrozen(value), target).toBe(true);
      expect(isFrozen(root)).toBe(true);
    }
  });

  it("may fail and be caught, without harm to the outer one", () => {
    const { object } = hooked(() => {
      regionError("ERR_NOT_FREEZABLE", () => freeze({ object, bad: new WeakMap() }));
    });
    const root: Hooked = { calls: 0, object };
    freeze(root);
    expect([isFrozen(root), isFrozen(object)]).toEqual([true, true]);
  });

  it("of a region freezes that region", () => {
    const region = new Region<any>({ part: { n: 1 } });
    const { object } = hooked((self) => (self.region = freeze(region)));
    freeze({ object });
    expect([isRegion(region), isFrozen(object), object.region.part.n]).toEqual([false, true, 1]);
    checkInvariant(object);
  });
});
