import type { Figures } from "./measure.ts";

/** One candidate; times are milliseconds per 10,000 lines. */
export interface Row extends Figures {
  /** Our best to the best of the reference on the same files. */
  readonly ratio: number;
  readonly bar?: number;
  readonly met?: boolean;
}

const digits = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ["candidate", (row) => row.name],
  ["files", (row) => String(row.files)],
  ["lines", (row) => row.lines.toLocaleString("en")],
  ["reports", (row) => String(row.reports)],
  ["first", (row) => digits(row.ours.first)],
  ["median", (row) => digits(row.ours.median)],
  ["best", (row) => digits(row.ours.best)],
  ["reference", (row) => digits(row.reference.best)],
  ["ratio", (row) => row.ratio.toFixed(2)],
  ["bar", (row) => (row.bar === undefined ? "" : String(row.bar))],
  ["met", (row) => (row.met === undefined ? "" : row.met ? "yes" : "no")],
];

/** Prints one topic as a table. */
export function printTable(topic: string, rows: readonly Row[]): void {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, text]) => text(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)));
  console.log(`\n${topic}`);
  for (const line of cells) {
    console.log(
      `  ${line.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join("  ")}`,
    );
  }
}
