/** The states that the cases of `thaw` start from. */

export interface Row {
  id: number;
  value: number;
  cell: { key?: string; data: number };
  more?: { parts: { id: number; name: string }[] };
}

interface Entry {
  id: number;
  value?: number;
  name?: string;
  active?: boolean;
}

export interface State {
  rows: Row[];
  others: (Entry | Row["cell"])[];
  medium: Record<string, Entry>;
  large: Record<string, Entry>;
  api: {
    queries: Record<string, { id: string; status: string; data: string | undefined }>;
    provided: { keys: Record<string, object> };
    subscriptions: Record<string, Record<string, { interval: number; skip: boolean }>>;
  };
}

export const ROWS = 100;

const fraction = (i: number): number => ((i * 7919) % 1009) / 1009;

function dictionary(size: number): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  for (let i = 0; i < size; i++) {
    entries[`entry${i}`] = { id: i, value: fraction(i), name: `name ${i}`, active: i % 2 === 0 };
  }
  return entries;
}

function row(id: number): Row {
  const parts = Array.from({ length: 10 }, (_, i) => ({ id: i, name: `${i}` }));
  return { id, value: fraction(id), cell: { key: `key ${id}`, data: fraction(id + 1) }, more: { parts } };
}

export function state(): State {
  return {
    rows: Array.from({ length: ROWS }, (_, i) => row(i)),
    others: Array.from({ length: ROWS }, (_, i) => ({ id: i, name: `name ${i}`, active: i % 2 === 0 })),
    medium: dictionary(1000),
    large: dictionary(3000),
    api: { queries: {}, provided: { keys: {} }, subscriptions: {} },
  };
}

export function todos(): object[] {
  return Array.from({ length: 50_000 }, (_, i) => ({
    todo: `todo ${i}`,
    done: false,
    irrelevant: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0],
  }));
}

/** Users with some twenty fields, among them a list of texts and a list of objects; read from JSON, as in Immer's. */
export function users(): object[] {
  const made = Array.from({ length: 600 }, (_, index) => ({
    ...Object.fromEntries(Array.from({ length: 18 }, (_, i) => [`field${i}`, i % 3 === 0 ? i : `text ${i}`])),
    index,
    tags: ["ad", "ex", "in", "id", "eu", "et", "do", "non", "sit", "qui"],
    friends: Array.from({ length: 5 }, (_, id) => ({ id, name: `name ${id}` })),
    greeting: "Hello!",
  }));
  return JSON.parse(JSON.stringify(made)) as object[];
}

export interface Incremental {
  ids: number[];
  map: Record<number, object>;
}

/** In Immer's the map has no prototype; Mutative would then not let it be changed. */
export const incremental = (): Incremental => ({ ids: [], map: {} });
