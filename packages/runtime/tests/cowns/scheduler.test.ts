import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  enter,
  holders,
  leave,
  Line,
  type Need,
  type Request,
  Task,
  waiters,
  waitsFor,
} from "../../src/cowns/scheduler.js";

class Job extends Task {
  ran = 0;

  constructor(readonly name = "") {
    super();
  }

  override ready(): void {
    this.ran += 1;
  }

  override fail(error: Error): void {
    throw error;
  }
}

const write = (line: Line): Need => ({ line, reads: false });
const read = (line: Line): Need => ({ line, reads: true });

function entered(...needs: Need[]): Job {
  const job = new Job();
  enter(job, needs);
  return job;
}

function placesOf({ places }: Task): Request[] {
  const found: Request[] = [];
  for (let r = places; r !== undefined; r = r.sibling) found.push(r);
  return found;
}

function* requestsOf(line: Line): Generator<Request> {
  for (let r = line.first; r !== undefined; r = r.next) yield r;
}

describe("enter", () => {
  it("makes a task ready that needs nothing, or nothing that others have", () => {
    const [a, b] = [new Line(), new Line()];
    expect([entered().ran, entered(write(a), read(b)).ran]).toEqual([1, 1]);
  });

  it("takes a line that is needed twice once, for writing if that was asked for at all", () => {
    const a = new Line();
    const job = entered(read(a), write(a), read(a));
    expect([job.ran, placesOf(job).length, placesOf(job)[0]?.reads]).toEqual([1, 1, false]);
    expect(entered(read(a)).ran).toBe(0);
  });

  it("lets readers in together, and nobody past a writer", () => {
    const a = new Line();
    const jobs = [read, read, write, read].map((need) => entered(need(a)));
    expect(jobs.map(({ ran }) => ran)).toEqual([1, 1, 0, 0]);
  });
});

describe("leave", () => {
  it("makes ready who has everything then, in the order of entering", () => {
    const [a, b] = [new Line(), new Line()];
    const first = entered(write(a), write(b));
    const others = [entered(write(b)), entered(write(a), write(b)), entered(read(a))];
    leave(first);
    expect(others.map(({ ran }) => ran)).toEqual([1, 0, 0]);
    leave(others[0]!);
    expect(others.map(({ ran }) => ran)).toEqual([1, 1, 0]);
  });

  it("closes the gap when somebody gives up: readers behind a writer join those before it", () => {
    const a = new Line();
    const [, writer, reader] = [entered(read(a)), entered(write(a)), entered(read(a))];
    leave(writer);
    expect([writer.ran, reader.ran, waiters(a).length, holders(a).length]).toEqual([0, 1, 0, 2]);
  });

  it("leaves nothing behind in lines that nobody uses", () => {
    const a = new Line();
    for (const job of [entered(write(a)), entered(read(a)), entered(write(a))]) leave(job);
    expect([a.first, a.last]).toEqual([undefined, undefined]);
  });
});

describe("waitsFor", () => {
  it("is true when the one needs what the other has", () => {
    const [a, b] = [new Line(), new Line()];
    const [first, second, third] = [entered(write(a)), entered(write(a), write(b)), entered(write(b))];
    expect([waitsFor(second, first), waitsFor(first, second), waitsFor(third, second)]).toEqual([true, false, false]);
  });
});

type Step = { readonly enter: readonly (readonly [line: number, reads: boolean])[] } | { readonly leave: number };

const LINES = 4;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ enter: fc.array(fc.tuple(fc.nat(LINES - 1), fc.boolean()), { maxLength: 5 }) }),
  fc.record({ leave: fc.nat(20) }),
);

describe("After any number of steps, tasks giving up included", () => {
  it("the granted requests come first, what is free is granted, and a task ran once if it has everything", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lines = Array.from({ length: LINES }, () => new Line());
        let inside: Job[] = [];
        for (const one of steps) {
          if ("enter" in one) inside.push(entered(...one.enter.map(([i, reads]) => ({ line: lines[i]!, reads }))));
          else if (inside.length > 0) {
            const job = inside[one.leave % inside.length]!;
            inside = inside.filter((other) => other !== job);
            leave(job);
          }
          checkLines(lines, inside);
        }
        drain(lines, inside);
      }),
      { numRuns: 500 },
    );
  });
});

function checkLines(lines: readonly Line[], inside: readonly Job[]): void {
  for (const line of lines) {
    const all = [...requestsOf(line)];
    const granted = all.filter((request) => request.granted);
    expect(all.slice(0, granted.length)).toEqual(granted);
    if (granted.length > 1) expect(granted.every(({ reads }) => reads)).toBe(true);
    const next = all[granted.length];
    expect(next === undefined || (granted.length > 0 && !(next.reads && granted[0]!.reads))).toBe(true);
    expect(all.map(({ task }) => inside.indexOf(task as Job))).toEqual(
      [...all].map(({ task }) => inside.indexOf(task as Job)).sort((x, y) => x - y),
    );
    expect(line.last).toBe(all.at(-1));
  }
  for (const job of inside) {
    expect(job.missing).toBe(placesOf(job).filter(({ granted }) => !granted).length);
    expect(job.ran).toBe(job.missing === 0 ? 1 : 0);
  }
}

/** No deadlock: whoever has everything leaves, until nobody is left. */
function drain(lines: readonly Line[], inside: readonly Job[]): void {
  const left = new Set(inside);
  while (left.size > 0) {
    const ready = [...left].find(({ ran }) => ran > 0);
    expect(ready, "somebody can run").toBeDefined();
    left.delete(ready!);
    leave(ready!);
  }
  expect(lines.map(({ first, last }) => first ?? last)).toEqual(lines.map(() => undefined));
}
