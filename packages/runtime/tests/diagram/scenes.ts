import { borrow, configure, Cown, freeze, move, read, Region, RegionError, when } from "../../src/index.js";
import { diff, type Drawable, type DrawOptions, snapshot, snapshotErrors, snapshotOf } from "../../src/diagram.js";

/** One picture of each kind. Where borrows and behaviours began depends on this file's lines, so the sites are left out. */
export interface Scene {
  readonly name: string;
  readonly options?: DrawOptions;
  draw(): Drawable | Promise<Drawable>;
}

interface Job {
  id: number;
  steps: string[];
  next?: Job;
}

const jobList = (): Job[] => [
  { id: 1, steps: ["created", "submitted"] },
  { id: 2, steps: ["created"] },
];

/** What an operation throws, drawn as it was at that moment. */
async function failure(run: () => unknown): Promise<Drawable> {
  snapshotErrors();
  try {
    await run();
  } catch (error) {
    if (error instanceof RegionError) return snapshotOf(error)!;
    throw error;
  } finally {
    snapshotErrors(false);
  }
  throw new Error("Nothing was thrown.");
}

class Point {
  x = 1;
  y = 2;
}

export const scenes: readonly Scene[] = [
  {
    name: "local graph",
    draw() {
      const a: Record<string, unknown> = { name: "Ada", born: new Date(0) };
      const b = { name: "Grace", friend: a, at: new Point(), tags: new Set(["x", "y"]) };
      a.friend = b;
      const people = new Map<string, object>([
        ["ada", a],
        ["grace", b],
      ]);
      return snapshot({ people, first: a, count: 2 });
    },
  },
  {
    name: "open region with borrows",
    draw() {
      const jobs = new Region({ queue: jobList(), done: [] as Job[] }, { name: "jobs" });
      const queue = borrow(jobs.queue);
      borrow(jobs.done);
      return snapshot({ jobs, queue, first: jobs.queue[0] });
    },
  },
  {
    name: "nested regions",
    draw() {
      const game = new Region<any>({ title: "Chess" }, { name: "game" });
      game.board = new Region({ squares: [{ piece: "king" }] }, { name: "board" });
      game.board.clock = new Region({ white: 300, black: 288 }, { name: "clock" });
      game.players = [new Region({ name: "Ada" }, { name: "ada" }), new Region({ name: "Grace" }, { name: "grace" })];
      borrow(game.board.clock);
      return snapshot({ game });
    },
  },
  {
    name: "closed region",
    draw() {
      const jobs = new Region({ queue: jobList() }, { name: "jobs" });
      const mine = move(jobs);
      return snapshot({ jobs, mine });
    },
  },
  {
    name: "frozen sharing",
    draw() {
      const config = freeze({ retries: 3, hosts: ["a", "b"], limits: { cpu: 2, memory: 512 } });
      const left = new Region({ config }, { name: "left" });
      const right = new Region({ hosts: config.hosts, log: [] }, { name: "right" });
      return snapshot({ config, left, right });
    },
  },
  {
    name: "cown with queue",
    async draw() {
      const account = new Cown(new Region({ balance: 10, owner: { name: "Ada" } }), { name: "account" });
      const log = new Cown(freeze(["opened"]), { name: "log" });
      const first = when(account, () => snapshot({ account, log }));
      const others = [
        when([account, log], () => undefined),
        when(read(account), () => undefined),
        when(read(account), () => undefined),
      ];
      const drawn = await first;
      await Promise.all(others);
      return drawn;
    },
  },
  {
    name: "raw references",
    draw() {
      const queue = [{ id: 1 }];
      const jobs = new Region({ queue }, { name: "jobs" });
      queue.push({ id: 2 });
      return snapshot({ queue, jobs });
    },
  },
  {
    name: "error cross-region",
    draw: () =>
      failure(() => {
        const inbox = new Region({ letters: [{ to: "Ada" }] }, { name: "inbox" });
        const archive = new Region<any>({ shelf: {} }, { name: "archive" });
        archive.shelf.letter = inbox.letters[0];
      }),
  },
  {
    name: "error not closed",
    draw: () =>
      failure(() => {
        const jobs = new Region<any>({ queue: jobList() }, { name: "jobs" });
        jobs.current = new Region({ id: 3 }, { name: "current" });
        using _queue = borrow(jobs.queue);
        using _current = borrow(jobs.current);
        move(jobs);
      }),
  },
  {
    name: "error use after move",
    draw: () =>
      failure(() => {
        const jobs = new Region({ queue: jobList() }, { name: "jobs" });
        new Cown(jobs, { name: "shared jobs" });
        return jobs.queue;
      }),
  },
  {
    name: "error deadlock",
    draw: () =>
      failure(async () => {
        const account = new Cown(new Region({ balance: 10 }), { name: "account" });
        await when(account, async () => {
          await when(account, () => undefined);
        });
      }),
  },
  {
    name: "error frozen mutation",
    draw: () =>
      failure(() => {
        const hosts = new Map([["a", { port: 80 }]]);
        freeze({ hosts });
        hosts.set("b", { port: 81 });
      }),
  },
  {
    name: "error cycle",
    draw: () =>
      failure(() => {
        const outer = new Region<any>({}, { name: "outer" });
        const inner = new Region<any>({ back: undefined }, { name: "inner" });
        outer.inner = inner;
        outer.inner.back = outer;
      }),
  },
  {
    name: "diff",
    draw() {
      const jobs = new Region<any>({ queue: jobList(), done: [], state: "idle" }, { name: "jobs" });
      const before = snapshot({ jobs });
      jobs.done.push(jobs.queue[0]);
      jobs.queue = [{ id: 3, steps: [] }];
      jobs.state = "busy";
      jobs.log = new Region({ lines: 0 }, { name: "log" });
      return diff(before, snapshot({ jobs }));
    },
  },
  {
    name: "folded big graph",
    draw() {
      const rows = Array.from({ length: 2000 }, (_, id) => ({ id, cells: [{ a: id }, { b: id }] }));
      const table = new Region({ rows, index: new Map(rows.map((row) => [row.id, row])) }, { name: "table" });
      borrow(table.rows[1500]!.cells);
      return snapshot({ table });
    },
  },
  {
    name: "everything shown",
    options: {
      title: "What freeze(jobs) would freeze",
      group: ["frozen", "cowns"],
      constants: true,
      nested: false,
      reach: ["jobs"],
      highlight: ["jobs.queue[0]"],
    },
    draw() {
      const account = new Cown(0, { name: "account" });
      const jobs = new Region<any>(
        { queue: jobList(), sort: Math.max, account, config: freeze({ hosts: ["a"] }) },
        { name: "jobs" },
      );
      jobs.inner = new Region({}, { name: "inner" });
      const other = { list: [1, 2] };
      return snapshot({ jobs, other });
    },
  },
];

export async function drawScene({ draw }: Scene): Promise<Drawable> {
  configure({ sites: false });
  return draw();
}
