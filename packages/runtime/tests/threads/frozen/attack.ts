/* eslint-disable regions/require-atomics -- the attack is that somebody writes */
import { freeze, isFrozen, RegionError } from "../../../src/index.js";
import { materialize, unpack } from "../../../src/threads.js";
import { mutate, type Outcome, type Random, randomFrom, type Words, wild } from "../attack.js";
import { inMemory, messageOf, type SharedMessage } from "./elsewhere.js";
import { largeGraph } from "./graph.js";

/** Messages about frozen values of every sort. */
export function sharedSeeds(): SharedMessage[] {
  const rest = wild() as Record<string, unknown>;
  // what cannot be frozen, and what leads there
  for (const key of ["memory", "view", "self", "points"]) delete rest[key];
  return [
    messageOf(freeze({ list: [{ a: 1 }, { a: 2 }], text: "text" })),
    messageOf(freeze(rest)),
    messageOf(freeze(largeGraph())),
    messageOf(freeze(Array.from({ length: 200 }, (_, id) => ({ id, name: `name ${id}` })))),
  ];
}

const wordsOf = ({ shared }: SharedMessage): Words => new Int32Array(shared.list[0]!.memory).slice();

/**
 * Mutates what is in shared memory, before it is read and while it is.
 *
 * @returns what came of it: everything that was read is a value or a refusal
 */
export function attackShared(options: { runs: number; seed: number; seeds: SharedMessage[] }): Outcome {
  const random = randomFrom(options.seed);
  const outcome: Outcome = { refused: 0, accepted: 0, other: [], slowest: 0 };
  for (let run = 0; run < options.runs; run++) {
    const seed = options.seeds[random(options.seeds.length)]!;
    let words = wordsOf(seed);
    for (let i = random(3); i > 0 && words.length > 0; i--) words = mutate(words, wordsOf(seed), random);
    const message = inMemory(seed, words);
    const start = performance.now();
    try {
      readAll(message, random);
      outcome.accepted += 1;
    } catch (error) {
      if (error instanceof RegionError && /^ERR_(BAD_PACKET|UNKNOWN_TYPE)$/.test(error.code)) outcome.refused += 1;
      else outcome.other.push(error);
    }
    outcome.slowest = Math.max(outcome.slowest, performance.now() - start);
  }
  return outcome;
}

/** Reads all that there is, while somebody writes. */
function readAll(message: SharedMessage, random: Random): void {
  const memory = new Int32Array(message.shared.list[0]!.memory);
  const writes = random(2) === 0;
  const root: unknown = unpack(message);
  if (!isFrozen(root)) throw new TypeError("what arrived is not frozen");
  const found = new Map<unknown, string>([[root, "$"]]);
  const add = (value: unknown, path: string): void => {
    if (!found.has(value)) found.set(value, path);
  };
  for (const [value, path] of found) {
    if (typeof value !== "object" || value === null) continue;
    if (writes) memory[random(memory.length)] = memory[random(memory.length)]!;
    if (found.size > 4 * memory.length) throw new TypeError("more than there is");
    const keys = random(2) === 0 ? Object.keys(value) : Reflect.ownKeys(value);
    for (const key of keys.slice(0, 2000)) add((value as Record<PropertyKey, unknown>)[key], `${path}.${String(key)}`);
    if (!Object.isFrozen(value)) throw new TypeError(`${path} is not frozen: ${Object.prototype.toString.call(value)}`);
    if (value instanceof Map) for (const entry of value) for (const part of entry) add(part, `${path}.entries()`);
    if (value instanceof Set) for (const part of value) add(part, `${path}.values()`);
  }
  materialize(root);
}
