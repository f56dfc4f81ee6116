// The pictures of the guide on diagrams. After a change: npx pnpm@10.34.9 docs:diagrams
import { borrow, Cown, freeze, move, read, Region, when } from "regions-runtime";
import { diff, type Drawable, snapshot, snapshotErrors, snapshotOf } from "regions-runtime/diagram";

/** What an operation throws, as it was at that moment. */
function failure(run: () => unknown): Drawable {
  snapshotErrors();
  try {
    run();
  } catch (error) {
    const drawn = snapshotOf(error);
    if (drawn !== undefined) return drawn;
    throw error;
  } finally {
    snapshotErrors(false);
  }
  throw new Error("Nothing was thrown.");
}

/** By the names of their files. */
export const scenes: Record<string, () => Drawable | Promise<Drawable>> = {
  "first-picture"() {
    const jobs = new Region({ waiting: [{ id: 1 }, { id: 2 }], limit: 10 }, { name: "jobs" });
    using waiting = borrow(jobs.waiting);
    return snapshot({ jobs, waiting });
  },

  "nested-regions"() {
    const game = new Region<Record<string, unknown>>({ title: "Chess" }, { name: "game" });
    game.rules = freeze({ minutes: 5 });
    game.board = new Region({ pieces: [{ kind: "king" }] }, { name: "board" });
    game.clock = new Region({ white: 300, black: 288 }, { name: "clock" });
    return snapshot({ game });
  },

  async "cown-queue"() {
    const account = new Cown(new Region({ balance: 10 }), { name: "account" });
    const log = new Cown(freeze(["opened"]), { name: "log" });
    const drawn = when(account, () => snapshot({ account, log }));
    const others = [when([account, log], () => undefined), when(read(account), () => undefined)];
    await Promise.all(others);
    return drawn;
  },

  "error-borrowed": () =>
    failure(() => {
      const jobs = new Region({ waiting: [{ id: 1 }], done: [] }, { name: "jobs" });
      using _waiting = borrow(jobs.waiting);
      return move(jobs); // eslint-disable-line regions/no-move-while-borrowed -- the mistake that is drawn
    }),

  "error-cross-region": () =>
    failure(() => {
      const inbox = new Region({ letters: [{ to: "Ada" }] }, { name: "inbox" });
      const archive = new Region<{ last?: unknown }>({}, { name: "archive" });
      archive.last = inbox.letters[0]; // eslint-disable-line regions/no-cross-region-reference -- the mistake that is drawn
    }),

  difference() {
    const jobs = new Region<{ waiting: object[]; running?: object | undefined }>(
      { waiting: [{ id: 1 }, { id: 2 }] },
      { name: "jobs" },
    );
    const before = snapshot({ jobs });
    jobs.running = jobs.waiting.shift();
    jobs.waiting.push({ id: 3 });
    return diff(before, snapshot({ jobs }));
  },

  folded() {
    const rows = Array.from({ length: 200 }, (_, id) => ({ id, cells: [id] }));
    const table = new Region({ rows }, { name: "table" });
    return snapshot({ table, row: table.rows[150] });
  },
};
