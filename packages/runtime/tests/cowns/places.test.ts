import { describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  Cown,
  dissolve,
  freeze,
  isFreezable,
  isFrozen,
  isRegion,
  merge,
  move,
  parentOf,
  Region,
  regionInfo,
  thaw,
  validate,
  when,
} from "../../src/index.js";
import { regionError } from "../errors.js";

const account = () => new Cown(new Region({ balance: 1 }, { name: "state" }), { name: "account" });

describe("A cown may be referenced", () => {
  it("from frozen objects: freezing stops at it", async () => {
    const cown = account();
    const shared = freeze({ cown, list: [cown], map: new Map([[cown, cown]]) });
    expect([isFrozen(shared), isFreezable({ cown }), shared.map.get(cown)]).toEqual([true, true, cown]);
    await when(shared.list[0]!, (held) => (held.value.balance = 2));
    expect(await when(cown, (held) => held.value.balance)).toBe(2);
  });

  it("by itself as an argument: it is frozen already, and what it holds is not", async () => {
    const cown = account();
    expect([freeze(cown), move(cown), isFrozen(cown), isRegion(cown)]).toEqual([cown, cown, true, false]);
    expect(await when(cown, (held) => ++held.value.balance)).toBe(2);
  });

  it("from any number of regions, which do not own it", () => {
    const cown = account();
    const regions = [new Region<any>({ cown }), new Region<any>({ list: [cown], set: new Set([cown]) })];
    regions[0]!.again = cown;
    regions[1]!.list.push(cown);
    expect(regions.map(({ cown: first, list }) => [first, list?.[1]])).toEqual([[cown, undefined], [undefined, cown]]); // prettier-ignore
    expect(regions.map((region) => regionInfo(region).size)).toEqual([1, 3]);
    for (const region of regions) {
      validate(region);
      checkInvariant(region);
      dissolve(region);
    }
  });

  it("from other cowns, and from what they hold", async () => {
    const cown = account();
    const outer = new Cown(new Region({ accounts: [cown] }));
    const balance = await when(outer, (held) => when(held.value.accounts[0]!, (inner) => inner.value.balance));
    expect(balance).toBe(1);
  });

  it("from a thawed graph, where it stays the same", () => {
    const cown = account();
    const before = freeze({ cown, list: [{ cown }] });
    const draft = thaw(before);
    draft.list.push({ cown });
    const after = freeze(draft);
    expect(after.list.map((entry) => entry.cown)).toEqual([cown, cown]);
    expect(after.cown).toBe(cown);
  });

  it("from local objects; a fake is no cown", () => {
    const fake = Object.create(Cown.prototype) as object;
    Object.assign(fake, { list: [] });
    expect(isFrozen(Object.freeze(fake))).toBe(false);
    expect(() => when(fake as never, () => 0)).toThrow(TypeError);
    expect(() => (fake as Cown<unknown>).state).toThrow(TypeError);
  });
});

describe("A region that a cown owns", () => {
  const refusals: Record<string, [code: Parameters<typeof regionError>[0], use: (state: any) => unknown]> = {
    "cannot be moved": ["ERR_NOT_FREE", (state) => move(state)],
    "cannot be dissolved": ["ERR_NOT_FREE", (state) => dissolve(state)],
    "cannot be merged into something": ["ERR_NOT_PARENT", (state) => merge(state, new Region())],
    "cannot be stored in a region": ["ERR_ALREADY_OWNED", (state) => (new Region<any>().x = state)],
    "cannot be stored inside a graph": ["ERR_ALREADY_OWNED", (state) => (new Region<any>().x = [{ state }])],
    "cannot be stored in itself": ["ERR_ALREADY_OWNED", (state) => (state.part = new Region({ state }))],
    "cannot be the start of a region": ["ERR_ALREADY_OWNED", (state) => new Region(state)],
    "cannot be given to another cown": ["ERR_COWN_CONTENT", (state) => new Cown(state)],
  };
  it.each(Object.entries(refusals))("%s", (_, [code, use]) => {
    const cown = account();
    using held = cown.tryAcquire()!;
    const { message } = regionError(code, () => use(held.value));
    expect(message).toContain('region "state"');
    expect(message).toContain('cown "account" owns it');
    expect([parentOf(held.value), held.value.balance]).toEqual([cown, 1]);
    checkInvariant(held.value, cown);
  });

  it("is not dropped when its handle is disposed", () => {
    const cown = account();
    using held = cown.tryAcquire()!;
    held.value[Symbol.dispose]();
    expect(held.value.balance).toBe(1);
  });

  it("can be closed, and own, merge and give away subregions", () => {
    const cown = new Cown(new Region<any>({ list: [] }));
    const held = cown.tryAcquire()!;
    const { value } = held;
    const list = borrow(value.list);
    close(value);
    regionError("ERR_INVALIDATED", () => list.length);
    value.a = new Region({ n: 1 });
    value.b = new Region({ n: 2 });
    merge(value.a, value);
    const b = move(value.b) as { n: number };
    value.list.push(new Region({ n: 3 }));
    checkInvariant(value);
    held[Symbol.dispose]();
    expect([b.n, cown.state]).toEqual([2, "released"]);
    checkInvariant(cown);
  });

  it("keeps the cown pending until it is frozen, too", () => {
    const state = new Region({ list: [1] });
    const list = borrow(state.list);
    const cown = new Cown(state);
    freeze(list);
    expect([cown.state, list.length]).toEqual(["released", 1]);
    const whole = new Region<any>({ n: 1 });
    const borrowed = borrow(whole);
    const other = new Cown(whole);
    freeze(borrowed);
    expect([other.state, borrowed.n, isFrozen(borrowed)]).toEqual(["released", 1, true]);
  });
});

describe("checkInvariant", () => {
  it("looks into cowns, wherever they are", () => {
    const raw: any = { list: [] };
    const cown = new Cown(new Region(raw));
    const graph = freeze({ holder: new Cown(cown) });
    checkInvariant(cown, graph);
    raw.list.push({});
    expect(regionError("ERR_CROSS_REGION", () => checkInvariant(graph)).path).toBe("$.holder.value.value.list[0]");
  });

  it("finds a second owner of what a cown owns", () => {
    const state = new Region({ n: 1 });
    const raw: any = {};
    const other = new Region(raw);
    raw.state = state;
    new Cown(state, { name: "account" });
    using held = account().tryAcquire()!;
    raw.state = held.value;
    regionError("ERR_CROSS_REGION", () => checkInvariant(other));
  });
});
