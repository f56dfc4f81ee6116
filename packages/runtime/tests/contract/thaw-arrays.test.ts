import { describe, expect, it } from "vitest";
import { borrow, checkInvariant, freeze, isFrozen, thaw } from "../../src/index.js";

const items = (): any[] => [5, 3, 1, 4, 2].map((n) => ({ n, deep: { n } }));

const edits: [string, (list: any) => unknown][] = [
  ["push", (list) => list.push({ n: 9 }, { n: 8 })],
  ["push of its own element", (list) => list.push(list[1])],
  ["pop", (list) => list.pop()],
  ["shift", (list) => list.shift()],
  ["unshift", (list) => list.unshift({ n: 9 })],
  ["unshift of its own element", (list) => list.unshift(list[4])],
  ["reverse", (list) => list.reverse()],
  ["sort by a field", (list) => list.sort((a: any, b: any) => a.n - b.n)],
  ["sort that compares nothing", (list) => list.sort(() => 0)],
  ["sort that reverses without a look", (list) => list.sort(() => -1)],
  ["splice that removes", (list) => list.splice(1, 2)],
  ["splice that inserts", (list) => list.splice(2, 0, { n: 9 }, list[0])],
  ["splice that replaces", (list) => list.splice(1, 3, { n: 9 })],
  ["fill with its own element", (list) => list.fill(list[2], 3)],
  ["copyWithin", (list) => list.copyWithin(0, 3)],
  ["a shorter length", (list) => (list.length = 2)],
  ["a longer length", (list) => (list.length = 8)],
  ["an element", (list) => (list[1] = { n: 9 })],
  ["an element far out", (list) => (list[9] = list[0])],
  ["delete of an element", (list) => delete list[3]],
  ["a swap", (list) => ([list[0], list[4]] = [list[4], list[0]])],
  ["an extra field", (list) => (list.extra = list[0])],
  [
    "a move of an element",
    (list) => {
      const [first] = list.splice(0, 1);
      list.splice(3, 0, first);
    },
  ],
];

/** An array by what is at each place: a number for the old element of that place, its content for a new one. */
function describePlaces(list: any, old: readonly any[]): unknown {
  return Object.entries(list).map(([key, item]) => [
    key,
    old.includes(item) ? old.indexOf(item) : JSON.stringify(item),
  ]);
}

describe.each(edits)("an array of a thawed graph after %s", (_, edit) => {
  it.each(["unread", "read", "through a borrow", "as the root"])(
    "is like a plain one, with the same elements (%s)",
    (how) => {
      // prettier-ignore
      const plain = items();
      const plainElements = [...plain];
      const plainResult = edit(plain);
      const elements = items();
      const root = how === "as the root";
      const f: any = root ? freeze(elements) : freeze({ list: elements, other: { n: 1 } });
      const before = JSON.stringify(f);
      const t = thaw<any>(f);
      const list = root ? t : t.list;
      if (how === "read") expect([...list].map((item: any) => item.deep.n)).toEqual([5, 3, 1, 4, 2]);
      const handles = [...list];
      const result = how === "through a borrow" ? borrow(list, edit) : edit(list);
      expect(describePlaces(list, handles)).toEqual(describePlaces(plain, plainElements));
      expect([list.length, typeof result]).toEqual([plain.length, typeof plainResult]);
      checkInvariant(t);
      const g = freeze(t) as any;
      const frozen = root ? g : g.list;
      expect(describePlaces(frozen, elements)).toEqual(describePlaces(plain, plainElements));
      expect([frozen.length, Array.isArray(frozen), isFrozen(frozen)]).toEqual([plain.length, true, true]);
      expect(JSON.stringify(f)).toBe(before);
      if (!root) expect(g.other).toBe(f.other);
    },
  );

  it("shows the elements that are written afterwards at their new places", () => {
    const plain = items();
    edit(plain);
    const f: any = freeze(items());
    const t = thaw<any>(f);
    edit(t);
    for (const list of [plain, t]) {
      const last = list.at(-1) ?? list[0];
      last.n = 100;
      list[0].n = 50 + Number(list[0].n);
    }
    const g = freeze(t);
    expect(JSON.stringify(g)).toBe(JSON.stringify(plain));
    expect(f.map((item: any) => item.n)).toEqual([5, 3, 1, 4, 2]);
  });
});

describe("reading methods of a thawed array", () => {
  it("give the handles of the elements, and write nothing", () => {
    const f: any = freeze({ list: items() });
    const t = thaw<any>(f);
    const { list } = t;
    const found = [
      list.find((item: any) => item.n === 1),
      list.filter((item: any) => item.n === 1)[0],
      list.slice(2)[0],
      list.concat([])[2],
      list.at(2),
      [...list.values()][2],
      list.map((item: any) => item)[2],
      list.reduce((best: any, item: any) => (item.n < best.n ? item : best)),
    ];
    for (const item of found) expect(item).toBe(list[2]);
    expect([list.indexOf(list[2]), list.includes(list[4]), list.join("").length > 0]).toEqual([2, true, true]);
    expect(freeze(t)).toBe(f);
  });

  it("may be assigned as new arrays of the same elements, which keep their identity", () => {
    const f: any = freeze({ list: items(), count: 5 });
    const t = thaw<any>(f);
    t.list = t.list.filter((item: any) => item.n > 2);
    t.sorted = [...t.list].sort((a: any, b: any) => a.n - b.n);
    t.first = t.list.slice(0, 1);
    t.count = t.list.length;
    const g = freeze(t) as any;
    expect(g.list.map((item: any) => f.list.indexOf(item))).toEqual([0, 1, 3]);
    expect(g.sorted.map((item: any) => f.list.indexOf(item))).toEqual([1, 3, 0]);
    expect([g.first[0] === f.list[0], g.count, f.list.length]).toEqual([true, 3, 5]);
  });
});

describe("copies of frozen arrays and dictionaries", () => {
  it("keep the holes that an earlier version made, and tell them from undefined", () => {
    const first = freeze([1, undefined]);
    const longer = thaw<any>(first);
    longer.length = 4;
    const second = freeze(longer) as readonly unknown[];
    const again = thaw<any>(second);
    again[0] = 2;
    const third = freeze(again) as readonly unknown[];
    expect([third[0], third.length, Object.keys(third)]).toEqual([2, 4, ["0", "1"]]);
  });

  it.each([4, 32, 33, 200, 2000])("have all %i fields in their order, whatever they are called", (size) => {
    const entries = Array.from({ length: size }, (_, i): [string, number] => [`key ${i}`, i]);
    const base = freeze(Object.fromEntries([["__proto__", -1], ...entries]));
    const draft = thaw<any>(base);
    draft.added = size;
    const changed = freeze(draft) as Record<string, number>;
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(Object.entries(changed)).toEqual([["__proto__", -1], ...entries, ["added", size]]);
    expect(Object.keys(base)).toHaveLength(size + 1);
  });
});
