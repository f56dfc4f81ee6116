import { describe, expect, it, vi } from "vitest";
import {
  borrow,
  configure,
  Cown,
  cownInfo,
  freeze,
  move,
  read,
  Region,
  regionInfo,
  registerType,
  thaw,
  when,
} from "../../src/index.js";
import { type DiagramEdge, type DiagramNode, type Snapshot, snapshot } from "../../src/diagram.js";
import { liveHandles } from "../../src/testing.js";

const node = ({ nodes }: Snapshot, id: string): DiagramNode | undefined => nodes.find((found) => found.id === id);
const ids = ({ nodes }: Snapshot): string[] => nodes.map(({ id }) => id);
const edge = ({ edges }: Snapshot, from: string, to: string): DiagramEdge | undefined =>
  edges.find((found) => found.from === from && found.to === to);

describe("What is found", () => {
  it("Objects are named by their paths from the roots, and by their classes", () => {
    class Point {
      x = 1;
    }
    const graph = snapshot({ data: { list: [new Point()], byName: new Map([["a", {}]]), 'with "quotes"': {} } });
    expect(ids(graph)).toEqual([
      "variable data",
      "data",
      "data.list",
      "data.byName",
      'data["with \\"quotes\\""]',
      "data.list[0]",
      'data.byName.get("a")',
    ]);
    expect(node(graph, "data.list[0]")).toMatchObject({ type: "Point", fields: [["x", "1"]] });
    expect(node(graph, "data.byName")).toMatchObject({ type: "Map(1)" });
  });

  it("Fields that hold primitives are told, and as many as tell objects apart", () => {
    const graph = snapshot({ o: { a: 1, b: "x", c: null, d: 10n, e: true }, set: new Set([1]), at: new Date(0) });
    expect(node(graph, "o")).toMatchObject({
      fields: [
        ["a", "1"],
        ["b", '"x"'],
        ["c", "null"],
        ["d", "10n"],
      ],
      moreFields: 1,
    });
    expect(node(graph, "set")).toMatchObject({ type: "Set(1)", fields: [["", "1"]] });
    expect(node(graph, "at")).toMatchObject({ type: "Date", fields: [["", "1970-01-01T00:00:00.000Z"]] });
  });

  it("Typed arrays, buffers, boxed primitives and regular expressions say what they hold", () => {
    const graph = snapshot({ bytes: new Uint8Array([7, 8]), text: Object("a"), pattern: /x+/ });
    expect(node(graph, "bytes")).toMatchObject({
      type: "Uint8Array(2)",
      fields: [
        ["", "7"],
        ["", "8"],
      ],
    });
    expect(node(graph, "bytes.buffer")).toMatchObject({ type: "ArrayBuffer(2)" });
    expect(node(graph, "text")).toMatchObject({ type: "String" });
    expect(node(graph, "pattern")).toMatchObject({
      fields: [
        ["", "/x+/"],
        ["lastIndex", "0"],
      ],
    });
  });

  it("A region is told with its state, its counts and its name, and its objects belong to it", () => {
    const jobs = new Region({ queue: [{ id: 1 }] }, { name: "jobs" });
    const graph = snapshot({ jobs });
    expect(graph.regions).toEqual([
      {
        id: "region jobs",
        name: "jobs",
        state: "closed",
        borrowCount: 1,
        openSubregions: 0,
        size: 3,
        dirty: false,
        bridge: "jobs",
      },
    ]);
    expect(node(graph, "jobs")).toMatchObject({ kind: "bridge", region: "region jobs" });
    expect(node(graph, "jobs.queue[0]")).toMatchObject({ kind: "object", region: "region jobs" });
    expect(edge(graph, "variable jobs", "jobs")).toMatchObject({ kind: "handle" });
  });

  it("Borrows are counted and block; those that no root leads to are nodes of their own", () => {
    const jobs = new Region({ queue: [], done: [] }, { name: "jobs" });
    const queue = borrow(jobs.queue);
    borrow(jobs.done);
    const graph = snapshot({ jobs, queue });
    expect(graph.regions).toMatchObject([{ state: "open", borrowCount: 3 }]);
    expect(edge(graph, "variable queue", "jobs.queue")).toMatchObject({ kind: "borrow", blocks: true });
    expect(edge(graph, "borrow of jobs.done", "jobs.done")).toMatchObject({ kind: "borrow", blocks: true });
  });

  it("A borrow says where it was made, where sites are recorded", () => {
    configure({ sites: true });
    const jobs = new Region({ queue: [] }, { name: "jobs" });
    borrow(jobs.queue);
    configure({ sites: false });
    expect(node(snapshot({ jobs }), "borrow of jobs.queue")).toMatchObject({
      site: expect.stringMatching(/snapshot\.test\.ts:\d+:\d+/) as string,
    });
  });

  it("A subregion is owned by one edge, and knows its parent", () => {
    const jobs = new Region<any>({}, { name: "jobs" });
    jobs.current = new Region({ id: 1 }, { name: "current" });
    const graph = snapshot({ jobs });
    expect(graph.regions[1]).toMatchObject({ id: "region current", parent: "region jobs" });
    expect(edge(graph, "jobs", "jobs.current")).toMatchObject({ kind: "owns", label: "current" });
  });

  it("The region around one that was given is found, too", () => {
    const jobs = new Region<any>({}, { name: "jobs" });
    jobs.current = new Region({}, { name: "current" });
    const graph = snapshot({ it: jobs.current });
    expect(graph.regions.map(({ id }) => id)).toEqual(["region current", "region jobs"]);
    expect(edge(graph, "jobs", "it")).toMatchObject({ kind: "owns" });
  });

  it("An object inside a region is named from the bridge, whichever variable knows it", () => {
    const jobs = new Region({ queue: [{}] }, { name: "jobs" });
    expect(ids(snapshot({ first: jobs.queue[0], jobs }))).toContain("jobs.queue[0]");
    const list = [jobs.queue[0]];
    expect(ids(snapshot({ list, jobs }))).toContain("jobs.queue[0]");
    expect(ids(snapshot(jobs.queue[0]))).toEqual(["variable $", "jobs", "jobs.queue", "jobs.queue[0]"]);
  });

  it("Frozen objects belong to nobody, and many may refer to them", () => {
    const config = freeze({ hosts: ["a"] });
    const left = new Region({ config });
    const right = new Region({ config });
    const graph = snapshot({ left, right });
    expect(node(graph, "left.config.hosts")).toMatchObject({ kind: "frozen" });
    expect(edge(graph, "right", "left.config")).toMatchObject({ kind: "shared" });
  });

  it("What only looks frozen is local", () => {
    expect(node(snapshot({ o: Object.freeze({ list: [] }) }), "o")).toMatchObject({ kind: "object" });
  });

  it("Functions, classes and built-in objects are shared constants", () => {
    const graph = snapshot({ o: { save() {}, type: class Job {}, math: Math } });
    expect(graph.nodes.filter(({ kind }) => kind === "constant")).toMatchObject([
      { id: "o.save", type: "function save" },
      { id: "o.type", type: "class Job" },
      { id: "o.math", type: "built-in object" },
    ]);
  });

  it("A dead handle says why it died, and nothing of what it stood for", () => {
    const jobs = new Region({ secret: "x" }, { name: "jobs" });
    const mine = move(jobs);
    const graph = snapshot({ jobs });
    expect(graph.nodes).toEqual([
      { id: "variable jobs", kind: "variable", name: "jobs" },
      { id: "jobs", kind: "dead handle", region: "jobs", because: "it was moved" },
    ]);
    expect(edge(snapshot({ jobs, mine }), "jobs", "mine")).toMatchObject({ kind: "dead" });
  });

  it("A raw reference past the handle is told from a handle", () => {
    const queue: object[] = [{}];
    const jobs = new Region({ queue }, { name: "jobs" });
    queue.push({});
    const graph = snapshot({ jobs, queue });
    expect(edge(graph, "variable queue", "jobs.queue")).toMatchObject({ kind: "raw" });
    expect(edge(graph, "jobs.queue", "jobs.queue[1]")).toMatchObject({ kind: "illegal" });
  });

  it("What a region does not reach any more is found through its borrow", () => {
    const jobs = new Region<any>({ first: { id: 1 } }, { name: "jobs" });
    borrow(jobs.first);
    delete jobs.first;
    expect(node(snapshot({ jobs }), "jobs (borrowed)")).toMatchObject({ unreachable: true, region: "region jobs" });
  });

  it("Methods of opaque classes make a region dirty", () => {
    class Counter {
      #count = 0;
      next() {
        return ++this.#count;
      }
    }
    registerType(Counter, { movable: "opaque" });
    const jobs = new Region({ counter: new Counter() });
    jobs.counter.next();
    expect(snapshot({ jobs }).regions).toMatchObject([{ dirty: true }]);
  });

  it("A thawed region shares what it has not written", () => {
    const frozen = freeze({ user: { name: "Ada" }, tags: ["a"] });
    const draft = thaw(frozen);
    expect(node(snapshot({ draft }), "draft.user")).toMatchObject({ kind: "frozen" });
    draft.user.name = "Grace";
    const graph = snapshot({ draft });
    expect(node(graph, "draft.user")).toMatchObject({ kind: "object", fields: [["name", '"Grace"']] });
    expect(node(graph, "draft.tags")).toMatchObject({ kind: "frozen" });
    expect(freeze(draft).tags).toBe(frozen.tags);
  });

  it("Graphs with cycles, sharing and great depth are walked once", () => {
    let list: { next: object | undefined } = { next: undefined };
    const last = list;
    for (let i = 0; i < 5_000; i++) list = { next: list };
    last.next = list;
    expect(snapshot({ list }).nodes).toHaveLength(5_002);
  });

  it("One object may have more references than a call takes arguments", () => {
    const jobs = new Region({ all: Array.from({ length: 150_000 }).fill({}) }, { name: "jobs" });
    expect(snapshot({ jobs }).nodes).toHaveLength(4);
  }, 60_000);
});

describe("Cowns and behaviours", () => {
  it("A free cown owns its region", () => {
    const account = new Cown(new Region({ balance: 10 }), { name: "account" });
    const graph = snapshot({ account });
    expect(node(graph, "account")).toEqual({
      id: "account",
      kind: "cown",
      name: "account",
      state: "released",
      waiting: 0,
    });
    expect(edge(graph, "account", "account.value")).toMatchObject({ kind: "owns" });
    expect(graph.regions).toMatchObject([{ cown: "account" }]);
  });

  it("Primitive content is told, frozen content is shared, and cowns can hold cowns", () => {
    const inner = new Cown(1);
    const graph = snapshot({ list: new Cown(freeze([1])), outer: new Cown(inner) });
    expect(edge(graph, "list", "list.value")).toMatchObject({ kind: "shared" });
    expect(node(graph, "outer.value")).toMatchObject({ kind: "cown", value: "1" });
  });

  it("Who holds a cown blocks those who wait, each of whom has a place in the queue", async () => {
    const account = new Cown(new Region({ balance: 10 }), { name: "account" });
    const log = new Cown(0, { name: "log" });
    const taken = when(account, () => [snapshot({ account }), cownInfo(account)] as const);
    const others = [when([account, log], () => undefined), when(read(account), () => undefined)];
    const [graph, info] = await taken;
    await Promise.all(others);
    expect(edge(graph, "when 1", "account")).toMatchObject({ kind: "holds", label: "write", blocks: true });
    expect(edge(graph, "when 2", "account")).toMatchObject({ kind: "waits", label: "write", position: 1 });
    expect(edge(graph, "when 3", "account")).toMatchObject({ kind: "waits", label: "read", position: 2 });
    expect(edge(graph, "when 2", "log")).toMatchObject({ kind: "waits", position: 1 });
    expect(node(graph, "account")).toMatchObject({ state: info.state, waiting: info.queue.length });
    expect(node(graph, "when 2")).toMatchObject({ kind: "behaviour", by: "when", state: "waiting" });
  });

  it("A guard that was acquired counts as well", () => {
    const account = new Cown(0, { name: "account" });
    using _held = account.tryAcquire();
    expect(edge(snapshot(account), "acquire 1", "account")).toMatchObject({ kind: "holds" });
  });

  it("A cown whose region is still borrowed is pending", () => {
    const jobs = new Region({ queue: [] });
    using _queue = borrow(jobs.queue);
    const graph = snapshot({ cown: new Cown(jobs) });
    expect(node(graph, "cown")).toMatchObject({ state: "pending" });
    expect(edge(graph, "borrow of cown.value.queue", "cown.value.queue")).toMatchObject({ blocks: true });
  });
});

describe("Roots", () => {
  it("The fields of a plain object are the roots, by name", () => {
    expect(ids(snapshot({ list: [], count: 2 }))).toEqual(["variable list", "variable count", "list"]);
  });

  it("A plain object that its own fields lead back to is a root itself", () => {
    const parent: Record<string, object> = {};
    parent.child = { parent };
    expect(ids(snapshot(parent))).toEqual(["variable $", "$", "$.child"]);
  });

  it("So are one without objects in it, one that is frozen, and one of several", () => {
    expect(ids(snapshot({ a: 1 }))).toEqual(["variable $", "$"]);
    expect(ids(snapshot(freeze({ a: [] })))).toEqual(["variable $", "$", "$.a"]);
    expect(ids(snapshot({ a: [] }, [1]))).toEqual(["variable $1", "variable $2", "$1", "$2", "$1.a"]);
  });

  it("A region or cown without a variable goes by its own name, where no other has it", () => {
    const [a, b] = [new Region({}, { name: "a" }), new Cown(0, { name: "b" })];
    expect(ids(snapshot(a, b))).toEqual(["variable a", "variable b", "a", "b"]);
    expect(ids(snapshot(a, new Region({}, { name: "a" })))).toEqual(["variable $1", "variable $2", "$1", "$2"]);
  });

  it("Primitives, nothing, and dead handles can be roots", () => {
    expect(snapshot().nodes).toEqual([]);
    expect(snapshot("a", undefined).nodes).toMatchObject([{ value: '"a"' }, { value: "undefined" }]);
  });
});

describe("Nothing changes", () => {
  it("No getter runs, and no trap of a foreign proxy", () => {
    const getter = vi.fn();
    const traps = new Proxy({}, { get: () => vi.fn(), ownKeys: vi.fn(), getPrototypeOf: vi.fn() });
    const handler = new Proxy({}, traps);
    const graph = snapshot({
      o: Object.defineProperty({}, "x", { get: getter, enumerable: true }),
      proxy: new Proxy({}, handler),
    });
    expect(getter).not.toHaveBeenCalled();
    expect(node(graph, "o")).toMatchObject({ fields: [["x", "(accessor)"]] });
    expect(node(graph, "proxy")).toMatchObject({ type: "Proxy" });
  });

  it("No handle is made or ended", () => {
    const jobs = new Region({ queue: [{ id: 1 }], done: [] }, { name: "jobs" });
    const { queue } = jobs;
    const before = liveHandles(jobs);
    snapshot({ jobs });
    expect(liveHandles(jobs)).toEqual(before);
    expect(jobs.queue).toBe(queue);
  });

  it("Counts and states stay, and what is shown stays readable", () => {
    const jobs = new Region({ queue: [{ id: 1 }] }, { name: "jobs" });
    using queue = borrow(jobs.queue);
    const before = regionInfo(jobs);
    snapshot({ jobs, queue });
    expect(regionInfo(jobs)).toEqual(before);
    expect(queue[0]!.id).toBe(1);
  });

  it("A snapshot is plain data, and keeps nothing alive", async () => {
    const { kept, objects } = (() => {
      const o = { list: [{}] };
      return { kept: snapshot({ o }), objects: [new WeakRef(o), new WeakRef(o.list)] };
    })();
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
    await new Promise((resolve) => setTimeout(resolve));
    (globalThis as unknown as { gc(): void }).gc();
    expect(objects.map((reference) => reference.deref())).toEqual([undefined, undefined]);
    expect(kept.nodes).toHaveLength(4);
  });
});
