import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  close,
  Cown,
  cownInfo,
  dissolve,
  freeze,
  isClosed,
  isFreezable,
  isRegion,
  merge,
  move,
  parentOf,
  read,
  Region,
  regionInfo,
  regionOf,
  registerType,
  thaw,
  validate,
  when,
} from "../../src/index.js";
import { regionError, rejection } from "../errors.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Secret {
  #n = 1;
  get n(): number {
    return this.#n;
  }
  grow(): number {
    return ++this.#n;
  }
}
registerType(Secret, { movable: "opaque" });

const shape = () => ({
  n: 1,
  list: [{ n: 1 }],
  map: new Map([["a", { n: 1 }]]),
  set: new Set([1]),
  date: new Date(0),
  pattern: /a/g,
  bytes: new Uint8Array([1, 2]),
  view: new DataView(new ArrayBuffer(4)),
  secret: new Secret(),
  part: new Region({ n: 1, deep: new Region({ list: [1] }) }),
  touch(): void {
    this.n += 1;
  },
});

describe("Through read() nothing can be changed", () => {
  const changes: Record<string, (state: any) => unknown> = {
    "a field": (state) => (state.n = 2),
    "a field, by defining it": (state) => Object.defineProperty(state, "n", { value: 2 }),
    "a field, by deleting it": (state) => delete state.list,
    "a field, by a method of the object": (state) => state.touch(),
    "a field, by assignment of several": (state) => Object.assign(state, { n: 2 }),
    "an object inside": (state) => (state.list[0].n = 2),
    "an array, by push": (state) => state.list.push({ n: 2 }),
    "an array, by sort": (state) => state.list.sort(),
    "an array, by its length": (state) => (state.list.length = 0),
    "an array, by shift": (state) => state.list.shift(),
    "a Map": (state) => state.map.set("b", { n: 2 }),
    "a Map, by clear": (state) => state.map.clear(),
    "what a Map holds": (state) => (state.map.get("a").n = 2),
    "what a Map gives to a callback": (state) => state.map.forEach((value: any) => (value.n = 2)),
    "what an iterator gives": (state) => ([...state.map.values()][0].n = 2),
    "a Set": (state) => state.set.add(2),
    "a Date": (state) => state.date.setTime(1),
    "a RegExp that remembers where it was": (state) => state.pattern.exec("a"),
    "the same by test": (state) => state.pattern.test("a"),
    "an element of a typed array": (state) => (state.bytes[0] = 2),
    "a typed array, by fill": (state) => state.bytes.fill(0),
    "a typed array, by set": (state) => state.bytes.set([3]),
    "the same through subarray": (state) => (state.bytes.subarray(1)[0] = 3),
    "a DataView": (state) => state.view.setInt8(0, 1),
    "an instance of an opaque class": (state) => state.secret.grow(),
    "a subregion": (state) => (state.part.n = 2),
    "a subregion of a subregion": (state) => state.part.deep.list.push(2),
    "through the descriptor of a field": (state) => (Object.getOwnPropertyDescriptor(state, "list")!.value[0].n = 2),
    "through Object.values": (state) => ((Object.values(state)[1] as any)[0].n = 2),
    "through a borrow": (state) => borrow(state.list, (list: any) => list.push(1)),
    "what was read through a borrow": (state) => borrow(state, (borrowed: any) => (borrowed.list[0].n = 2)),
    "through regionOf": (state) => ((regionOf(state.list) as any).n = 2),
    "through parentOf": (state) => ((parentOf(state.part) as any).n = 2),
    "by move": (state) => move(state.part),
    "by close": (state) => close(state),
    "by merge": (state) => merge(state.part, state),
    "by dissolve": (state) => dissolve(state),
    "by validate": (state) => validate(state),
    "by freeze": (state) => freeze(state),
    "by freeze of what holds it": (state) => freeze({ list: [state.list] }),
  };

  it.each(Object.entries(changes))("%s", async (_, change) => {
    const cown = new Cown<any>(new Region(shape(), { name: "state" }), { name: "account" });
    const error = await rejection(
      "ERR_READ_ONLY",
      when(read(cown), (held) => void change(held.value)),
    );
    expect(error.message).toContain("acquired for reading");
    expect(error.message).toMatch(/[.!?](\s|$)/);
    await when(cown, ({ value }) => {
      expect([value.n, value.list[0].n, value.map.get("a").n, value.map.size, value.set.size]).toEqual([1, 1, 1, 1, 1]);
      expect([value.date.getTime(), value.pattern.lastIndex, [...value.bytes], value.view.getInt8(0)]).toEqual([0, 0, [1, 2], 0]); // prettier-ignore
      expect([value.secret.n, value.part.n, value.part.deep.list.length]).toEqual([1, 1, 1]);
    });
  });

  it("neither the value of the guard", async () => {
    const cown = new Cown(1, { name: "account" });
    // @ts-expect-error -- the types know it, too
    const failed = when(read(cown), (held) => (held.value = 2));
    expect((await rejection("ERR_READ_ONLY", failed)).message).toContain('cown "account"');
    expect(await when(cown, (held) => held.value)).toBe(1);
  });

  it("nor by what an error tells of", async () => {
    const cown = new Cown<any>(new Region(shape()));
    await when(read(cown), ({ value }) => {
      const other = new Region<any>();
      const { target } = regionError("ERR_CROSS_REGION", () => (other.x = value.list)) as any;
      regionError("ERR_READ_ONLY", () => target.push(1));
      regionError("ERR_ALREADY_OWNED", () => (other.x = value));
      regionError("ERR_COWN_CONTENT", () => new Cown(value));
    });
  });

  it("nor in a region over a frozen graph", async () => {
    const cown = new Cown<any>(thaw(freeze({ list: [{ n: 1 }] }) as object));
    await rejection("ERR_READ_ONLY", when(read(cown), ({ value }) => void (value.list[0].n = 2))); // prettier-ignore
    expect(await when(read(cown), ({ value }) => value.list[0].n)).toBe(1);
  });
});

describe("Through read()", () => {
  it("everything can be read, and asked", async () => {
    const cown = new Cown<any>(new Region(shape(), { name: "state" }));
    await when(read(cown), ({ value }) => {
      expect([value.n, value.list[0].n, [...value.map.keys()], value.set.has(1)]).toEqual([1, 1, ["a"], true]);
      expect([value.date.getTime(), [...value.bytes], value.view.getInt8(0), value.secret.n]).toEqual([0, [1, 2], 0, 1]); // prettier-ignore
      expect([isRegion(value), isClosed(value), borrowCount(value), regionInfo(value).parent]).toEqual([true, true, 1, "cown"]); // prettier-ignore
      expect([parentOf(value), parentOf(value.part) === value, regionOf(value.list) === value]).toEqual([cown, true, true]); // prettier-ignore
      expect([value.list === value.list, value.map.get("a") === value.map.get("a")]).toEqual([true, true]);
      expect(isFreezable(value)).toBe(false);
      expect(JSON.stringify(value.list)).toBe('[{"n":1}]');
      expect(value.list.map(({ n }: { n: number }) => n + 1)).toEqual([2]);
    });
  });

  it("frozen parts are themselves", async () => {
    const config = freeze({ hosts: ["a"] });
    const cown = new Cown(new Region({ config }));
    expect(await when(read(cown), ({ value }) => value.config)).toBe(config);
  });
});

describe("Those who read", () => {
  it("run together, and those who write alone", async () => {
    const cown = new Cown(0);
    const log: string[] = [];
    const spawn = (name: string, like: Cown<number> | ReturnType<typeof read<number>>) =>
      when(like, async () => {
        log.push(`+${name}`);
        await turn();
        log.push(`-${name}`);
      });
    const all = [spawn("a", read(cown)), spawn("b", read(cown)), spawn("W", cown), spawn("c", read(cown)), spawn("d", read(cown))]; // prettier-ignore
    expect(cownInfo(cown)).toMatchObject({ holders: [{ mode: "read" }, { mode: "read" }] });
    await Promise.all(all);
    expect(log.join(" ")).toBe("+a +b -a -b +W -W +c +d -c -d");
  });

  it("are not let past a writer who waits", async () => {
    const [a, b] = [new Cown(0), new Cown(0)];
    const held = b.tryAcquire()!;
    const log: string[] = [];
    const all = [
      when(read(a), () => log.push("read")),
      when([a, b], () => log.push("write")),
      when(read(a), () => log.push("read later")),
    ];
    await turn();
    expect([log, a.state]).toEqual([["read"], "released"]);
    held[Symbol.dispose]();
    await Promise.all(all);
    expect(log).toEqual(["read", "write", "read later"]);
  });

  it("have handles of their own, which end with each of them", async () => {
    const cown = new Cown(new Region({ list: [1] }));
    const kept: (readonly unknown[])[] = [];
    const short = when(read(cown), ({ value }) => void kept.push(value.list));
    await when(read(cown), async ({ value }) => {
      const { list } = value;
      await short;
      expect(regionError("ERR_INVALIDATED", () => kept[0]!.length).message).toContain("behaviour");
      expect([list.length, value.list === list]).toEqual([1, true]);
    });
  });

  it("answer for their own borrows", async () => {
    const cown = new Cown(new Region({ list: [1] }));
    const leaking = when(read(cown), ({ value }) => void borrow(value.list));
    const good = when(read(cown), async ({ value }) => {
      await turn();
      using list = borrow(value.list);
      return list.length;
    });
    await rejection("ERR_BORROW_LEAKED", leaking);
    expect(await good).toBe(1);
    expect(await when(cown, ({ value }) => isClosed(value))).toBe(true);
  });

  it("write where the same cown is given for writing as well, and only there", async () => {
    const cown = new Cown(new Region({ n: 1 }));
    await when([read(cown), cown, read(cown)], (first, writing, second) => {
      expect(first === second).toBe(true);
      writing.value.n = 2;
      expect(first.value.n).toBe(2);
      // @ts-expect-error -- the types know it, too
      regionError("ERR_READ_ONLY", () => (first.value.n = 3));
    });
    expect(cown.state).toBe("released");
  });
});

describe("read", () => {
  it("is given a cown, and what it returns can be shared like one", () => {
    const reading = read(new Cown(0));
    expect(freeze({ reading }).reading).toBe(reading);
    expect(() => read({} as never)).toThrow(TypeError);
    expect(() => when({ ...reading } as never, () => 0)).toThrow(TypeError);
  });
});
