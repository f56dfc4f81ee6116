import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { borrow, checkInvariant, Cown, cownInfo, quiesce, read, Region, when } from "../../src/index.js";

/** What a behaviour of a random program does. */
interface Plan {
  readonly needs: readonly { readonly cown: number; readonly reads: boolean }[];
  readonly turns: number;
  readonly end: "returns" | "throws" | "leaks";
  /** Takes its first cown by `acquire`, and gives up like this. */
  readonly acquires: false | "patiently" | "at once" | "after a moment" | "aborted before" | "aborted later";
  readonly children: readonly Plan[];
}

interface State {
  n: number;
  list: number[];
}

interface Run {
  readonly id: number;
  readonly plan: Plan;
  readonly spawned: number;
  started: number;
  completed: number;
  readonly outcomes: unknown[];
}

const { plan: planOf } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    needs: fc.array(fc.record({ cown: fc.nat(4), reads: fc.boolean() }), { maxLength: 4 }),
    turns: fc.nat(3),
    end: fc.constantFrom("returns", "returns", "returns", "throws", "leaks"),
    acquires: fc.constantFrom<Plan["acquires"][]>(false, false, false, "patiently", "at once", "after a moment", "aborted before", "aborted later"), // prettier-ignore
    children: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant([]),
      fc.array(tie("plan"), { maxLength: 3 }),
    ),
  }),
}));

const turn = (i: number): Promise<void> =>
  i % 2 === 0 ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve));

/** Runs a program and records what happened when. */
class Recorder {
  readonly cowns = Array.from({ length: 5 }, () => new Cown<Region<State>>(new Region<State>({ n: 0, list: [] })));
  readonly runs: Run[] = [];
  readonly done: Promise<void>[] = [];
  #clock = 0;

  spawn(plan: Plan): void {
    const run: Run = { id: this.runs.length, plan, spawned: ++this.#clock, started: 0, completed: 0, outcomes: [] };
    this.runs.push(run);
    const ended = this.#acquires(plan) ? this.#acquire(run) : this.#when(run);
    this.done.push(
      ended.then(
        (value) => void run.outcomes.push(value),
        (error: unknown) => void run.outcomes.push((error as { code?: string }).code ?? error),
      ),
    );
  }

  #acquires({ acquires, needs }: Plan): boolean {
    return acquires !== false && needs.length > 0;
  }

  #when(run: Run): Promise<unknown> {
    const { needs, turns } = run.plan;
    const likes = needs.map(({ cown, reads }) => (reads ? read(this.cowns[cown]!) : this.cowns[cown]!));
    return when(likes, (...guards) => {
      const begun = guards.map(({ value }) => value);
      // bodies without turns are ordinary functions
      return turns === 0 ? this.#body(run, begun) : this.#slowly(run, begun);
    });
  }

  /** By `then`: a body that spawns this does not wait for it. */
  #acquire(run: Run): Promise<unknown> {
    const { plan } = run;
    const controller = new AbortController();
    if (plan.acquires === "aborted before") controller.abort("aborted");
    if (plan.acquires === "aborted later") setImmediate(() => controller.abort("aborted"));
    const timeoutMs = { "at once": 0, "after a moment": 1 }[plan.acquires as string] ?? Infinity;
    const cown = this.cowns[plan.needs[0]!.cown]!;
    return cown.acquire({ signal: controller.signal, timeoutMs }).then(async (held) => {
      try {
        return await this.#slowly(run, [held.value]);
      } finally {
        held[Symbol.dispose]();
      }
    });
  }

  async #slowly(run: Run, states: State[]): Promise<unknown> {
    this.#start(run);
    const before = states.map(({ n }) => n);
    for (let i = 0; i < run.plan.turns; i++) await turn(i);
    expect(
      states.map(({ n }) => n),
      "nobody else has written",
    ).toEqual(before);
    return this.#finish(run, states);
  }

  #body(run: Run, states: State[]): unknown {
    this.#start(run);
    return this.#finish(run, states);
  }

  #start(run: Run): void {
    run.started = ++this.#clock;
    for (const child of run.plan.children) this.spawn(child);
  }

  #finish(run: Run, states: State[]): unknown {
    const { id, plan } = run;
    const written = new Set<number>();
    plan.needs.forEach(({ cown }, i) => {
      if (states[i] === undefined || written.has(cown) || !this.writes(plan, i)) return;
      written.add(cown);
      states[i].n += 1;
    });
    run.completed = ++this.#clock;
    if (plan.end === "throws") throw new Error(`thrown ${id}`);
    if (plan.end === "leaks" && states[0] !== undefined) borrow(states[0].list);
    return id;
  }

  /** May position `i` be written through? */
  writes(plan: Plan, i: number): boolean {
    return this.#acquires(plan) ? i === 0 : !plan.needs[i]!.reads;
  }

  /** The cowns that a behaviour holds, and whether it writes. */
  held({ plan }: Run): Map<number, boolean> {
    const held = new Map<number, boolean>();
    plan.needs.forEach(({ cown }, i) => {
      if (this.#acquires(plan) && i > 0) return;
      held.set(cown, held.get(cown) === true || this.writes(plan, i));
    });
    return held;
  }

  conflict(a: Run, b: Run): boolean {
    const other = this.held(b);
    return [...this.held(a)].some(([cown, writes]) => other.has(cown) && (writes || other.get(cown) === true));
  }
}

async function record(plans: readonly Plan[]): Promise<Recorder> {
  const recorder = new Recorder();
  for (const plan of plans) recorder.spawn(plan);
  // what runs may spawn more
  for (let i = 0; i < recorder.done.length; i++) await recorder.done[i];
  await quiesce();
  return recorder;
}

function checkOrder(recorder: Recorder): void {
  const ran = recorder.runs.filter(({ started }) => started > 0);
  for (const a of ran)
    for (const b of ran)
      if (a.spawned < b.spawned && recorder.conflict(a, b))
        expect(a.completed, `${a.id} was spawned before ${b.id} and shares a cown`).toBeLessThan(b.started);
}

function checkOutcomes({ runs }: Recorder): void {
  for (const { id, plan, started, completed, outcomes } of runs) {
    expect(outcomes, `behaviour ${id} settles once`).toHaveLength(1);
    const [outcome] = outcomes;
    if (started === 0) expect(["aborted", "ERR_TIMEOUT"]).toContain(outcome);
    else if (plan.end === "throws") expect(String(outcome)).toBe(`Error: thrown ${id}`);
    else expect(outcome).toBe(plan.end === "leaks" && plan.needs.length > 0 ? "ERR_BORROW_LEAKED" : id);
    expect(started > 0).toBe(completed > 0);
  }
}

async function checkEnd(recorder: Recorder): Promise<void> {
  const written = recorder.cowns.map(() => 0);
  for (const run of recorder.runs)
    if (run.started > 0) for (const [cown, writes] of recorder.held(run)) written[cown]! += writes ? 1 : 0;
  for (const [i, cown] of recorder.cowns.entries()) {
    expect(cownInfo(cown)).toMatchObject({ state: "released", holders: [], queue: [] });
    expect(await when(cown, ({ value }) => value.n), "no update is lost").toBe(written[i]);
  }
  checkInvariant(...recorder.cowns);
}

describe("Whatever programs do: nested behaviours, failures, leaked borrows, timeouts, aborts", () => {
  it("who shares a cown takes turns in the order of spawning, each settles once, and nothing is left queued", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(planOf, { minLength: 1, maxLength: 8 }), async (plans) => {
        const recorder = await record(plans);
        checkOrder(recorder);
        checkOutcomes(recorder);
        await checkEnd(recorder);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
