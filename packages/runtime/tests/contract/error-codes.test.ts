import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  close,
  configure,
  Cown,
  dissolve,
  freeze,
  isFrozen,
  isRegion,
  merge,
  move,
  quiesce,
  read,
  Region,
  type RegionErrorCode,
  setFreezable,
  thaw,
  validate,
  when,
} from "../../src/index.js";
import { pack, send, unpack } from "../../src/threads.js";
import { rejection } from "../errors.js";

afterEach(() => configure({ sites: false }));

interface Case {
  title: string;
  run: () => unknown;
  names: (string | RegExp)[];
  path?: string;
  /** How many sites the error has when they are recorded. Absent: whatever helps. */
  sites?: number;
}

class Point {
  x = 1;
}

function region(name: string, init: object = { part: { n: 1 }, list: [{}] }): any {
  return new Region<any>(init, { name });
}
/** A region and the raw object behind it, by which checks can be bypassed. */
function bypass(name: string, add: (raw: any) => unknown): any {
  const raw = { part: { n: 1 } };
  const made = region(name, raw);
  add(raw);
  return made;
}

function cown(content: object = region("state")): Cown<any> {
  return new Cown<any>(content, { name: "account" });
}

/** Runs a program to its end, whether it waits or not. */
async function attempt({ run }: Case): Promise<void> {
  await run();
}

/** The codes of the interface that only several threads can lead to. */
const elsewhere = ["ERR_UNKNOWN_TYPE", "ERR_OWNER_LOST"] as const;

/** Every other code: programs that must fail with it. */
const table: Record<Exclude<RegionErrorCode, (typeof elsewhere)[number]>, Case[]> = {
  ERR_FROZEN_MUTATION: [
    { title: "a write through a handle", run: () => { const jobs = region("jobs"); freeze(jobs); jobs.count = 1; }, names: ["jobs", "count", /frozen/], sites: 1 }, // prettier-ignore
    { title: "a write through a borrow", run: () => { const jobs = region("jobs"); const held = borrow<any>(jobs.part); freeze(jobs); held.n = 2; }, names: ["jobs", "n", /frozen/], sites: 1 }, // prettier-ignore
    { title: "a delete", run: () => { const jobs = region("jobs"); freeze(jobs); delete jobs.part; }, names: ["jobs", "part"], sites: 1 }, // prettier-ignore
    { title: "a push", run: () => { const jobs = region("jobs"); freeze(jobs); jobs.list.push(1); }, names: ["jobs"], sites: 1 }, // prettier-ignore
    { title: "Map.set", run: () => { const map = new Map(); freeze({ map }); map.set("k", 1); }, names: ["Map", /set/, /frozen/], sites: 1 }, // prettier-ignore
    { title: "Set.delete", run: () => { const set = new Set(); freeze(set); set.delete(1); }, names: ["Set", /delete/], sites: 1 }, // prettier-ignore
    { title: "Date.setTime", run: () => { const date = new Date(0); freeze([date]); date.setTime(1); }, names: ["Date", /setTime/], sites: 1 }, // prettier-ignore
    { title: "a handle of a thawed region after its freeze", run: () => { const t = thaw<any>(freeze({ n: 1 }) as any, { name: "draft" }); freeze(t); t.n = 2; }, names: ["draft"], sites: 1 }, // prettier-ignore
  ],
  ERR_NOT_FREEZABLE: [
    { title: "a WeakMap", run: () => freeze({ a: { b: [0, 1, 2, new WeakMap()] } }), names: ["$.a.b[3]", "WeakMap"], path: "$.a.b[3]" }, // prettier-ignore
    { title: "a typed array with elements", run: () => freeze([new Uint8Array(1)]), names: ["$[0]", "Uint8Array"], path: "$[0]" }, // prettier-ignore
    { title: "an instance of an unregistered class", run: () => freeze({ point: new Point() }), names: ["$.point", "Point"], path: "$.point" }, // prettier-ignore
    { title: "an object set to no", run: () => { const socket = {}; setFreezable(socket, "no"); freeze({ socket }); }, names: ["$.socket"], path: "$.socket" }, // prettier-ignore
    { title: "an explicit object that is only reached", run: () => { const big = {}; setFreezable(big, "explicit"); freeze({ big }); }, names: ["$.big", /explicit/], path: "$.big" }, // prettier-ignore
    { title: "a Map under Object.freeze", run: () => freeze({ map: Object.freeze(new Map()) }), names: ["$.map", "Map", "Object.freeze"], path: "$.map" }, // prettier-ignore
    { title: "something in a region", run: () => freeze(region("jobs", { deep: { point: new Point() } })), names: ["$.deep.point", "Point"], path: "$.deep.point" }, // prettier-ignore
  ],
  ERR_USE_AFTER_MOVE: [
    { title: "a read", run: () => { const jobs = region("jobs"); move(jobs); return jobs.part; }, names: ["jobs", "part", /moved/], sites: 1 }, // prettier-ignore
    { title: "a write through a transient handle", run: () => { const jobs = region("jobs"); const { part } = jobs; move(jobs); part.n = 2; }, names: ["jobs", /moved/], sites: 1 }, // prettier-ignore
    { title: "an operation", run: () => { const jobs = region("jobs"); move(jobs); borrow(jobs); }, names: ["jobs", /borrow/], sites: 1 }, // prettier-ignore
    { title: "dissolve", run: () => { const jobs = region("jobs"); move(jobs); dissolve(jobs); }, names: ["jobs", /dissolve/], sites: 1 }, // prettier-ignore
    { title: "merge", run: () => { const child = region("child"); const parent = region("parent", { child }); move(child); merge(child, parent); }, names: ["child", /merge/], sites: 1 }, // prettier-ignore
    { title: "validate", run: () => { const jobs = region("jobs"); move(jobs); validate(jobs); }, names: ["jobs", /validate/], sites: 1 }, // prettier-ignore
    { title: "a subregion of what was moved", run: () => { const child = region("child"); const { part } = child; move(region("parent", { child })); return part.n; }, names: [/child|parent/, /moved/], sites: 1 }, // prettier-ignore
    { title: "a dead handle in a graph", run: () => { const jobs = region("jobs"); move(jobs); freeze({ a: [jobs] }); }, names: ["jobs", "$.a[0]"], path: "$.a[0]", sites: 1 }, // prettier-ignore
  ],
  ERR_INVALIDATED: [
    { title: "a read after close", run: () => { const jobs = region("jobs"); const { part } = jobs; close(jobs); return part.n; }, names: ["jobs", /closed/] }, // prettier-ignore
    { title: "an ended borrow", run: () => { const jobs = region("jobs"); const held = borrow<any>(jobs); held[Symbol.dispose](); return held.n; }, names: ["jobs", /borrow/] }, // prettier-ignore
    { title: "a dropped region", run: () => { const jobs = region("jobs"); jobs[Symbol.dispose](); return jobs.n; }, names: ["jobs", /dropped|disposed/] }, // prettier-ignore
    { title: "a dissolved region", run: () => { const jobs = region("jobs"); dissolve(jobs); return jobs.n; }, names: ["jobs", /dissolved/] }, // prettier-ignore
    { title: "an object that validate ejected", run: () => { const jobs = region("jobs"); const { part } = jobs; delete jobs.part; validate(jobs); return part.n; }, names: ["jobs"] }, // prettier-ignore
    { title: "a merged child after close of the parent", run: () => { const child = region("child"); const parent = region("parent", { child }); merge(child, parent); close(parent); return child.n; }, names: ["parent", /closed/] }, // prettier-ignore
  ],
  ERR_BORROWED: [
    { title: "move", run: () => { const jobs = region("jobs"); borrow(jobs.part); borrow(jobs); move(jobs); }, names: ["jobs", /borrow/], sites: 2 }, // prettier-ignore
    { title: "move of the parent of what is borrowed", run: () => { const child = region("child"); const parent = region("parent", { child }); borrow(child.part); move(parent); }, names: ["parent", /borrow|open/], sites: 1 }, // prettier-ignore
    { title: "dissolve", run: () => { const jobs = region("jobs"); borrow(jobs.part); dissolve(jobs); }, names: ["jobs", /dissolve/, /borrow/], sites: 1 }, // prettier-ignore
  ],
  ERR_CROSS_REGION: [
    { title: "a write", run: () => { const a = region("alpha"); region("beta").x = { deep: [a.part] }; }, names: ["alpha", "beta", "$.deep[0]"], path: "$.deep[0]" }, // prettier-ignore
    { title: "a new region", run: () => { const a = region("alpha"); return region("beta", { x: a.part }); }, names: ["alpha", "$.x"], path: "$.x" }, // prettier-ignore
    { title: "validate", run: () => { const a = region("alpha"); validate(bypass("beta", (raw) => (raw.part.x = a.part))); }, names: ["alpha", "beta", "$.part.x"], path: "$.part.x" }, // prettier-ignore
    { title: "a part of one thawed region in another", run: () => { const f: any = freeze({ part: {} }); thaw<any>(f, { name: "two" }).x = thaw<any>(f, { name: "one" }).part; }, names: ["one", "two"] }, // prettier-ignore
  ],
  ERR_ALREADY_OWNED: [
    { title: "a second owner", run: () => { const child = region("child"); region("parent", { child }); region("other").x = child; }, names: ["child", "parent"] }, // prettier-ignore
    { title: "a second reference of the same owner", run: () => { const child = region("child"); const parent = region("parent", { child }); parent.again = { child }; }, names: ["child", "parent", "$.child"], path: "$.child" }, // prettier-ignore
    { title: "validate", run: () => { const child = region("child"); const parent = region("parent", { child }); validate(bypass("other", (raw) => (raw.part.x = child))); return parent; }, names: ["child", "$.part.x"], path: "$.part.x" }, // prettier-ignore
  ],
  ERR_REGION_CYCLE: [
    { title: "a write", run: () => { const child = region("child"); const parent = region("parent", { child }); child.up = { parent }; }, names: ["child", "parent", "$.parent"], path: "$.parent" }, // prettier-ignore
    { title: "validate", run: () => { let raw: any; const child = bypass("child", (behind) => (raw = behind)); const parent = region("parent", { child }); raw.part.up = parent; validate(child); }, names: ["child", "parent", "$.part.up"], path: "$.part.up" }, // prettier-ignore
  ],
  ERR_NOT_A_REGION: [
    { title: "close of a plain object", run: () => close({} as any), names: [/close/] },
    { title: "move of a contained object", run: () => move(region("jobs").part), names: [/move/] },
    { title: "merge of a plain object", run: () => merge({} as any, region("jobs")), names: [/merge/] },
    { title: "merge into a contained object", run: () => { const jobs = region("jobs"); merge(region("child"), jobs.part); }, names: [/merge/] }, // prettier-ignore
    { title: "dissolve of a frozen value", run: () => dissolve(freeze({}) as any), names: [/dissolve/] },
    { title: "validate of a number", run: () => validate(1 as any), names: [/validate/] },
    { title: "close of what was merged", run: () => { const child = region("child"); const parent = region("parent", { child }); merge(child, parent); close(child); }, names: [/close/] }, // prettier-ignore
    { title: "close of what was frozen", run: () => { const jobs = region("jobs"); freeze(jobs); close(jobs); }, names: [/close/] }, // prettier-ignore
  ],
  ERR_NOT_FREE: [
    { title: "move of what a cown owns", run: () => move(cown().tryAcquire()!.value), names: ["state", "account", /move/] }, // prettier-ignore
    { title: "dissolve of what a cown owns", run: () => dissolve(cown().tryAcquire()!.value), names: ["state", "account", /dissolve/] }, // prettier-ignore
    { title: "dissolve of a subregion", run: () => { const child = region("child"); const parent = region("parent", { child }); dissolve(child); return parent; }, names: ["child", "parent", /dissolve/] }, // prettier-ignore
  ],
  ERR_NOT_PARENT: [
    { title: "merge into the grandparent", run: () => { const child = region("child"); const parent = region("parent", { child }); const grand = region("grand", { parent }); merge(child, grand); }, names: ["child", "grand"] }, // prettier-ignore
    { title: "merge of a free region", run: () => merge(region("one"), region("two")), names: ["one", "two"] },
    { title: "merge into itself", run: () => { const jobs = region("jobs"); merge(jobs, jobs); }, names: ["jobs"] }, // prettier-ignore
  ],
  ERR_NOT_MOVABLE: [
    { title: "a WeakMap", run: () => (region("jobs").x = { a: [new WeakMap()] }), names: ["$.a[0]", "WeakMap"], path: "$.a[0]" }, // prettier-ignore
    { title: "a Promise", run: () => region("jobs", { p: Promise.resolve() }), names: ["$.p", "Promise"], path: "$.p" }, // prettier-ignore
    { title: "a generator", run: () => (region("jobs").x = [(function* () {})()]), names: ["$[0]"], path: "$[0]" }, // prettier-ignore
    { title: "a WeakRef", run: () => region("jobs").list.push(new WeakRef({})), names: ["WeakRef"] }, // prettier-ignore
    { title: "a guard", run: () => { const held = cown().tryAcquire(); region("jobs").x = { held }; }, names: ["$.held", "Guard"], path: "$.held" }, // prettier-ignore
    { title: "a WeakSet found by validate", run: () => validate(bypass("jobs", (raw) => (raw.part.w = new WeakSet()))), names: ["$.part.w", "WeakSet"], path: "$.part.w" }, // prettier-ignore
  ],
  ERR_COWN_CONTENT: [
    { title: "new Cown of a plain object", run: () => cown({}), names: ["account", "plain object"] },
    { title: "new Cown of an object inside a region", run: () => cown(region("jobs").part), names: ["account", "jobs"] }, // prettier-ignore
    { title: "new Cown of a subregion", run: () => { const child = region("child"); const parent = region("parent", { child }); cown(child); return parent; }, names: ["account", "child", "parent"] }, // prettier-ignore
    { title: "new Cown of what a cown owns", run: () => new Cown(cown().tryAcquire()!.value, { name: "other" }), names: ["account", "state", "other"] }, // prettier-ignore
    { title: "the value of a guard", run: () => { cown().tryAcquire()!.value = []; }, names: ["account", "array"] }, // prettier-ignore
  ],
  ERR_COWN_NOT_ACQUIRED: [
    { title: "the value of a cown", run: () => (cown() as any).value, names: ["account"] },
    { title: "assigning it", run: () => ((cown() as any).value = 1), names: ["account"] },
    { title: "the value of a guard that was disposed", run: () => { const held = cown().tryAcquire()!; held[Symbol.dispose](); return held.value; }, names: ["account"] }, // prettier-ignore
    { title: "the value of a guard after its behaviour", run: async () => { let held: any; await when(cown(), (guard) => void (held = guard)); return held.value; }, names: ["account"] }, // prettier-ignore
  ],
  ERR_READ_ONLY: [
    { title: "a write", run: () => when(read(cown()), (held) => (held.value.n = 1)), names: ["state", "n"] },
    { title: "a push", run: () => when(read(cown()), (held) => held.value.list.push(1)), names: ["state"] },
    { title: "an operation", run: () => when(read(cown()), (held) => close(held.value)), names: ["state", /close/] }, // prettier-ignore
    { title: "freeze", run: () => when(read(cown()), (held) => void freeze({ a: held.value })), names: ["state", "$.a"], path: "$.a" }, // prettier-ignore
    // @ts-expect-error -- the types know it, too
    { title: "the value of the guard", run: () => when(read(cown()), (held) => (held.value = 1)), names: ["account"] }, // prettier-ignore
  ],
  ERR_BORROW_LEAKED: [
    { title: "when", run: () => when(cown(), (held) => void borrow(held.value.part)), names: ["account"], sites: 1 }, // prettier-ignore
    { title: "when that reads", run: () => when(read(cown()), (held) => void borrow(held.value.part)), names: ["account"], sites: 1 }, // prettier-ignore
    { title: "a guard", run: () => { const held = cown().tryAcquire()!; borrow(held.value.part); borrow(held.value.list); held[Symbol.dispose](); }, names: ["account", "2 borrows"], sites: 2 }, // prettier-ignore
  ],
  ERR_WOULD_DEADLOCK: [
    { title: "when", run: () => { const c = cown(); return when(c, async () => await when([cown(), c], () => 1)); }, names: ["account"] }, // prettier-ignore
    { title: "acquire", run: () => { const c = cown(); return when(c, async () => void (await c.acquire())); }, names: ["account"] }, // prettier-ignore
    { title: "quiesce", run: () => when(cown(), async () => await quiesce()), names: ["quiesce()"] },
  ],
  ERR_NOT_SENDABLE: [
    { title: "a function in a region", run: () => pack(region("jobs", { part: {}, list: [() => 1] })), names: ["$.list[0]", "function"], path: "$.list[0]" }, // prettier-ignore
    { title: "a local object", run: () => pack({}), names: ["plain object", /region/], path: "$" },
    { title: "an object inside a region", run: () => pack(region("jobs").part), names: ["jobs", /inside/], path: "$" }, // prettier-ignore
    { title: "a port that throws", run: () => send({ postMessage: () => { throw new Error("closed"); } }, region("jobs")), names: ["Error: closed"] }, // prettier-ignore
  ],
  ERR_BAD_PACKET: [
    { title: "a message of somebody else", run: () => unpack({ type: "theirs" }), names: ["unpack"] },
    { title: "a message for the second time", run: () => { const { message } = pack(region("jobs")); unpack(message); unpack(message); }, names: [/before/] }, // prettier-ignore
  ],
  ERR_TIMEOUT: [
    { title: "acquire", run: () => { const c = cown(); c.tryAcquire(); return c.acquire({ timeoutMs: 0 }); }, names: ["account", "0 ms"] }, // prettier-ignore
    { title: "quiesce", run: async () => { const done = when(cown(), () => 1); try { await quiesce({ timeoutMs: 0 }); } finally { await done; } }, names: ["0 ms", "1 behaviour"] }, // prettier-ignore
  ],
};

describe.each(Object.entries(table))("%s", (code, cases) => {
  it.each(cases)("$title: names the object, says what to do, and carries sites when they are on", async (one) => {
    for (const on of [false, true]) {
      configure({ sites: on });
      const error = await rejection(code as RegionErrorCode, attempt(one));
      const { message, sites } = error;
      for (const name of one.names)
        if (typeof name === "string") expect(message).toContain(name);
        else expect(message).toMatch(name);
      if (one.path !== undefined) expect(error.path).toBe(one.path);
      expect(message.match(/[.!?](\s|$)/g)?.length ?? 0, `at least two sentences: ${message}`).toBeGreaterThanOrEqual(
        2,
      );
      expect(message).not.toMatch(/undefined|\[object|NaN/);
      expect([error.name, error instanceof Error, typeof error.stack]).toEqual(["RegionError", true, "string"]);
      if (!on) expect(sites).toEqual([]);
      else if (one.sites !== undefined) expect(sites).toHaveLength(one.sites);
      for (const site of sites) {
        expect(site).toMatch(/error-codes\.test\.ts:\d+/);
        expect(message).toContain(site);
      }
    }
  });
});

describe("the table of codes", () => {
  it("holds no code twice, and together with those of threads all of the interface", () => {
    const codes = [...Object.keys(table), ...elsewhere];
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(22);
  });
});

describe("a refused operation", () => {
  it.each(Object.values(table).flat())("$title: can be followed by others", async (one) => {
    try {
      await attempt(one);
    } catch {
      const other = region("other", { part: { n: 1 } });
      other.part.n = 2;
      expect([isRegion(move(other)), isFrozen(freeze({}))]).toEqual([true, true]);
      return;
    }
    expect.fail("nothing was thrown");
  });
});
