import { once } from "node:events";
import { BroadcastChannel, MessageChannel, type Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Cown,
  freeze,
  isFrozen,
  isRegion,
  move,
  Region,
  registerType,
  thaw,
  validate,
  when,
} from "../../../src/index.js";
import { listen, materialize, pack, send, unpack } from "../../../src/threads.js";
import { placeStamps } from "../../../src/threads/frozen/place-stamps.js";
import { isLazy } from "../../../src/threads/frozen/lazy-stamp.js";
import { regionError } from "../../errors.js";
import { nextMessage, startWorker } from "../worker/start.js";
import { messageOf } from "./elsewhere.js";
import { largeGraph } from "./graph.js";

const arrived = <T>(value: T): T => unpack(messageOf(value)) as T;
const bytesOf = (value: unknown): number[] => messageOf(value).shared.list.map(({ memory }) => memory.byteLength);

describe("A frozen graph is written once", () => {
  it("however often it is sent, and arrives as the same object", () => {
    const graph = freeze(largeGraph());
    const [first, second] = [messageOf(graph), messageOf(graph)];
    expect(first.image.byteLength).toBeLessThan(300);
    new Int32Array(first.shared.list[0]!.memory)[22] = 12345;
    expect(new Int32Array(second.shared.list[0]!.memory)[22]).toBe(12345);
    expect(unpack(first)).toBe(unpack(second));
  });

  it("and a part of it is the part of what arrived", () => {
    const graph = freeze(largeGraph());
    const got = arrived(graph);
    for (const part of ["list", "chain", "tree", "map", "date", "error", "sparse"])
      expect(arrived(graph[part])).toBe(got[part]);
    expect(arrived(graph.list[5])).toBe(got.list[5]);
  });

  it("and a larger one that contains it refers to it: what it shares is shared where it arrives", () => {
    const before = freeze(largeGraph());
    const got = arrived(before);
    const changed = [...before.list];
    changed[7] = { id: 7, name: "other" };
    const after = freeze({ ...before, list: changed, self: null });
    const sizes = bytesOf(after);
    expect(Math.min(...sizes) * 4).toBeLessThan(Math.max(...sizes));
    const next = arrived(after);
    expect([next.list[7].name, next.list[6] === got.list[6], next.dictionary === got.dictionary]).toEqual([
      "other",
      true,
      true,
    ]);
    expect(next.tree).toBe(got.tree);
  });

  it("also in regions, which are handed over", () => {
    const config = freeze(largeGraph());
    const [first, second] = [1, 2].map((n) => arrived(new Region<any>({ n, config, list: [config.list[3]] })));
    expect([isRegion(first), first!.config === second!.config]).toEqual([true, true]);
    expect(first!.list[0]).toBe(first!.config.list[3]);
    expect(first!.config).toBe(arrived(config));
  });

  it("many versions one after the other", () => {
    let state: any = freeze({ entries: freeze(largeGraph()).list, version: 0 });
    for (let version = 1; version < 150; version++) {
      const entries = [...state.entries];
      entries[version] = { id: version, name: `version ${version}` };
      state = freeze({ entries, version });
      const got = arrived(state);
      expect([got.version, got.entries[version].name, got.entries[299].name]).toEqual([version, `version ${version}`, "name 299"]); // prettier-ignore
    }
    expect(messageOf(state).shared.list.length).toBeLessThan(80);
    expect(arrived(state)).toEqual(state);
  });

  it("and what was read from shared memory is sent on as it is", () => {
    const got = arrived(freeze(largeGraph()));
    expect(arrived(got)).toBe(got);
    for (const part of ["list", "tree", "map", "shared"]) expect(arrived(got[part])).toBe(got[part]);
    expect(arrived(freeze({ mine: 1, part: got.list })).part).toBe(got.list);
  });
});

describe("What cannot travel is named with its path, and nothing changes", () => {
  it.each<[string, any]>([
    ["$.list[0].run", { list: [{ run: () => 1 }] }],
    ["$.list[99].key", { list: Array.from({ length: 100 }, (_, i) => ({ key: i === 99 ? Symbol("own") : i })) }],
  ])("%s", (path, value) => {
    const frozen = freeze(value);
    expect(regionError("ERR_NOT_SENDABLE", () => pack(frozen)).path).toBe(path);
    const jobs = new Region<any>({ frozen });
    expect(regionError("ERR_NOT_SENDABLE", () => pack(jobs)).path).toBe(path.replace("$", "$.frozen"));
    expect(isRegion(move(jobs))).toBe(true);
  });

  it("also after something that refers to it could not go", () => {
    const config = freeze({ list: [{ a: 1 }] });
    regionError("ERR_NOT_SENDABLE", () => pack(new Region<any>({ config, call: () => 1 })));
    expect(placeStamps.isInUse).toBe(false);
    const got = arrived(config);
    expect(arrived(config.list)).toBe(got.list);
  });

  it("also what a codec packs while another graph is being written", () => {
    class Packs {
      constructor(readonly graph: object) {}
    }
    const encode = ({ graph }: Packs): number => (pack(graph), 1);
    registerType(Packs, { movable: "opaque", freezable: "yes", codec: { name: "Packs", encode, decode: () => new Packs({}) } }); // prettier-ignore
    const graphs = [1, 2, 3].map((n) => freeze({ n, part: { n: 10 * n } }));
    const value = freeze(graphs.flatMap((graph, i) => [{ before: i }, new Packs(graph), { after: i }]));
    const got = arrived(value) as any[];
    expect(got.map(({ before, after }) => before ?? after ?? "made")).toEqual([
      0,
      "made",
      0,
      1,
      "made",
      1,
      2,
      "made",
      2,
    ]);
    for (const [i, graph] of graphs.entries()) {
      expect(arrived(graph)).toEqual({ n: i + 1, part: { n: 10 * (i + 1) } });
      expect(arrived(graph.part)).toBe(arrived(graph).part);
    }
    expect(arrived(value[8]!)).toBe(got[8]);
  });

  it("what a codec has seen before it fails is frozen", () => {
    class Reader {
      constructor(readonly list: object[]) {}
    }
    const seen: object[] = [];
    const decode = ({ list }: any): Reader => {
      seen.push(list, ...Object.values<object>(list));
      throw new Error("no");
    };
    const encode = ({ list }: Reader): object => ({ list });
    registerType(Reader, { movable: "opaque", freezable: "yes", codec: { name: "Reader", encode, decode } });
    const list = Array.from({ length: 1000 }, (_, id) => ({ id, tags: new Set([id]) }));
    regionError("ERR_BAD_PACKET", () => arrived(freeze({ reader: new Reader(list) })).reader);
    expect(seen).toHaveLength(1001);
    expect(seen.every((each) => Object.isFrozen(each))).toBe(true);
    expect(() => (seen[1] as { tags: Set<number> }).tags.add(7)).toThrow();
  });

  it("what codecs make of instances may hold memory, which is copied", () => {
    class Picture {
      constructor(readonly size: number) {}
    }
    registerType(Picture, {
      freezable: "yes",
      codec: {
        name: "Picture",
        encode: ({ size }) => ({ pixels: new Uint8Array(size).fill(7) }),
        decode: (data) => new Picture((data as { pixels: Uint8Array }).pixels.filter((each) => each === 7).length),
      },
    });
    expect(arrived(freeze({ picture: new Picture(5) })).picture).toEqual(new Picture(5));
  });
});

describe("Everything that takes frozen values takes what arrived", () => {
  const got = arrived(freeze(largeGraph()));

  it("freeze and move return it", () => {
    for (const value of [got, got.list, got.list[1]]) {
      expect([freeze(value), move(value), isFrozen(value)]).toEqual([value, value, true]);
      expect(freeze(value)).toBe(value);
    }
    expect(isFrozen(freeze({ mine: got }))).toBe(true);
    expect(isFrozen(Object.freeze({ not: {}, got }))).toBe(false);
  });

  it("regions refer to it, and own nothing of it", () => {
    const jobs = new Region<any>({ list: got.list, later: null });
    jobs.later = got.dictionary;
    jobs.map = new Map([[got.list, got.tree]]);
    validate(jobs);
    expect([jobs.list, jobs.later, jobs.map.get(got.list)]).toEqual([got.list, got.dictionary, got.tree]);
    expect(jobs.list).toBe(got.list);
    const copy = new Region<any>(got.dictionary);
    copy.extra = 1;
    expect([copy["key 3"], "extra" in got.dictionary]).toEqual([got.dictionary["key 3"], false]);
  });

  it("thaw makes the next version of it, which shares what was not written", () => {
    const draft: any = thaw(got);
    draft.list[3].name = "changed";
    draft.map.set("new", draft.list[4]);
    const next: any = freeze(draft);
    expect([next.list[3].name, got.list[3].name, next.map.get("new") === next.list[4]]).toEqual(["changed", "name 3", true]); // prettier-ignore
    expect(next.tree).toBe(got.tree);
    expect(arrived(next).tree).toBe(got.tree);
  });

  it("cowns hold it", async () => {
    const cown = new Cown(got.list);
    expect(await when(cown, (guard) => guard.value[2].name)).toBe("name 2");
  });
});

describe("Where memory cannot be shared, a frozen value is copied", () => {
  it("to a BroadcastChannel, which may reach other processes", async () => {
    const [one, other] = [new BroadcastChannel("frozen"), new BroadcastChannel("frozen")];
    const received = new Promise<any>((resolve) => listen(other as any, resolve));
    send(one, freeze(largeGraph()));
    const got = await received;
    expect([isFrozen(got), isLazy(got.list), got.list[3].name]).toEqual([true, false, "name 3"]);
    one.close();
    other.close();
  });

  it("on hosts without SharedArrayBuffer", () => {
    const memory = globalThis.SharedArrayBuffer;
    try {
      (globalThis as { SharedArrayBuffer?: unknown }).SharedArrayBuffer = undefined;
      const graph = freeze(largeGraph());
      const { message } = pack(graph);
      expect((message as { shared: unknown }).shared).toBe(undefined);
      const got = unpack(message);
      expect([got.list[3], isFrozen(got), isLazy(got.list)]).toEqual([graph.list[3], true, false]);
    } finally {
      globalThis.SharedArrayBuffer = memory;
    }
  });
});

describe("Among threads", () => {
  let worker: Worker;
  beforeAll(async () => {
    worker = startWorker("echo.worker.ts");
    expect(await nextMessage(worker)).toBe("ready");
  });
  afterAll(async () => {
    await worker.terminate();
  });

  async function echoed(value: unknown): Promise<any> {
    let listening: Disposable | undefined;
    const back = new Promise((resolve) => (listening = listen(worker, resolve)));
    send(worker, value);
    const got = await back;
    listening![Symbol.dispose]();
    return got;
  }

  it("it comes back as the same memory, and reads the same", async () => {
    const graph = freeze(largeGraph());
    const back = await echoed(graph);
    expect(await echoed(graph)).toBe(back);
    expect(materialize(back)).toEqual(graph);
    expect(await echoed(back.list)).toBe(back.list);
  });

  it("a plain port carries it as well", async () => {
    const { port1, port2 } = new MessageChannel();
    const got = once(port2, "message");
    send(port1, freeze(largeGraph()));
    expect(unpack((await got)[0]).list[3].name).toBe("name 3");
    port1.close();
  });
});

declare const gc: (() => void) | undefined;

it.runIf(typeof gc === "function")("What nobody uses any more is freed", async () => {
  const refs = ((): WeakRef<object>[] => {
    const graph = freeze(largeGraph());
    const got = arrived(graph);
    return [graph, graph.list, got, got.list, got.list[3], got.tree].map((each) => new WeakRef(each));
  })();
  for (let i = 0; i < 20 && refs.some((ref) => ref.deref() !== undefined); i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    gc!();
  }
  expect(refs.map((ref) => ref.deref())).toEqual(refs.map(() => undefined));
});
