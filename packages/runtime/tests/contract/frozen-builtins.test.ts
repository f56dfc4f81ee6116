import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  configure,
  freeze,
  isFreezable,
  isFrozen,
  Region,
  regionInfo,
} from "../../src/index.js";
import { regionError } from "../errors.js";

afterEach(() => configure({ sites: false }));

const dateSetters = Object.getOwnPropertyNames(Date.prototype).filter((name) => /^set[A-Z]/.test(name));

const mutations: [kind: string, name: string, mutate: (value: any) => unknown][] = [
  ["Map", "set of a new key", (map) => map.set("new", 1)],
  ["Map", "set of an old key", (map) => map.set("a", 1)],
  ["Map", "set of what it holds", (map) => map.set("a", map.get("a"))],
  ["Map", "delete", (map) => map.delete("a")],
  ["Map", "delete of an absent key", (map) => map.delete("absent")],
  ["Map", "clear", (map) => map.clear()],
  ["Set", "add", (set) => set.add("new")],
  ["Set", "add of what it holds", (set) => set.add("a")],
  ["Set", "delete", (set) => set.delete("a")],
  ["Set", "delete of an absent value", (set) => set.delete("absent")],
  ["Set", "clear", (set) => set.clear()],
  ...dateSetters.map((name): [string, string, (value: any) => unknown] => ["Date", name, (date) => date[name](1)]),
  ["RegExp", "compile", (regexp) => regexp.compile("other", "i")],
];

function make(kind: string): any {
  if (kind === "Map") return new Map<unknown, unknown>([["a", { n: 1 }], [{ key: 1 }, "b"]]); // prettier-ignore
  if (kind === "Set") return new Set<unknown>(["a", { n: 1 }]);
  if (kind === "Date") return new Date(86_400_000);
  return /a(b)/i;
}

function content(value: any): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof RegExp) return [value.source, value.flags, value.lastIndex];
  return [...value];
}

const all = ["Map", "Set", "Date", "RegExp"];

it("there are setters to test", () => {
  expect(dateSetters.length).toBeGreaterThanOrEqual(15);
});

describe.each(mutations)("a frozen %s refuses %s", (kind, _, mutate) => {
  it("on the object itself, alone or deep in a frozen graph", () => {
    for (const value of [freeze(make(kind)), freeze({ deep: [make(kind)] }).deep[0]]) {
      const before = content(value);
      regionError("ERR_FROZEN_MUTATION", () => mutate(value));
      expect(content(value)).toEqual(before);
    }
  });

  it("through handles, borrows and a raw alias of the object of a frozen region", () => {
    const raw = make(kind);
    const region = new Region<any>({ deep: { value: raw } }, { name: "jobs" });
    const handle = region.deep.value;
    const held = borrow<any>(region.deep.value);
    freeze(region);
    const before = content(raw);
    for (const value of [handle, held, region.deep.value, raw]) {
      regionError("ERR_FROZEN_MUTATION", () => mutate(value));
    }
    expect(content(raw)).toEqual(before);
    checkInvariant(region);
  });

  it("when it is held by a region as a frozen value", () => {
    const region = new Region<any>({ value: freeze(make(kind)) });
    regionError("ERR_FROZEN_MUTATION", () => mutate(region.value));
    expect(regionInfo(region).size).toBe(1);
  });

  it("and allowed it before", () => {
    const value = make(kind);
    mutate(value);
    freeze(value);
    expect(isFrozen(value)).toBe(true);
  });
});

describe.each(all)("a frozen %s", (kind) => {
  it("is frozen deeply, keeps its identity, and freezing it again changes nothing", () => {
    const value = make(kind);
    expect([isFrozen(value), isFreezable(value)]).toEqual([false, true]);
    expect(freeze(value)).toBe(value);
    expect([isFrozen(value), isFreezable(value), isFrozen({ value })]).toEqual([true, true, false]);
    expect(freeze(value)).toBe(value);
    const holder = freeze({ value });
    expect([isFrozen(holder), Object.isFrozen(value)]).toEqual([true, true]);
  });

  it("takes no new property, and a property of its own is frozen too", () => {
    const value = make(kind);
    value.extra = { deep: {} };
    freeze(value);
    expect(() => (value.more = 1)).toThrow();
    expect(() => (value.extra = 1)).toThrow();
    expect(() => delete value.extra).toThrow();
    expect([Object.isFrozen(value.extra), Object.isFrozen(value.extra.deep), "more" in value]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("leaves others of its kind and the shared prototype alone", () => {
    freeze(make(kind));
    const { prototype } = Object.getPrototypeOf(make(kind)).constructor;
    expect([Object.isFrozen(prototype), Object.isExtensible(prototype)]).toEqual([false, true]);
    const other = make(kind);
    for (const [of, , mutate] of mutations) if (of === kind) mutate(other);
    expect(Object.isExtensible(other)).toBe(true);
  });

  it("is named in the message of a refusal", () => {
    const value = freeze({ value: make(kind) }).value;
    for (const [of, , mutate] of mutations)
      if (of === kind) expect(regionError("ERR_FROZEN_MUTATION", () => mutate(value)).message).toContain(kind);
  });

  it("says where it was frozen when sites are recorded, and nothing of it when they are not", () => {
    for (const sites of [true, false]) {
      configure({ sites });
      const value = make(kind);
      freeze({ deep: [value] });
      for (const [of, , mutate] of mutations) {
        if (of !== kind) continue;
        const error = regionError("ERR_FROZEN_MUTATION", () => mutate(value));
        expect(error.sites).toHaveLength(sites ? 1 : 0);
        if (sites) {
          expect(error.sites[0]).toMatch(/frozen-builtins\.test\.ts:\d+/);
          expect(error.message).toContain(error.sites[0]);
        }
      }
    }
  });
});

describe.each(["Map", "Set", "Date"])("a %s under Object.freeze, Object.seal or Object.preventExtensions", (kind) => {
  it.each([Object.freeze, Object.seal, Object.preventExtensions] as ((o: any) => any)[])(
    "cannot be made to refuse mutation: ERR_NOT_FREEZABLE with its path (%s)",
    (lock) => {
      const value = lock(make(kind));
      const root = { first: {}, a: { b: [0, value] } };
      expect([isFrozen(value), isFreezable(value), isFreezable(root)]).toEqual([false, false, false]);
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze(root));
      expect(error.path).toBe("$.a.b[1]");
      expect(error.message).toContain(kind);
      expect(regionError("ERR_NOT_FREEZABLE", () => freeze(value)).path).toBe("$");
      expect([Object.isFrozen(root), Object.isFrozen(root.first), isFrozen(value)]).toEqual([false, false, false]);
    },
  );

  it("is refused in a region too, which stays one", () => {
    const region = new Region<any>({ value: Object.preventExtensions(make(kind)), part: {} });
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze(region)).path).toBe("$.value");
    region.part.x = 1;
    checkInvariant(region);
  });
});

describe("a frozen Map", () => {
  it("has frozen keys and values, and reads as before", () => {
    const key = { deep: {} };
    const value = { deep: [{}] };
    const map = new Map<any, any>([[key, value], ["b", 2]]); // prettier-ignore
    freeze(map);
    for (const part of [key, key.deep, value, value.deep, value.deep[0]]) expect(Object.isFrozen(part)).toBe(true);
    expect([map.get(key), map.get("b"), map.has(key), map.has("c"), map.size]).toEqual([value, 2, true, false, 2]);
    expect([...map]).toEqual([[key, value], ["b", 2]]); // prettier-ignore
    expect([...map.keys()][0]).toBe(key);
    expect([...map.values()][0]).toBe(value);
    expect(map instanceof Map).toBe(true);
    expect(Object.prototype.toString.call(map)).toBe("[object Map]");
    const copy = new Map(map);
    copy.set("c", 3);
    expect([copy.size, map.size, structuredClone(map).size]).toEqual([3, 2, 2]);
  });

  it("gives itself to forEach, and refuses there too", () => {
    const map = freeze(new Map([["a", 1]])) as Map<string, number>;
    let calls = 0;
    map.forEach((value, key, self) => {
      calls++;
      expect([value, key, self === map]).toEqual([1, "a", true]);
      regionError("ERR_FROZEN_MUTATION", () => (self as Map<string, number>).set("b", 1));
    });
    expect([calls, map.size]).toEqual([1, 1]);
  });

  it("may hold itself, as key and as value", () => {
    const map = new Map<any, any>();
    map.set(map, map);
    map.set("self", [map]);
    freeze(map);
    expect([isFrozen(map), map.get(map) === map]).toEqual([true, true]);
    regionError("ERR_FROZEN_MUTATION", () => map.get("self")[0].clear());
  });

  it("is refused if a key or a value is not freezable, with a path through the Map", () => {
    for (const entry of [
      ["key", new WeakMap()],
      [new WeakMap(), "value"],
      ["key", { deep: new WeakMap() }],
    ]) {
      // prettier-ignore
      const map = new Map<unknown, unknown>([["fine", {}], entry as [unknown, unknown]]); // prettier-ignore
      const error = regionError("ERR_NOT_FREEZABLE", () => freeze({ map }));
      expect(error.path).toMatch(/^\$\.map.+/);
      map.set("more", 1);
      expect([map.size, Object.isFrozen(map.get("fine"))]).toEqual([3, false]);
    }
  });
});

describe("a frozen Set", () => {
  it("has frozen values, and reads as before", () => {
    const value = { deep: [{}] };
    const set = new Set<any>([value, 1]);
    freeze(set);
    for (const part of [value, value.deep, value.deep[0]]) expect(Object.isFrozen(part)).toBe(true);
    expect([set.has(value), set.has(1), set.has(2), set.size, set instanceof Set]).toEqual([
      true,
      true,
      false,
      2,
      true,
    ]);
    expect([...set]).toEqual([value, 1]);
    expect([...set.entries()][1]).toEqual([1, 1]);
    const copy = new Set(set);
    copy.add(2);
    expect([copy.size, set.size]).toEqual([3, 2]);
  });

  it("is refused if a value is not freezable, and can be changed afterwards", () => {
    const set = new Set<unknown>([{}, new WeakSet()]);
    expect(regionError("ERR_NOT_FREEZABLE", () => freeze({ set })).path).toMatch(/^\$\.set.+/);
    expect(set.add(1).size).toBe(3);
  });
});

describe("a frozen Date", () => {
  it("reads as before", () => {
    const date = new Date(Date.UTC(2024, 1, 29, 12));
    freeze(date);
    expect([date.getTime(), date.toISOString(), JSON.stringify(date), Number(date)]).toEqual([
      1709208000000,
      "2024-02-29T12:00:00.000Z",
      '"2024-02-29T12:00:00.000Z"',
      1709208000000,
    ]);
    expect([date instanceof Date, new Date(date).getTime(), structuredClone(date).getTime()]).toEqual([
      true,
      1709208000000,
      1709208000000,
    ]);
    expect(date > new Date(0)).toBe(true);
  });
});

describe("a frozen RegExp", () => {
  it("still matches, replaces and splits, and its lastIndex never moves", () => {
    const regexp = freeze(/a(b)/) as RegExp;
    expect([regexp.test("xab"), regexp.exec("ab")![1], "xabx".split(regexp), "ab".replace(regexp, "$1")]).toEqual([
      true,
      "b",
      ["x", "b", "x"],
      "b",
    ]);
    const global = freeze(/a/g) as RegExp;
    try {
      global.exec("aaa");
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(() => (global.lastIndex = 2)).toThrow();
    expect([global.lastIndex, global.source, global.flags]).toEqual([0, "a", "g"]);
  });
});

describe("a frozen Map, Set and Date reached through frozen handles", () => {
  it("reads with every method, and gives the same handles as the fields do", () => {
    const region = new Region<any>({ part: { n: 1 }, map: new Map(), set: new Set(), date: new Date(5) });
    region.map.set("part", region.part).set(region.part, "part");
    region.set.add(region.part);
    const { part, map, set, date } = region;
    freeze(region);
    expect([map.get("part") === part, map.get(part), map.has(part), map.size]).toEqual([true, "part", true, 2]);
    expect([...map.keys()][1]).toBe(part);
    expect([...map.values()][0]).toBe(part);
    expect([...map][1]).toEqual([part, "part"]);
    expect([set.has(part), [...set][0] === part, set.size]).toEqual([true, true, 1]);
    map.forEach((_: unknown, __: unknown, self: any) => regionError("ERR_FROZEN_MUTATION", () => self.clear()));
    expect([date.getTime(), date.toISOString()]).toEqual([5, "1970-01-01T00:00:00.005Z"]);
    for (const handle of [map, set, date]) expect([isFrozen(handle), Object.isFrozen(handle)]).toEqual([true, true]);
    expect([map instanceof Map, set instanceof Set, date instanceof Date]).toEqual([true, true, true]);
  });
});
