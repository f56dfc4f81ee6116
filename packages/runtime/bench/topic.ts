import type { Timing } from "./measure.js";

/** A demand on our figure relative to another one: at most `times` x `reference`. */
export interface Bar {
  readonly reference: string;
  readonly times: number;
}

export interface Row {
  readonly candidate: string;
  readonly best: number;
  readonly median: number;
  /** Best of ours divided by the best of this candidate. */
  readonly ratio: number;
  readonly bar: number | undefined;
  readonly met: boolean | undefined;
}

export interface Topic {
  readonly topic: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** Compares the first timing, ours, with every other. */
export function topic(name: string, unit: string, timings: readonly Timing[], bars: readonly Bar[]): Topic {
  const ours = timings[0]!;
  const rows = timings.map(({ name: candidate, best, median }): Row => {
    const ratio = ours.best / best;
    const bar = bars.find(({ reference }) => reference === candidate)?.times;
    return { candidate, best, median, ratio, bar, met: bar === undefined ? undefined : ratio <= bar };
  });
  return { topic: name, unit, rows };
}

export function print({ topic: name, unit, rows }: Topic): void {
  const digits = unit.startsWith("bytes") ? 0 : 1;
  console.log(`\n${name} (${unit})`);
  console.log("  candidate                          best     median   ours/it   bar     ");
  for (const { candidate, best, median, ratio, bar, met } of rows) {
    const verdict = bar === undefined ? "" : `${bar.toFixed(2).padStart(6)}  ${met ? "met" : "NOT MET"}`;
    console.log(
      `  ${candidate.padEnd(30)} ${best.toFixed(digits).padStart(9)} ${median.toFixed(digits).padStart(10)} ${ratio.toFixed(2).padStart(9)} ${verdict}`,
    );
  }
}
