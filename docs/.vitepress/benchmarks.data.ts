import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineLoader } from "vitepress";

/** A figure, and what was asked of it. */
export interface BenchmarkRow {
  readonly candidate: string;
  readonly value: number;
  /** "1.83 × as long", beside the first candidate of the runtime's topics, or beside the reference. */
  readonly ratio?: string;
  readonly bar?: string;
  readonly met?: boolean;
}

export interface BenchmarkTopic {
  readonly topic: string;
  readonly unit: string;
  readonly rows: readonly BenchmarkRow[];
}

export interface Benchmarks {
  readonly node: string;
  readonly topics: readonly BenchmarkTopic[];
}

/** `packages/runtime/bench/results.json`: the ratio is that of our time to the candidate's. */
interface RuntimeResults {
  readonly machine: { readonly node: string };
  readonly topics: readonly {
    readonly topic: string;
    readonly unit: string;
    readonly rows: readonly {
      readonly candidate: string;
      readonly best: number;
      readonly ratio: number;
      readonly bar?: number;
      readonly met?: boolean;
    }[];
  }[];
}

/** `packages/eslint-plugin-regions/bench/results.json`: milliseconds per 10,000 lines. */
interface LintResults {
  readonly reference: string;
  readonly topics: Readonly<
    Record<
      string,
      readonly {
        readonly name: string;
        readonly ours: { readonly best: number };
        readonly ratio: number;
        readonly bar?: number;
        readonly met?: boolean;
      }[]
    >
  >;
  readonly ratios: readonly {
    readonly name: string;
    readonly value: number;
    readonly bar: number;
    readonly met: boolean;
  }[];
  readonly peers: Readonly<Record<string, readonly { readonly name: string; readonly best: number }[]>>;
}

const packages = resolve(import.meta.dirname, "../../packages");
const files = ["runtime", "eslint-plugin-regions"].map((name) => `${packages}/${name}/bench/results.json`);
const LINT_UNIT = "ms per 10,000 lines";

/** The number and its sign stay on one line. */
const times = (ratio: number): string => `${ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)}\u00a0×`;

function verdict(bar: string | undefined, met: boolean | undefined): Pick<BenchmarkRow, "bar" | "met"> {
  return bar === undefined || met === undefined ? {} : { bar: `at most ${bar}`, met };
}

function ofRuntime({ topics }: RuntimeResults): BenchmarkTopic[] {
  return topics.map(({ topic, unit, rows }) => ({
    topic,
    unit: unit.replace(/;.*/, ""),
    rows: rows.map(({ candidate, best, ratio, bar, met }) => ({
      candidate,
      value: best,
      ...(ratio !== 1 && { ratio: times(ratio) }),
      ...verdict(bar === undefined ? undefined : times(bar), met),
    })),
  }));
}

function ofLint({ topics, ratios, peers, reference }: LintResults): BenchmarkTopic[] {
  return [
    ...Object.entries(topics).map(([topic, rows]) => ({
      topic: `lint: ${topic}`,
      unit: LINT_UNIT,
      rows: rows.map(({ name, ours, ratio, bar, met }) => ({
        candidate: name,
        value: ours.best,
        ratio: `${times(ratio)} ${reference}`,
        ...verdict(bar === undefined ? undefined : `${bar} ms`, met),
      })),
    })),
    ...Object.entries(peers).map(([topic, rows]) => ({
      topic: `lint beside others: ${topic}`,
      unit: LINT_UNIT,
      rows: rows.map(({ name, best }) => ({ candidate: name, value: best })),
    })),
    {
      topic: "lint, ratios",
      unit: "×",
      rows: ratios.map(({ name, value, bar, met }) => ({ candidate: name, value, ...verdict(times(bar), met) })),
    },
  ];
}

declare const data: Benchmarks;
export { data };

export default defineLoader({
  watch: files,
  load(): Benchmarks {
    const [runtime, lint] = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as unknown) as [
      RuntimeResults,
      LintResults,
    ];
    return { node: runtime.machine.node, topics: [...ofRuntime(runtime), ...ofLint(lint)] };
  },
});
