import { freeze } from "../../src/index.js";

/** A frozen graph with objects and an array. */
export function make(): any {
  return freeze({
    user: { name: "Ada", address: { city: "London" } },
    list: [{ n: 1 }, { n: 2 }, { n: 3 }],
    settings: { theme: { color: "red" } },
    count: 1,
  });
}
export const snapshot = (value: unknown): string => JSON.stringify(value);

/** Touches everything there is to read. */
export function readAll(value: any, seen = new Set<unknown>()): number {
  if (typeof value !== "object" || value === null || seen.has(value)) return 0;
  seen.add(value);
  let count = 1;
  if (value instanceof Map || value instanceof Set)
    for (const entry of value.entries()) for (const part of entry) count += readAll(part, seen);
  for (const key of Reflect.ownKeys(value)) count += readAll(value[key], seen);
  return count;
}
