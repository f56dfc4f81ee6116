import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkInvariant, Cown, freeze, move, Region, RegionError, registerType, thaw } from "../../../src/index.js";
import { limits } from "../../../src/threads/cowns/replica.js";
import { Changes } from "../../../src/threads/journal/changes.js";
import { difference } from "../same-graph.js";
import { attackJournal } from "./attack.js";
import { beginning, objectsIn, programs, type Write } from "./programs.js";
import { joinDomain, published, rawContent, twinsOf, use } from "./twins.js";

const { least, share } = limits;
beforeAll(joinDomain);
afterEach(() => void Object.assign(limits, { least, share }));

/** Does the same to the content of a cown and to a model of it, as far as the rules of regions allow it. */
function write(root: object, model: object, step: Write): void {
  const objects = objectsIn(root);
  try {
    step(objects);
  } catch (error) {
    if (error instanceof RegionError || error instanceof TypeError) return;
    throw error;
  }
  step(objectsIn(model));
}

function run(program: { thread: number; writes: Write[] }[]): void {
  const model = beginning();
  const { cowns } = twinsOf(new Cown<object>(new Region(beginning())), 3);
  for (const { thread, writes } of program) {
    use(cowns[thread]!, ({ value }) => writes.forEach((step) => write(value, model, step)));
    for (const cown of cowns) {
      expect(difference(rawContent(cown), model)).toBe(undefined);
      use(cown, ({ value }) => checkInvariant(value));
    }
  }
}

describe("What threads write in turns is what all of them have, object for object", { timeout: 60_000 }, () => {
  it.each([
    ["by a journal", { least: 1 << 14, share: 4 }],
    ["by a journal that is soon full", { least: 40, share: 0.1 }],
    ["by whole images", { least: 0, share: 0 }],
  ])("%s", (_, size) => {
    Object.assign(limits, size);
    fc.assert(fc.property(programs, run), { numRuns: 100 });
  });
});

/** Does something that the rules of regions may forbid, or that makes no sense by now. */
function attempt(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof RegionError || error instanceof TypeError || error instanceof RangeError)) throw error;
  }
}

/** What no other region may refer to. */
const foreign: unknown = new Region<any>({ part: {} }).part;

const make = (): Region<any> => new Region<any>({ list: [1, { n: 1 }, , 4], dense: [1], part: { n: 0 }, map: new Map([["a", 1]]), set: new Set([1]), date: new Date(0), bytes: new Uint8Array(1), config: freeze({ a: [1] }) }); // prettier-ignore

describe("The journal of a shared cown", { timeout: 60_000 }, () => {
  const brief: [string, (value: any) => unknown][] = [
    ["a field", (value) => (value.part.n = 1.5)],
    ["a new field", (value) => (value.part.more = "häß\u{1f600}")],
    ["a field that goes", (value) => delete value.part.n],
    ["an object that is shared", (value) => (value.list[0] = value.part)],
    ["a new object", (value) => (value.part.more = { list: [{}], same: value.part })],
    ["something frozen", (value) => (value.part.more = freeze({ deep: [value.config] }))],
    ["elements", (value) => value.list.push(1, {})],
    ["an element that goes", (value) => value.list.pop()],
    ["elements that move", (value) => value.list.shift()],
    ["an entry", (value) => value.map.set(value.part, { n: 1 })],
    ["a member", (value) => value.set.add(value.part)],
    ["a Map that is emptied", (value) => value.map.clear()],
    ["a time", (value) => value.date.setTime(1)],
  ];
  it.each(brief)("takes %s without another image of the whole", (_, change) => {
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    const before = published(cell);
    for (const cown of cowns) use(cown, ({ value }) => void change(value));
    const after = published(cell);
    expect(after.generation).toBe(before.generation);
    expect(after.journal).toBeGreaterThan(before.journal);
    expect(difference(rawContent(cowns[0]!), rawContent(cowns[1]!))).toBe(undefined);
  });

  const whole: [string, (value: any) => unknown][] = [
    ["bytes", (value) => (value.bytes[0] = 1)],
    ["memory", (value) => (value.part.more = new Uint8Array(3))],
    ["a field with attributes", (value) => Object.defineProperty(value.part, "n", { enumerable: false })],
    ["a subregion", (value) => (value.part.child = new Region({ n: 1 }))],
    ["a part that is frozen", (value) => freeze(value.part)],
    ["a thawed graph", (value) => (value.part.more = thaw(freeze({ n: 1 })))],
    ["a field of a Map itself", (value) => (value.map.name = 1)],
    ["a field of an array", (value) => (value.dense.name = 1)],
    ["a field of an array with holes", (value) => (value.list.name = 1)],
    ["very much", (value) => {
      for (let i = 0; i < 200; i++) value.part[`field${i}`] = i;
    }],
  ]; // prettier-ignore
  it.each(whole)("leaves %s to another image", (_, change) => {
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    const { generation } = published(cell);
    use(cowns[1]!, ({ value }) => void change(value));
    expect(published(cell)).not.toMatchObject({ generation });
    expect(difference(rawContent(cowns[0]!), rawContent(cowns[1]!))).toBe(undefined);
  });

  const exact: [string, (value: any) => unknown][] = [
    ["a symbol of an array", (value) => {
      value.dense[Symbol.for("q")] = 1;
      value.dense[0] = 9;
    }],
    ["a symbol that an array has not", (value) => delete value.dense[Symbol.for("q")] && (value.dense[0] = 9)],
    ["names that look like indices", (value) => {
      for (const name of ["4294967295", "100000000000000000000", "-1", "1.5", "NaN"]) value.dense[name] = name;
    }],
    ["a field whose first value was refused", (value) => {
      expect(() => (value.part.x = foreign)).toThrow(RegionError);
      value.part.y = 1;
      value.part.x = 2;
    }],
    ["an entry whose first value was refused", (value) => {
      expect(() => value.map.set("x", foreign)).toThrow(RegionError);
      value.map.set("y", 1).set("x", 2);
    }],
    ["what nobody has written in a thawed graph", (value) => {
      const draft = thaw(freeze({ a: { n: 1 }, b: [1] })) as any;
      draft.a.n = 2;
      value.part.draft = draft;
    }],
  ]; // prettier-ignore
  it.each(exact)("keeps %s, with or without a journal", (_, change) => {
    for (const share of [limits.share, 0]) {
      limits.share = share;
      const { cowns } = twinsOf(new Cown(make()), 2);
      use(cowns[1]!, ({ value }) => void change(value));
      const [a, b] = cowns.map(rawContent);
      expect(difference(a, b)).toBe(undefined);
      use(cowns[0]!, ({ value }) => void (value.dense[1] = 7));
      expect(difference(...(cowns.map(rawContent) as [object, object]))).toBe(undefined);
    }
  });

  it.each(["name", Symbol.for("q")])("takes a field %s from an array all of whose elements move", (key) => {
    const { cowns } = twinsOf(new Cown(make()), 2);
    use(cowns[0]!, ({ value }) => void (value.dense[key] = 1));
    use(cowns[0]!, ({ value }) => void value.dense.reverse());
    use(cowns[0]!, ({ value }) => {
      value.dense.shift();
      delete value.dense[key];
    });
    expect(difference(...(cowns.map(rawContent) as [object, object]))).toBe(undefined);
  });

  const withSubregions = (): Region<any> => {
    const [a, b, c] = [1, 2, 3].map((id) => new Region<any>({ id, inner: new Region({ id }) }));
    return new Region<any>({ list: ["first", a, b, "last"], map: new Map<unknown, unknown>([[c, 1], ["n", 1]]), part: {} }); // prettier-ignore
  };
  const nearSubregions: ((value: any) => unknown)[] = [
    ({ list }) => list.shift(),
    ({ list }) => list.pop(),
    ({ list }) => list.push("more"),
    ({ list }) => list.unshift("more"),
    ({ list }) => list.reverse(),
    ({ list }) => list.sort(),
    ({ list }) => list.splice(1, 1, "more"),
    ({ list }) => (list.length -= 1),
    ({ list }) => (list.length = Number(list.length) + 1),
    ({ list }) => (list[0] = "other"),
    ({ list }) => list.copyWithin(0, 1),
    ({ list }) => list.fill(list.find((each: unknown) => typeof each === "object")),
    ({ list }) => (list.find((each: unknown) => typeof each === "object").id = 7),
    (value) => (value.list = value.list.filter((each: unknown) => each !== "first")),
    ({ map }) => [...map.keys()].forEach((key) => map.set(key, 2)),
    ({ map }) => map.delete("n"),
    ({ map, part }) => (part.taken = move([...map.keys()].find((key) => typeof key === "object"))),
    ({ part }) => (part.n = 1),
  ];

  it("brings what is written beside subregions, whatever is refused", () => {
    const turns = fc.array(fc.record({ thread: fc.nat(1), writes: fc.array(fc.nat(nearSubregions.length - 1), { maxLength: 3 }) }), { maxLength: 6 }); // prettier-ignore
    fc.assert(
      fc.property(turns, (program) => {
        const { cowns } = twinsOf(new Cown(withSubregions()), 2);
        for (const { thread, writes } of program) {
          use(cowns[thread]!, ({ value }) => {
            for (const each of writes) attempt(() => nearSubregions[each]!(value));
          });
          expect(difference(...(cowns.map(rawContent) as [object, object]))).toBe(undefined);
          for (const cown of cowns) use(cown, ({ value }) => checkInvariant(value));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("leaves a thawed graph as mutable for other threads as it was", () => {
    const { cowns } = twinsOf(new Cown(make()), 2);
    use(cowns[0]!, ({ value }) => {
      const draft = thaw(freeze({ a: { n: 1 }, list: [1] })) as any;
      draft.a.n = 2;
      value.part.draft = draft;
    });
    use(cowns[1]!, ({ value }) => void value.part.draft.list.push(2));
    use(cowns[0]!, ({ value }) => expect([...value.part.draft.list]).toEqual([1, 2]));
  });

  it.each<[string, (list: number[]) => unknown, (data: any) => number[]]>([
    ["copies what it is given", (list) => [...list], (data) => [...data]],
    ["copies on one side", (list) => ({ list: [...list] }), ({ list }) => list],
    ["copies on the other side", (list) => ({ list }), ({ list }) => [...list]],
  ])("knows what was changed inside of an instance whose codec %s", (name, encode, decode) => {
    class Stack {
      list: number[] = [];
    }
    registerType(Stack, {
      codec: {
        name: `Stack that ${name}`,
        encode: ({ list }) => encode(list),
        decode: (data) => Object.assign(new Stack(), { list: decode(data) }),
      },
    });
    for (const later of [false, true]) {
      const { cowns } = twinsOf(new Cown(new Region<any>({ stack: later ? null : new Stack() })), 2);
      if (later) use(cowns[0]!, ({ value }) => void (value.stack = new Stack()));
      for (const cown of [...cowns, ...cowns])
        use(cown, ({ value }) => void value.stack.list.push(value.stack.list.length));
      for (const cown of cowns) use(cown, ({ value }) => expect([...value.stack.list]).toEqual([0, 1, 2, 3]));
    }
  });

  it("gives up objects that came and went, however many", () => {
    const changes = new Changes(100);
    let isKept = true;
    for (let i = 0; i < 1000 && isKept; i++) isKept = changes.note([], "anything", undefined);
    expect([isKept, changes.objects.size < 200]).toEqual([false, true]);
  });

  it("says of a frozen value what is new in it", () => {
    const state = freeze({ list: Array.from({ length: 1000 }, (_, id) => ({ id })), count: 0 });
    const { cowns, cell } = twinsOf<any>(new Cown<any>(state), 2);
    const { generation } = published(cell);
    for (const [i, cown] of [...cowns, ...cowns].entries())
      use(cown, (guard) => {
        const draft = thaw(guard.value as object) as any;
        draft.count = i;
        guard.value = freeze(draft as object);
      });
    const { journal, ...after } = published(cell);
    expect([after.generation, journal < 4 * 1100]).toEqual([generation, true]);
    use(cowns[0]!, ({ value }) => expect([value.count, value.list[7].id, value.list.length]).toEqual([3, 7, 1000]));
  });

  it("keeps the objects that other threads have not replaced", () => {
    const { cowns } = twinsOf(new Cown(make()), 2);
    const { part, config } = rawContent(cowns[1]!) as any;
    use(cowns[0]!, ({ value }) => void (value.part.n = 7));
    const after = rawContent(cowns[1]!) as any;
    expect([after.part === part, after.config === config, part.n]).toEqual([true, true, 7]);
  });

  it("says nothing of what came and went in one hold", () => {
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    const before = published(cell);
    use(cowns[0]!, ({ value }) => {
      value.part.gone = { n: 1 };
      value.part.gone.n = 2;
      delete value.part.gone;
    });
    expect(published(cell).generation).toBe(before.generation);
    expect(Object.keys((rawContent(cowns[1]!) as any).part)).toEqual(["n"]);
  });

  it("makes place for another image when it is full", () => {
    Object.assign(limits, { least: 100, share: 0.01 });
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    const { generation } = published(cell);
    for (let i = 0; i < 200; i++) use(cowns[i % 2]!, ({ value }) => void (value.part.n = i));
    expect(published(cell).generation).not.toBe(generation);
    expect(published(cell).journal).toBeLessThanOrEqual(100);
    expect((rawContent(cowns[0]!) as any).part.n).toBe(199);
  });

  it("ends where the last release ended, whatever the dead have begun to write behind it", () => {
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    use(cowns[0]!, ({ value }) => void (value.part.n = 1));
    const found = cell.read() as { journal: Int32Array };
    new Int32Array(found.journal.buffer, found.journal.byteOffset + found.journal.byteLength, 4).fill(-1);
    expect((rawContent(cowns[1]!) as any).part.n).toBe(1);
    use(cowns[1]!, ({ value }) => void (value.part.n = 2));
    expect((rawContent(cowns[0]!) as any).part.n).toBe(2);
  });

  it("is refused where nobody wrote it like this, or read: 300 mutations", () => {
    const { refused, accepted, other, slowest } = attackJournal({ runs: 300, seed: 5 });
    expect(other).toEqual([]);
    expect([refused > 30, accepted > 30, slowest < 5000]).toEqual([true, true, true]);
  });
});
