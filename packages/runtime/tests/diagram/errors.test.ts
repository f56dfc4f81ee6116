import { afterEach, describe, expect, it } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  Cown,
  freeze,
  isFrozen,
  merge,
  move,
  Region,
  RegionError,
  type RegionErrorCode,
  when,
} from "../../src/index.js";
import { type Snapshot, snapshotErrors, snapshotOf, toMermaid } from "../../src/diagram.js";

afterEach(() => {
  snapshotErrors(false);
});

async function thrownBy(run: () => unknown): Promise<RegionError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof RegionError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

/** What is marked as at fault: edges as "from -> to", nodes by their ids. */
function faults(snapshot: Snapshot | undefined): string[] {
  const edges = snapshot!.edges.filter(({ mark }) => mark === "error").map(({ from, to }) => `${from} -> ${to}`);
  return [...edges, ...snapshot!.nodes.filter(({ mark }) => mark === "error").map(({ id }) => id)];
}

interface Case {
  readonly code: RegionErrorCode;
  readonly what: string;
  readonly faults: readonly string[];
  run(): unknown;
}

const jobsRegion = (): Region<any> => new Region<any>({ queue: [{ id: 1 }] }, { name: "jobs" });

const cases: readonly Case[] = [
  {
    code: "ERR_CROSS_REGION",
    what: "the reference that would lead into another region",
    faults: ["archive -> jobs.queue[0]"],
    run() {
      const archive = new Region<any>({}, { name: "archive" });
      archive.last = jobsRegion().queue[0];
    },
  },
  {
    code: "ERR_CROSS_REGION",
    what: "the reference deep inside of what would be adopted",
    faults: ["source -> jobs.queue[0]"],
    run() {
      const archive = new Region<any>({}, { name: "archive" });
      archive.last = { letters: [jobsRegion().queue[0]] };
    },
  },
  {
    code: "ERR_ALREADY_OWNED",
    what: "the second owning reference",
    faults: ["second -> jobs"],
    run() {
      const jobs = jobsRegion();
      const first = new Region<any>({ jobs }, { name: "first" });
      const second = new Region<any>({}, { name: "second" });
      second.jobs = first.jobs;
    },
  },
  {
    code: "ERR_REGION_CYCLE",
    what: "the reference that would close the cycle",
    faults: ["inner -> jobs"],
    run() {
      const jobs = jobsRegion();
      jobs.inner = new Region<any>({}, { name: "inner" });
      jobs.inner.outer = jobs;
    },
  },
  {
    code: "ERR_BORROWED",
    what: "every borrow that blocks",
    faults: ["borrow of jobs -> jobs", "borrow of jobs.queue -> jobs.queue"],
    run() {
      const jobs = jobsRegion();
      using _whole = borrow(jobs);
      using _queue = borrow(jobs.queue);
      move(jobs);
    },
  },
  {
    code: "ERR_USE_AFTER_MOVE",
    what: "the handle that has ended",
    faults: ["handle -> jobs", "handle"],
    run() {
      const jobs = jobsRegion();
      move(jobs);
      return jobs.queue;
    },
  },
  {
    code: "ERR_INVALIDATED",
    what: "the handle that has ended",
    faults: ["handle -> jobs", "handle"],
    run() {
      const jobs = jobsRegion();
      const { queue } = jobs;
      close(jobs);
      return queue.length;
    },
  },
  {
    code: "ERR_FROZEN_MUTATION",
    what: "the frozen object",
    faults: ["target"],
    run() {
      const map = new Map([["a", {}]]);
      freeze(map);
      map.set("b", {});
    },
  },
  {
    code: "ERR_FROZEN_MUTATION",
    what: "the frozen object behind a handle",
    faults: ["target"],
    run() {
      const jobs = jobsRegion();
      freeze(jobs);
      jobs.name = "x";
    },
  },
  {
    code: "ERR_NOT_FREEZABLE",
    what: "the object that cannot be frozen",
    faults: ["target"],
    run: () => freeze({ cache: new WeakMap() }),
  },
  {
    code: "ERR_NOT_MOVABLE",
    what: "the object that no region can own",
    faults: ["target"],
    run: () => new Region({ work: Promise.resolve() }),
  },
  {
    code: "ERR_COWN_CONTENT",
    what: "the content that is neither a region nor frozen",
    faults: ["target"],
    run: () => new Cown({ balance: 1 }),
  },
  {
    code: "ERR_NOT_PARENT",
    what: "the region, and what does not own it",
    faults: ["other -> jobs"],
    run: () => {
      merge(jobsRegion(), new Region({}, { name: "other" }));
    },
  },
  {
    code: "ERR_WOULD_DEADLOCK",
    what: "the behaviour that would wait for what it holds",
    faults: ["when 1 -> account"],
    async run() {
      const account = new Cown(0, { name: "account" });
      await when(account, async () => {
        await when(account, () => undefined);
      });
    },
  },
  {
    code: "ERR_TIMEOUT",
    what: "the cown, with who has it",
    faults: ["account"],
    async run() {
      const account = new Cown(0, { name: "account" });
      using _held = account.tryAcquire();
      await account.acquire({ timeoutMs: 0 });
    },
  },
  {
    code: "ERR_BORROW_LEAKED",
    what: "the borrow that was left",
    faults: ["borrow of account.value -> account.value"],
    async run() {
      const account = new Cown(jobsRegion(), { name: "account" });
      await when(account, (held) => {
        borrow(held.value);
      });
    },
  },
];

describe("An error that was drawn at once shows", () => {
  it.each(cases)("$code: $what", async ({ code, run, faults: expected }) => {
    snapshotErrors();
    const error = await thrownBy(run);
    expect(error.code).toBe(code);
    const drawn = snapshotOf(error);
    expect(faults(drawn)).toEqual(expected);
    expect(drawn!.title).toContain(code);
    expect(toMermaid(drawn!)).toContain("✗ ERROR");
  });

  it("the same snapshot each time, whatever happened since", async () => {
    snapshotErrors();
    const jobs = jobsRegion();
    const queue = borrow(jobs.queue);
    const error = await thrownBy(() => move(jobs));
    const before = snapshotOf(error);
    queue[Symbol.dispose]();
    expect(snapshotOf(error)).toBe(before);
  });
});

describe("An error that is drawn when somebody asks", () => {
  it("shows the forbidden reference between what the error has", async () => {
    const jobs = jobsRegion();
    const archive = new Region<any>({}, { name: "archive" });
    const error = await thrownBy(() => (archive.last = jobs.queue[0]));
    expect(faults(snapshotOf(error))).toEqual(["archive -> jobs.queue[0]"]);
  });

  it("shows the borrows that still block, and the region itself where they have ended", async () => {
    const jobs = jobsRegion();
    const queue = borrow(jobs.queue);
    const error = await thrownBy(() => move(jobs));
    expect(faults(snapshotOf(error))).toEqual(["borrow of jobs.queue -> jobs.queue"]);
    queue[Symbol.dispose]();
    expect(faults(snapshotOf(error))).toEqual(["jobs"]);
  });

  it("shows no borrow of another region as at fault", async () => {
    const jobs = new Region<any>({ inner: new Region({ list: [] }, { name: "inner" }) }, { name: "jobs" });
    const outer = new Region<any>({ jobs, log: new Region({ lines: [] }, { name: "log" }) }, { name: "outer" });
    using _inner = borrow(outer.jobs.inner.list);
    using _log = borrow(outer.log.lines);
    using _outer = borrow(outer);
    const error = await thrownBy(() => move(outer.jobs));
    const drawn = snapshotOf(error);
    expect(drawn!.edges.filter(({ kind }) => kind === "borrow")).toHaveLength(3);
    expect(faults(drawn)).toEqual(["borrow of jobs.inner.list -> jobs.inner.list"]);
  });

  it("shows where the region of a dead handle is now, and nothing of its content", async () => {
    const jobs = new Region({ secret: "s3cret", list: [{}] }, { name: "jobs" });
    const account = new Cown(jobs, { name: "account" });
    const error = await thrownBy(() => jobs.secret);
    const drawn = snapshotOf(error)!;
    expect(drawn.nodes.map(({ id }) => id).sort()).toEqual(["account", "handle", "jobs"]);
    expect(drawn.edges).toMatchObject([
      { from: "account", to: "jobs", kind: "owns" },
      { from: "handle", to: "jobs", kind: "dead", mark: "error" },
    ]);
    expect(JSON.stringify(drawn)).not.toContain("s3cret");
    expect(account.state).toBe("released");
  });

  it("shows the dead handle alone where the region is gone", async () => {
    const jobs = jobsRegion();
    jobs[Symbol.dispose]();
    const error = await thrownBy(() => jobs.queue);
    expect(snapshotOf(error)!.nodes).toMatchObject([{ kind: "dead handle", mark: "error" }]);
  });

  it("does not keep the region of a dead handle alive", async () => {
    const { error, object } = await (async () => {
      const inner = { id: 1 };
      const jobs = new Region<any>({ inner });
      move(jobs);
      return { error: await thrownBy(() => jobs.inner), object: new WeakRef(inner) };
    })();
    await new Promise((resolve) => setTimeout(resolve));
    (globalThis as unknown as { gc(): void }).gc();
    expect(object.deref()).toBeUndefined();
    expect(snapshotOf(error)).toMatchObject({ title: expect.stringContaining("ERR_USE_AFTER_MOVE") as string });
  });

  it("shows what broke an invariant", async () => {
    const queue: object[] = [];
    const jobs = new Region({ queue }, { name: "jobs" });
    queue.push({});
    const error = await thrownBy(() => {
      checkInvariant(jobs);
    });
    expect(faults(snapshotOf(error))).toEqual(["jobs.queue -> jobs.queue[0]"]);
  });
});

it("What is no error of the runtime has no snapshot", () => {
  expect(snapshotOf(new TypeError("x"))).toBeUndefined();
  expect(snapshotOf("ERR_BORROWED")).toBeUndefined();
});

it("What was caught is not asked anything that a proxy could answer", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(snapshotOf(proxy)).toBeUndefined();
});

it("An error whose message was replaced is still drawn", async () => {
  const error = await thrownBy(() => freeze({ cache: new WeakMap() }));
  Object.assign(error, { message: { text: "No." } });
  expect(snapshotOf(error)).toMatchObject({ title: "ERR_NOT_FREEZABLE" });
});

it("Drawing an error changes nothing", async () => {
  snapshotErrors();
  const jobs = jobsRegion();
  const archive = new Region<any>({}, { name: "archive" });
  const local = { list: [jobs.queue[0]] };
  const error = await thrownBy(() => (archive.last = local));
  expect(snapshotOf(error)).toBeDefined();
  expect([Object.keys(archive), isFrozen(local), local.list.length]).toEqual([[], false, 1]);
  checkInvariant(jobs, archive);
});
