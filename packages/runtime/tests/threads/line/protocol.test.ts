import { afterEach, describe, expect, test, vi } from "vitest";
import { format, Line } from "../../../src/threads/line/line.js";
import { LINE_WORDS } from "../../../src/threads/line/place.js";
import { holderOf, isLost, leave, settle, takeOver, tryTake } from "../../../src/threads/line/protocol.js";
import { ask, giveUpAll, holdAll, leaveAll, progress, SERVED } from "../../../src/threads/line/request.js";
import { Model, type Thread } from "./model.js";

const real = Atomics;
afterEach(() => vi.unstubAllGlobals());

/** Lines with small rings, so that places are used again soon. */
function linesOf(count: number, ring: number, members: Int32Array): { words: Int32Array; line: () => Line }[] {
  return Array.from({ length: count }, (_, number) => {
    const words = new Int32Array(LINE_WORDS);
    format(words, 0, ring, number);
    return { words, line: () => new Line(words, 0, ring, members, 1) };
  });
}
const FIRST = 1025;
const memberAt = (thread: number): number => FIRST + thread;

/** Any two that are in several orders are in the same one in all. */
function assertSameOrder(orders: readonly Int32Array[]): void {
  const lists = orders.map((order) => [...order.slice(1, order[0]! + 1)]);
  for (const [i, list] of lists.entries())
    for (const other of lists.slice(i + 1)) {
      const common = list.filter((deed) => other.includes(deed));
      const there = other.filter((deed) => list.includes(deed));
      if (common.join() !== there.join())
        throw new Error(`In one line the order is ${common.join()}, in another ${there.join()}.`);
    }
}

/** What a thread does with lines, given by their indices. */
type Deed = readonly ["use" | "try" | "giveUp", ...lines: number[]];

/** What a thread knows between its steps. */
interface Known {
  readonly deeds: readonly Deed[];
  readonly stage?: "waits" | "has" | "lost";
  readonly tickets?: readonly number[];
  readonly losses?: readonly number[];
  readonly lost?: number;
}

interface Setting {
  readonly lines?: number;
  readonly ring?: number;
  readonly kills?: number;
  /** Instead of everything, so many ways at random. */
  readonly runs?: number;
}

/** All orders of steps of threads that do these deeds. Whoever has a line is alone with it; at the end every line can be used. */
function explore(
  threads: readonly (readonly Deed[])[],
  { lines: count = 1, ring = 4, kills = 0, runs }: Setting,
): Model {
  const holders = new Int32Array(count);
  let made: ReturnType<typeof linesOf> = [];
  const enter = (line: number, member: number): void => {
    const other = Atomics.compareExchange(holders, line, 0, member);
    if (other !== 0) throw new Error(`${member} and ${other} have line ${line}.`);
  };
  /** The deeds that had each line, in order: only looked at where not everything is tried. */
  const orders = Array.from({ length: count }, () => new Int32Array(32));
  const note = (line: number, deed: number): void => {
    if (runs === undefined) return;
    const order = orders[line]!;
    Atomics.store(order, Atomics.add(order, 0, 1) + 1, deed);
  };
  const exit = (line: number): void => void Atomics.store(holders, line, 0);

  function run(member: number, known: Known): Known | undefined {
    const [deed, ...rest] = known.deeds;
    if (deed === undefined) return undefined;
    const [kind, ...indices] = deed;
    const lines = made.map(({ line }) => line());
    const wanted = indices.map((i) => lines[i]!);
    const { tickets = [], losses = [] } = known;
    const request = { lines: wanted, tickets, losses, member };
    switch (known.stage) {
      default: {
        if (kind === "try") {
          const ticket = tryTake(wanted[0]!, member);
          return ticket === undefined ? { deeds: rest } : { ...known, stage: "has", tickets: [ticket] };
        }
        const asked = ask(wanted, member);
        if (asked instanceof Line) return { deeds: rest };
        return { ...known, stage: "waits", tickets: asked.tickets, losses: asked.losses };
      }
      case "waits": {
        if (kind === "giveUp") {
          giveUpAll(request);
          return { deeds: rest };
        }
        const state = progress(request);
        if (state === SERVED) {
          holdAll(request);
          return { ...known, stage: "has" };
        }
        if ("lost" in state) return { ...known, stage: "lost", lost: lines.indexOf(state.lost) };
        Atomics.wait(state.line.words as Int32Array<SharedArrayBuffer>, state.place, state.word);
        return known;
      }
      case "has":
        for (const i of indices) {
          enter(i, member);
          note(i, 8 * member + known.deeds.length);
        }
        for (const i of indices) exit(i);
        leaveAll(request);
        return { deeds: rest };
      case "lost": {
        giveUpAll(request);
        const line = lines[known.lost!]!;
        const ticket = takeOver(line, member);
        if (ticket === undefined) return { deeds: rest };
        // nobody but the one who takes over touches what the dead had
        Atomics.store(holders, known.lost!, member);
        exit(known.lost!);
        leave(line, ticket);
        return { deeds: rest };
      }
    }
  }

  const model: Model = new Model(
    threads.map((deeds, thread) => ({
      member: memberAt(thread),
      start: { deeds },
      run: (known: Known) => run(memberAt(thread), known),
    })),
    kills,
    () => {
      vi.stubGlobal("Atomics", real);
      assertSameOrder(orders);
      for (const { line } of made) {
        const looked = line();
        settle(looked);
        const ticket = isLost(looked) ? takeOver(looked, FIRST) : tryTake(looked, FIRST);
        if (ticket === undefined) throw new Error(`A line is stuck with ${holderOf(looked)}.`);
        leave(looked, ticket);
      }
      vi.stubGlobal("Atomics", model.atomics);
    },
  );
  made = linesOf(count, ring, model.members);
  vi.stubGlobal("Atomics", model.atomics);
  if (runs === undefined) model.explore();
  else {
    let seed = 1;
    const choose = (n: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * n);
    };
    for (let run = 0; run < runs; run++) model.wander(choose);
  }
  return model;
}

const use: Deed = ["use", 0];
const giveUp: Deed = ["giveUp", 0];
const attempt: Deed = ["try", 0];
const both: Deed = ["use", 0, 1];

describe("in every order of their steps", { timeout: 120_000 }, () => {
  test("two threads are each alone with a line, and both get it", () => {
    expect(explore([[use], [use]], {}).ends).toEqual(new Set(["ee"]));
  });

  test("a thread that is killed at any step leaves a line that the other can use", () => {
    expect(explore([[use], [use]], { kills: 1 }).ends).toEqual(new Set(["ee", "ke", "ek"]));
  });

  test("a thread that only takes what is free is alone with it", () => {
    expect(explore([[attempt, attempt], [use]], { kills: 1 }).ends).toEqual(new Set(["ee", "ke", "ek"]));
  });

  test("a thread that gives up its ticket holds up nobody", () => {
    expect(explore([[giveUp], [use]], { kills: 1 }).ends).toEqual(new Set(["ee", "ke", "ek"]));
  });

  test("two threads that are both killed leave a line that can be used", () => {
    expect(explore([[use], [use]], { kills: 2 }).ends).toEqual(new Set(["ee", "ke", "ek", "kk"]));
  });
});

describe("in many orders of their steps, with kills at any step", { timeout: 120_000 }, () => {
  test("three threads use a line whose places are used again at once", () => {
    explore(
      [
        [use, use, use],
        [use, attempt, use],
        [giveUp, use, use],
      ],
      { ring: 2, kills: 2, runs: 300 },
    );
  });

  test("threads that use several lines do not wait for each other for ever", () => {
    explore(
      [
        [both, use, both],
        [both, ["giveUp", 0, 1], both],
        [both, ["use", 1]],
      ],
      { lines: 2, kills: 2, runs: 300 },
    );
  });

  test("threads that use different lines of several do not wait in a circle", () => {
    const threads: Deed[][] = [
      [both, ["use", 0, 2], both],
      [["use", 1, 2], giveUp, both],
      [["use", 0, 2], ["use", 1], attempt, ["use", 1, 2]],
    ];
    explore(threads, { lines: 3, ring: 4, kills: 1, runs: 300 });
  });
});

test("requests that have two lines in common have them in the same order", { timeout: 120_000 }, () => {
  const threads: Deed[][] = [[both, both], [both, use, both], [both, ["use", 1]]]; // prettier-ignore
  expect(explore(threads, { lines: 2, runs: 300 }).ends).toEqual(new Set(["eee"]));
});

test("the checker finds a lock that is not there", () => {
  const words = new Int32Array(1);
  const holders = new Int32Array(1);
  const thread = (member: number): Thread => ({
    member,
    start: "begins",
    run: () => {
      if (Atomics.load(words, 0) !== 0) return;
      Atomics.store(words, 0, 1);
      if (Atomics.add(holders, 0, 1) !== 0) throw new Error("both have it");
      Atomics.add(holders, 0, -1);
      Atomics.store(words, 0, 0);
    },
  });
  const model = new Model([thread(1025), thread(1026)], 0, () => undefined);
  vi.stubGlobal("Atomics", model.atomics);
  expect(() => model.explore()).toThrow("both have it");
});

test("the checker finds a thread that nobody wakes", () => {
  const words = new Int32Array(new SharedArrayBuffer(4));
  const sleeper: Thread = {
    member: 1025,
    start: "begins",
    run: () => {
      if (Atomics.load(words, 0) === 0) Atomics.wait(words, 0, 0);
    },
  };
  const waker: Thread = { member: 1026, start: "begins", run: () => void Atomics.notify(words, 0) };
  const model = new Model([sleeper, waker], 0, () => undefined);
  vi.stubGlobal("Atomics", model.atomics);
  expect(() => model.explore()).toThrow("sleeps for ever");
});
