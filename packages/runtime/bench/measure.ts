/** One way to do a job. `prepare` makes fresh input outside the measured time. */
export interface Candidate<T> {
  readonly name: string;
  readonly prepare: () => T;
  readonly run: (input: T) => unknown;
}

export interface Timing {
  readonly name: string;
  /** Nanoseconds per unit. */
  readonly best: number;
  readonly median: number;
}

/** Whose turn it is: all candidates, in a fresh order every round, with fresh input; `done` takes the time. */
function* turns(
  candidates: readonly Candidate<any>[],
  units: number,
  rounds: number,
  times: readonly number[][],
): Iterable<{ readonly run: () => unknown; readonly done: () => void }> {
  const order = candidates.map((_, i) => i);
  for (let round = 0; round < rounds + 2; round++) {
    order.sort(() => Math.random() - 0.5);
    for (const i of order) {
      const { prepare, run } = candidates[i]!;
      const input: unknown = prepare();
      (globalThis as { gc?: () => void }).gc?.();
      const start = process.hrtime.bigint();
      yield {
        run: () => run(input),
        done: () => {
          const time = Number(process.hrtime.bigint() - start) / units;
          // the first two rounds warm up
          if (round >= 2) times[i]!.push(time);
        },
      };
    }
  }
}

/**
 * Times candidates in one process. Absolute figures mean little on a shared machine; the ratios between candidates of
 * one call do.
 *
 * @param units how many units of work one run does
 */
export function measure(candidates: readonly Candidate<any>[], units: number, rounds: number): Timing[] {
  const times = candidates.map((): number[] => []);
  for (const { run, done } of turns(candidates, units, rounds, times)) {
    run();
    done();
  }
  return summarize(candidates, times);
}

/** The same for jobs that wait. */
export async function measureAsync(
  candidates: readonly Candidate<any>[],
  units: number,
  rounds: number,
): Promise<Timing[]> {
  const times = candidates.map((): number[] => []);
  for (const { run, done } of turns(candidates, units, rounds, times)) {
    await run();
    done();
    // messages come in tasks of their own; until the end of one, nothing is freed that was reached through a weak reference
    await new Promise((resolve) => setImmediate(resolve));
  }
  return summarize(candidates, times);
}

function summarize(candidates: readonly Candidate<any>[], times: readonly number[][]): Timing[] {
  return candidates.map(({ name }, i) => {
    const sorted = [...times[i]!].sort((a, b) => a - b);
    return { name, best: sorted[0]!, median: sorted[sorted.length >> 1]! };
  });
}
