import { incremental, ROWS, state, todos, users, type Incremental, type Row, type State } from "./thaw-states.js";

/**
 * What Immer measures itself with (perf-testing/immutability-benchmarks.mjs and __performance_tests__ in its
 * repository), written anew: states of the same shape and size, and the same changes.
 */
export interface Case {
  readonly name: string;
  /** The state to start from, not frozen. */
  readonly state: () => any;
  /** What the changes put in, made outside the measured time. */
  readonly input?: () => any;
  readonly change: (draft: any, step: number, state: any, input: any) => void;
  readonly steps: number;
  /** Whether each step starts from the result of the one before, or all of them from the same state. */
  readonly chained: boolean;
  /** How often a measurement repeats all steps: so often that what the engine forgets in a collection does not count. */
  readonly times: number;
}

type Change = (draft: State, step: number, state: State) => void;

/** An id in the last fifth. */
const high = (step: number): number => ROWS * 0.8 + (step % (ROWS * 0.2));

function updateRow(draft: State, id: number, value: number): void {
  const found = draft.rows.find((row) => row.id === id)!;
  found.value = value;
  found.cell.data = value;
}

const add: Change = (draft, step) => draft.rows.push({ id: step, value: step, cell: { data: step } });
const remove: Change = (draft, step) => draft.rows.splice(step, 1);
const removeHigh: Change = (draft, step) => {
  const id = high(step);
  draft.rows.splice(
    draft.rows.findIndex((row) => row.id === id),
    1,
  );
};
const filter: Change = (draft) => (draft.rows = draft.rows.filter((_, i) => i < ROWS / 2));
const update: Change = (draft, step) => updateRow(draft, step, step);
const updateHigh: Change = (draft, step) => updateRow(draft, high(step), step);
const updateMultiple: Change = (draft, step) => {
  for (let i = step; i < step + 5; i++) updateRow(draft, i % ROWS, i);
};
const updateMedium: Change = (draft, step) => (draft.medium[`added${step}`] = { id: step });
const updateLarge: Change = (draft, step) => (draft.large[`added${step}`] = { id: step });
const concat: Change = (draft, step, { rows }) => {
  const fresh = Array.from({ length: 500 }, (_, i): Row => ({ id: i, value: step, cell: { data: i } }));
  const all = fresh.concat(rows);
  all.length = rows.length;
  draft.rows = all;
};
const mapNested: Change = (draft) => (draft.others = draft.rows.map((row) => row.cell));
const sort: Change = (draft) => draft.rows.sort((a, b) => b.id - a.id);
const reverse: Change = (draft) => draft.rows.reverse();

const sequence: Change[] = [
  (draft) => add(draft, 1, draft),
  (draft) => updateRow(draft, ROWS - 2, ROWS - 2),
  updateHigh,
  updateMultiple,
  (draft) => draft.rows.splice(ROWS - 2, 1),
];

/** The bookkeeping of RTK Query: a hundred requests begin, then each of them is answered. */
const requests: Change = ({ api }, step) => {
  const request = step % 100;
  const key = `some("test-${request}-")`;
  if (step < 100) {
    api.queries[key] = { id: `test-${request}-`, status: "pending", data: undefined };
    api.provided.keys[key] = {};
    api.subscriptions[key] = { [`req-${request}`]: { interval: 0, skip: false } };
  } else {
    const query = api.queries[key]!;
    query.status = "fulfilled";
    query.data = `test-${request}-1`;
    api.provided.keys[key] = {};
  }
};

function increment({ ids, map }: Incremental, i: number): void {
  ids.push(i);
  map[i] = { a: 1, b: "Some data" };
}

const one = (name: string, change: Change, times: number): Case => ({
  name,
  state,
  change,
  steps: 10,
  chained: false,
  times,
});
const reuse = (name: string, change: Change, times: number): Case => ({
  ...one(`${name}, on its own results`, change, times),
  chained: true,
});

export const cases: readonly Case[] = [
  one("add", add, 60),
  one("remove", remove, 40),
  one("remove high", removeHigh, 40),
  one("filter", filter, 40),
  one("update", update, 60),
  one("update high", updateHigh, 40),
  one("update multiple", updateMultiple, 60),
  one("update an object of 1,000", updateMedium, 6),
  one("update an object of 3,000", updateLarge, 3),
  one("concat", concat, 40),
  one("map nested", mapNested, 30),
  one("sort", sort, 30),
  one("reverse", reverse, 40),
  reuse("update", update, 60),
  reuse("update high", updateHigh, 40),
  reuse("remove", remove, 40),
  reuse("remove high", removeHigh, 40),
  reuse("update an object of 1,000", updateMedium, 6),
  reuse("update an object of 3,000", updateLarge, 3),
  {
    name: "mixed sequence",
    state,
    change: (draft: State, step, state: State) => sequence[step]!(draft, step, state),
    steps: 5,
    chained: true,
    times: 80,
  },
  { name: "RTK Query sequence", state, change: requests, steps: 200, chained: true, times: 3 },
  {
    name: "todo, 5,000 of 50,000",
    state: todos,
    change: (draft: { done: boolean }[]) => {
      for (let i = 0; i < 5000; i++) draft[i]!.done = true;
    },
    steps: 1,
    chained: false,
    times: 2,
  },
  {
    name: "incremental, 1,000 small changes",
    state: incremental,
    change: increment,
    steps: 1000,
    chained: true,
    times: 1,
  },
  {
    name: "incremental, 1,000 in one",
    state: incremental,
    change: (draft: Incremental) => {
      for (let i = 0; i < 1000; i++) increment(draft, i);
    },
    steps: 1,
    chained: false,
    times: 10,
  },
  {
    name: "large object, 10,000 numbers",
    state: () => Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, i])),
    change: (draft: Record<number, number>) => draft[5000]!++,
    steps: 1,
    chained: false,
    times: 20,
  },
  {
    name: "add data, fresh",
    state: () => ({ data: null }),
    input: () => Array.from({ length: 3 }, users),
    change: (draft: { data: unknown }, step, _, input: unknown[]) => (draft.data = input[step]),
    steps: 3,
    chained: false,
    times: 1,
  },
  {
    name: "add data, frozen already",
    state: () => ({ data: null }),
    input: () => users(),
    change: (draft: { data: unknown }, _, __, input: unknown) => (draft.data = input),
    steps: 1000,
    chained: false,
    times: 5,
  },
];
