import { once } from "node:events";
import { BroadcastChannel, MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  configure,
  Cown,
  dissolve,
  freeze,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  registerType,
  setFreezable,
  thaw,
  when,
} from "../../src/index.js";
import { listen, pack, send, unpack } from "../../src/threads.js";
import { regionError } from "../errors.js";
import { Point } from "./worker/point.js";

afterEach(() => configure({ sites: false, checks: "fast" }));

/** As another thread gets it. */
function arrived(value: unknown): any {
  const { message, transfer } = pack(value);
  return unpack(structuredClone(message, { transfer: [...transfer] as ArrayBuffer[] }));
}

const region = (init: object = { n: 1 }, name = "jobs"): any => new Region<any>(init, { name });

describe("A region that was packed", () => {
  it("may have very many subregions", { timeout: 60_000 }, () => {
    const jobs = region({ list: Array.from({ length: 130_000 }, () => new Region()) });
    const got = arrived(jobs);
    expect(got.list).toHaveLength(130_000);
    expect(parentOf(got.list[129_999])).toBe(got);
  });

  it("arrives as a region of the same name, with cycles and sharing", () => {
    const first = { n: 1 };
    const jobs = region({ first, list: [first], map: new Map([["first", first]]), set: new Set([first]) });
    jobs.self = jobs;
    const got = arrived(jobs);
    expect(isRegion(got)).toBe(true);
    expect(regionInfo(got)).toMatchObject({ name: "jobs", parent: "none", state: "closed" });
    expect([got.self, got.list[0], got.map.get("first"), [...got.set][0]]).toEqual([
      got,
      got.first,
      got.first,
      got.first,
    ]);
    expect(regionOf(got.first)).toBe(got);
    checkInvariant(got);
  });

  it("brings its subregions, with their names", () => {
    const jobs = region({ a: [region({ deep: region({}, "inner") }, "outer")] });
    const got = arrived(jobs);
    expect([regionInfo(got.a[0]).name, regionInfo(got.a[0].deep).name]).toEqual(["outer", "inner"]);
    expect(parentOf(got.a[0].deep)).toBe(got.a[0]);
    expect(isRegion(move(got.a[0]))).toBe(true);
    expect(got.a[0]).toBe(undefined);
  });

  it("brings frozen parts, which arrive frozen", () => {
    const config = freeze({ hosts: new Map([["a", [1]]]), at: new Date(0) });
    const got = arrived(region({ config, again: [config] }));
    expect(isFrozen(got.config)).toBe(true);
    expect(got.again[0]).toBe(got.config);
    regionError("ERR_FROZEN_MUTATION", () => got.config.hosts.set("b", []));
    expect(() => got.config.hosts.get("a").push(1)).toThrow(TypeError);
  });

  it("brings instances of registered classes, as their codecs make them", () => {
    const point = new Point(3, 4);
    const got = arrived(region({ points: new Map([[point, point]]) }));
    const [[key, value]] = got.points;
    expect(key).toBe(value);
    expect(value.length).toBe(5);
    expect(value).toBeInstanceOf(Point);
  });

  it("brings subregions that such instances hold, which can be moved and dissolved as before", () => {
    class Holder {
      constructor(fields: object) {
        Object.assign(this, fields);
      }
    }
    registerType(Holder, {
      codec: {
        name: "Holder",
        encode: (holder) => Object.assign({}, holder),
        decode: (fields) => new Holder(fields as object),
      },
    });
    const held = (): any => region({ holder: new Holder({ sub: region({ n: 1 }), list: [region({ n: 2 })] }) });
    const got = arrived(held());
    const { list } = got.holder;
    const taken = [move(got.holder.sub), move(list[0])] as any[];
    expect([got.holder.sub, list[0], ...taken.map(({ n }) => n)]).toEqual([undefined, undefined, 1, 2]);
    checkInvariant(got, ...taken);
    expect(isRegion(dissolve(arrived(held())).holder.sub)).toBe(true);
  });

  it("is mutable all over when it was thawed, and shares nothing with what it was thawed from", () => {
    const before = freeze({ a: { list: [1] }, b: { list: [2] } });
    const draft = thaw(before) as any;
    draft.a.list.push(3);
    const got = arrived(draft);
    got.b.list.push(4);
    expect([got.a.list.length, got.b.list.length, before.b.list.length]).toEqual([2, 2, 1]);
  });

  it("takes what a raw reference put there, as if it had been validated before", () => {
    const raw: any = { list: [] };
    const jobs = region(raw);
    const child = region({}, "child");
    raw.list.push({ late: true }, child);
    Object.defineProperty(raw.list, "hidden", { value: { deep: 1 } });
    const got = arrived(jobs);
    expect([got.list[0].late, isRegion(got.list[1]), got.list.hidden.deep]).toEqual([true, true, 1]);
  });

  it("leaves free what a raw reference took out", () => {
    const raw: any = { child: region({ n: 2 }, "child") };
    const { child } = raw;
    const jobs = region(raw);
    delete raw.child;
    pack(jobs);
    expect([child.n, parentOf(child)]).toEqual([2, undefined]);
  });
});

describe("What is left at the sender", () => {
  it("throws: handles of the region, of objects in it and of subregions, naming where it went", () => {
    configure({ sites: true });
    const child = region({}, "child");
    const jobs = region({ list: [{}], child });
    const { list } = jobs;
    pack(jobs);
    for (const use of [() => jobs.n, () => list.length, () => child.n, () => move(jobs), () => pack(jobs)]) {
      const { message, sites } = regionError("ERR_USE_AFTER_MOVE", use);
      expect(message).toContain("pack()");
      expect(sites).toHaveLength(1);
      expect(sites[0]).toContain("packets.test.ts");
    }
  });

  it("has no memory: buffers are detached, also for raw references", () => {
    const numbers = new Float64Array([1, 2]);
    const { message } = pack(region({ numbers, same: numbers.buffer, half: new Uint8Array(numbers.buffer, 0, 8) }));
    expect(numbers).toHaveLength(0);
    const got = unpack(message);
    expect([...got.numbers, got.half.length, got.same.byteLength]).toEqual([1, 2, 8, 16]);
    expect(got.half.buffer).toBe(got.same);
  });

  it("has objects that belong to nobody any more", () => {
    const raw = { list: [1] };
    pack(region(raw));
    expect(regionOf(raw)).toBe(undefined);
    expect(isRegion(region(raw))).toBe(true);
  });
});

describe("Nothing is consumed", () => {
  const socket = (): unknown => () => undefined;
  const refused: [string, string, (jobs: any) => void, string][] = [
    ["a function", "$.a[0]", (jobs) => (jobs.a = [socket()]), "function"],
    ["an instance of a class without codec", "$.a", (jobs) => (jobs.a = new (class Plain {})()), "registerType(Plain"],
    [
      "an accessor",
      "$",
      (jobs) => Object.defineProperty(jobs, "a", { get: () => 1, configurable: true }),
      "accessor a",
    ],
    ["a symbol of its own", "$.a", (jobs) => (jobs.a = Symbol("own")), "Symbol.for"],
    ["a key that is a symbol of its own", "$[Symbol(own)]", (jobs) => (jobs[Symbol("own")] = 1), "Symbol.for"],
    ["Math", "$.a", (jobs) => (jobs.a = Math), "keep it outside"],
    [
      "something inside of what a codec made",
      "$.a.encode()[1].f",
      (jobs) => (jobs.a = new Wrong([1, { f: socket() }])),
      "function",
    ],
    [
      "an object of another region, by a codec",
      "$.a.encode()",
      (jobs) => (jobs.a = new Wrong(other)),
      "codecs refer to nothing else",
    ],
  ];
  const other = { n: 1, part: {} };
  region(other, "other");

  class Wrong {
    readonly #data: unknown;

    constructor(data: unknown) {
      this.#data = data;
    }

    static encode(wrong: Wrong): unknown {
      return wrong.#data;
    }
  }
  registerType(Wrong, {
    movable: "opaque",
    codec: { name: "Wrong", encode: Wrong.encode, decode: (data) => new Wrong(data) },
  });

  it.each(refused)("when a region holds %s", (_, path, change, words) => {
    const numbers = new Uint8Array(4);
    const jobs = region({ numbers, child: region() });
    change(jobs);
    const error = regionError("ERR_NOT_SENDABLE", () => pack(jobs));
    expect(error.path).toBe(path);
    expect(error.message).toContain(words);
    expect(error.message).toContain("Nothing was sent.");
    expect([jobs.child.n, numbers.length]).toEqual([1, 4]);
    expect(isRegion(move(jobs))).toBe(true);
  });

  it("when a codec throws, which is the cause", () => {
    const cause = new Error("disconnected");
    class Link {}
    registerType(Link, {
      codec: {
        name: "Link",
        encode: () => {
          throw cause;
        },
        decode: () => new Link(),
      },
    });
    const jobs = region({ links: [new Link()] });
    const error = regionError("ERR_NOT_SENDABLE", () => pack(jobs));
    expect([error.path, error.cause]).toEqual(["$.links[0]", cause]);
    expect(error.message).toContain("Error: disconnected");
    expect(jobs.links).toHaveLength(1);
  });

  it("when a region, or one inside of it, is borrowed", () => {
    const jobs = region({ child: region() });
    using _held = borrow(jobs.child);
    regionError("ERR_BORROWED", () => pack(jobs));
    expect(jobs.child.n).toBe(1);
  });

  it("when somebody owns the region", async () => {
    const jobs = region({ child: region() });
    expect(regionError("ERR_NOT_FREE", () => pack(jobs.child)).message).toContain("pack(move(region))");
    await when(new Cown<any>(jobs, { name: "account" }), ({ value }) => {
      expect(regionError("ERR_NOT_FREE", () => pack(value)).message).toContain('cown "account" owns it');
    });
  });

  it("when a raw reference made it illegal: what validate says comes first", () => {
    const raw: any = { f: socket() };
    const jobs = region(raw);
    raw.other = other.part;
    expect(regionError("ERR_CROSS_REGION", () => pack(jobs)).path).toBe("$.other");
    delete raw.other;
    expect(regionError("ERR_NOT_SENDABLE", () => pack(jobs)).path).toBe("$.f");
  });

  it("when a buffer has been transferred before", () => {
    const bytes = new Uint8Array(8);
    const jobs = region({ bytes });
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(regionError("ERR_NOT_SENDABLE", () => pack(jobs)).message).toContain("transferred before");
    expect(isRegion(jobs)).toBe(true);
  });

  it("when a buffer is under a DataView, and was transferred before or made too short", () => {
    const gone = new ArrayBuffer(8);
    const jobs = region({ view: new DataView(gone) });
    structuredClone(gone, { transfer: [gone] });
    expect(regionError("ERR_NOT_SENDABLE", () => pack(jobs)).message).toContain("transferred before");
    // the compiler's library for ES2022 does not know them
    const Resizable = ArrayBuffer as unknown as new (
      length: number,
      options: object,
    ) => ArrayBuffer & { resize(length: number): void };
    const short = new Resizable(8, { maxByteLength: 8 });
    const others = region({ view: new DataView(short, 4, 4) });
    short.resize(2);
    expect(regionError("ERR_NOT_SENDABLE", () => pack(others)).message).toContain("outside");
  });

  it("when a codec takes the memory of a buffer away meanwhile", () => {
    const bytes = new ArrayBuffer(8);
    class Thief {
      readonly isThief = true;
    }
    const encode = (): number => structuredClone(bytes, { transfer: [bytes] }).byteLength;
    registerType(Thief, { codec: { name: "Thief", encode, decode: () => new Thief() } });
    const jobs = region({ bytes, thief: new Thief() });
    expect(regionError("ERR_NOT_SENDABLE", () => pack(jobs)).message).toContain("transferred before");
    expect(isRegion(jobs)).toBe(true);
  });

  it("when something frozen has memory, which would leave it", () => {
    const bytes = new ArrayBuffer(8);
    setFreezable(bytes, "yes");
    const frozen = freeze({ bytes });
    expect(regionError("ERR_NOT_SENDABLE", () => pack(frozen)).path).toBe("$.bytes");
    expect(frozen.bytes.byteLength).toBe(8);
  });

  it("when a class without a name made an instance, which the other thread could not make", () => {
    for (const Class of [
      (() => class extends Array {})(),
      (() => class extends Date {})(),
      (() => class extends Map {})(),
      (() => class extends Error {})(),
      (() => class extends Uint8Array {})(),
    ])
      expect(regionError("ERR_NOT_SENDABLE", () => pack(region({ value: new Class() }))).path).toBe("$.value");
  });

  it("when what is given is neither a region nor frozen", () => {
    const jobs = region({ part: {} });
    for (const [value, advice] of [
      [{}, "new Region(value)"],
      [Object.freeze({ inner: {} }), "freeze()"],
      [jobs.part, "regionOf(value)"],
      [socket(), "functions do not travel"],
      [Symbol("own"), "Symbol.for"],
    ])
      expect(regionError("ERR_NOT_SENDABLE", () => pack(value)).message).toContain(advice);
  });

  it("when the port throws: the region is as it was", () => {
    const cause = new Error("closed");
    const numbers = new Uint8Array(4);
    const jobs = region({ numbers, child: region() });
    const port = {
      postMessage() {
        throw cause;
      },
    };
    expect(regionError("ERR_NOT_SENDABLE", () => send(port, jobs)).cause).toBe(cause);
    expect([jobs.child.n, numbers.length]).toEqual([1, 4]);
    jobs.list = [1];
    expect(arrived(jobs).list).toHaveLength(1);
  });

  it("when a codec takes the region away while it is being packed", () => {
    class Thief {}
    let jobs: any;
    registerType(Thief, {
      codec: { name: "Thief", encode: () => (jobs = move(jobs)) && 1, decode: () => new Thief() },
    });
    jobs = region({ thief: new Thief() });
    const given = jobs;
    pack(given);
    regionError("ERR_USE_AFTER_MOVE", () => jobs.n);
  });
});

describe("What is no region", () => {
  it("arrives frozen when it is frozen, with identity and sharing, and stays usable here", () => {
    const shared = { n: 1 };
    const value = freeze({ list: [shared, shared], point: new Point(3, 4), cyclic: {} as any });
    const got = arrived(value);
    expect([isFrozen(got), got.list[0] === got.list[1], got.point.length]).toEqual([true, true, 5]);
    expect(Object.isFrozen(got.point)).toBe(true);
    expect(arrived(value).list[0].n).toBe(1);
  });

  it.each([undefined, null, 1, "text", 10n ** 30n, true, Symbol.iterator, Symbol.for("x"), NaN])(
    "arrives: %s",
    (value) => {
      expect(arrived(value)).toBe(value);
    },
  );
});

describe("A message is unpacked once", () => {
  it("by this thread", () => {
    for (const value of [region(), freeze({}), 1]) {
      const { message } = pack(value);
      unpack(message);
      expect(regionError("ERR_BAD_PACKET", () => unpack(message)).message).toContain("before");
    }
  });

  it("by whoever has copies of it, when it is a region", () => {
    const { message } = pack(region());
    const copy = structuredClone(message);
    unpack(message);
    expect(regionError("ERR_BAD_PACKET", () => unpack(copy)).message).toContain("one owner");
  });

  it("but by everybody who gets a copy of a frozen value", () => {
    const { message } = pack(freeze([1]));
    const copy = structuredClone(message);
    expect([unpack(message), unpack(copy)]).toEqual([[1], [1]]);
  });

  it("and again when a class was missing, once that is registered", () => {
    class Late {
      n = 1;
    }
    const codec = { name: "Late", encode: (late: Late) => late.n, decode: () => new Late() };
    registerType(Late, { codec });
    const { message } = pack(region({ late: new Late() }));
    const image = new Uint8Array((message as any).image);
    const at = Buffer.from(image).indexOf("Late");
    image.set(Buffer.from("Mate"), at);
    expect(regionError("ERR_UNKNOWN_TYPE", () => unpack(message)).message).toContain('"Mate"');
    registerType(Late, { codec: { ...codec, name: "Mate" } });
    expect(unpack(message).late.n).toBe(1);
  });
});

describe("listen", () => {
  it("hands over what was sent, in order, and leaves messages of others alone", async () => {
    const { port1, port2 } = new MessageChannel();
    const got: unknown[] = [];
    const others: unknown[] = [];
    port2.on("message", (message: object) => "type" in message && others.push(message));
    using _ = listen(port2, (value) => got.push(isRegion(value) ? regionInfo(value).name : value));
    port1.postMessage({ type: "theirs" });
    send(port1, region());
    send(port1, freeze([1]));
    send(port1, "done");
    while (got.at(-1) !== "done") await once(port2, "message");
    expect(got).toEqual(["jobs", [1], "done"]);
    expect(others).toEqual([{ type: "theirs" }]);
    port1.close();
  });

  it("ends when it is disposed", async () => {
    const { port1, port2 } = new MessageChannel();
    const got: unknown[] = [];
    const listening = listen(port2, (value) => got.push(value));
    send(port1, 1);
    await once(port2, "message");
    listening[Symbol.dispose]();
    send(port1, 2);
    await once(port2, "message");
    expect(got).toEqual([1]);
    port1.close();
  });

  it("works on ports of the web, which hand over events, and starts them", () => {
    const listeners = new Set<(event: object) => void>();
    let started = 0;
    const port = {
      addEventListener: (_: string, listener: (event: object) => void) => listeners.add(listener),
      removeEventListener: (_: string, listener: (event: object) => void) => listeners.delete(listener),
      start: () => (started += 1),
    };
    const got: unknown[] = [];
    const listening = listen(port, (value) => got.push(value));
    for (const listener of listeners) listener({ data: pack(5).message });
    listening[Symbol.dispose]();
    expect([got, started, listeners.size]).toEqual([[5], 1, 0]);
  });

  it("throws out of the listener what is wrong with a message of ours", () => {
    let receive: ((message: unknown) => void) | undefined;
    const port = {
      on: (_: string, listener: (message: unknown) => void) => (receive = listener),
      off: () => undefined,
    };
    listen(port, () => expect.fail("nothing arrived"));
    regionError("ERR_BAD_PACKET", () => receive!({ "regions-runtime": 1, image: new ArrayBuffer(4), resources: [] }));
  });

  it("wants a port and a function", () => {
    expect(() => listen(null as any, () => 1)).toThrow("null");
    expect(() => listen({} as any, () => 1)).toThrow("plain object");
    expect(() => listen(new MessageChannel().port1, 1 as any)).toThrow("the number 1");
    expect(() => send(undefined as any, 1)).toThrow("undefined");
  });
});

describe("send", () => {
  it("gives away ports and streams that a region holds", async () => {
    const { port1, port2 } = new MessageChannel();
    const own = new MessageChannel();
    const stream = new ReadableStream<string>({
      start: (it) => {
        it.enqueue("streamed");
        it.close();
      },
    });
    const received = new Promise<any>((resolve) => listen(port2, resolve));
    send(port1, region({ port: own.port2, stream }));
    const got = await received;
    own.port1.postMessage("hello");
    expect(await new Promise((resolve) => got.port.once("message", resolve))).toBe("hello");
    const { value } = (await got.stream.getReader().read()) as { value: unknown };
    expect(value).toBe("streamed");
    port1.close();
    own.port1.close();
  });

  it("copies memory that no host transfers: of WebAssembly, and of small Buffers", async () => {
    const { port1, port2 } = new MessageChannel();
    const received = new Promise<any>((resolve) => listen(port2, resolve));
    const memory = new Uint8Array(new (globalThis as any).WebAssembly.Memory({ initial: 1 }).buffer as ArrayBuffer);
    memory[0] = 7;
    send(port1, region({ memory, text: Buffer.from("text"), numbers: new Float32Array([1]) }));
    const got = await received;
    expect([got.memory[0], got.text.toString(), got.numbers[0]]).toEqual([7, "text", 1]);
    port1.close();
  });

  it("refuses to broadcast a region, and broadcasts what is frozen", async () => {
    const [one, other] = [new BroadcastChannel("regions"), new BroadcastChannel("regions")];
    const jobs = region();
    expect(regionError("ERR_NOT_SENDABLE", () => send(one, jobs)).message).toContain("one owner");
    expect(jobs.n).toBe(1);
    const received = new Promise((resolve) => listen(other as any, resolve));
    send(one, freeze(["all"]));
    expect(await received).toEqual(["all"]);
    one.close();
    other.close();
  });
});

describe("An instance of a registered class", () => {
  it("arrives in fields that cannot be changed", () => {
    const key = Symbol.for("point");
    const frozen = freeze({ [key]: new Point(3, 4), error: new Error("far", { cause: new Point(6, 8) }) });
    const got = arrived(frozen);
    expect(got[key].length).toBe(5);
    expect(got.error.cause.length).toBe(10);
    expect(isFrozen(got)).toBe(true);
    const holder = Object.defineProperty({}, "fixed", { value: new Point(3, 4), enumerable: true });
    const jobs: any = dissolve(arrived(region({ holder })));
    expect(Object.getOwnPropertyDescriptor(jobs.holder, "fixed")).toMatchObject({
      writable: false,
      configurable: false,
    });
    expect(jobs.holder.fixed.length).toBe(5);
  });

  it("may be one of very many", { timeout: 60_000 }, () => {
    const points = Array.from({ length: 130_000 }, () => new Point(3, 4));
    expect(arrived(freeze(points))).toHaveLength(130_000);
  });

  it("is made by no codec when another codec is missing", () => {
    let decoded = 0;
    class Known {
      readonly isKnown = true;
    }
    class Missing {
      readonly isMissing = true;
    }
    const encode = (): number => 1;
    registerType(Known, { codec: { name: "Known", encode, decode: () => (decoded++, new Known()) } });
    registerType(Missing, { codec: { name: "Missing", encode, decode: () => new Missing() } });
    const { message } = pack(region({ known: new Known(), missing: new Missing() }));
    const text = Buffer.from((message as { image: ArrayBuffer }).image);
    text.write("Mislaid", text.indexOf("Missing"));
    regionError("ERR_UNKNOWN_TYPE", () => unpack(message));
    expect(decoded).toBe(0);
    registerType(Missing, { codec: { name: "Mislaid", encode, decode: () => new Missing() } });
    expect(unpack(message).known.isKnown).toBe(true);
  });

  it("is a bad packet when its codec makes of something frozen what cannot be", () => {
    class Bytes {
      readonly isBytes = true;
    }
    registerType(Bytes, {
      freezable: "yes",
      codec: { name: "Bytes", encode: () => 1, decode: () => new Uint8Array(3) as unknown as Bytes },
    });
    const { message } = pack(freeze({ bytes: new Bytes() }));
    regionError("ERR_BAD_PACKET", () => unpack(message));
  });
});
