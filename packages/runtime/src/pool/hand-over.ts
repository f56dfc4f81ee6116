import type { Transferable } from "../threads/types.js";
import type { Outcome } from "./protocol.js";

/**
 * The result of a task, so that what it carries is moved and not copied. Pools have no way to say so but their own `move`:
 * it marks an object that says by two symbols what to transfer, and what to send. A pool that does not know the mark sends
 * the same object as it is, with copies.
 */
export async function handOver(outcome: Outcome, transfer: readonly Transferable[]): Promise<Outcome> {
  let marked: Outcome = outcome;
  for (const pool of ["Piscina", "Tinypool"]) {
    const say = (what: string, value: unknown): void => {
      Object.defineProperty(outcome, Symbol.for(`${pool}.${what}`), { value });
    };
    say("transferable", transfer);
    say("valueOf", outcome);
  }
  for (const move of await moves()) marked = move(marked) as Outcome;
  return marked;
}

type Move = (value: unknown) => unknown;

let known: Promise<Move[]> | undefined;

/** Of the pools that are installed. */
async function moves(): Promise<Move[]> {
  return (known ??= Promise.all(["piscina", "tinypool"].map(moveOf)).then((found) => found.flat()));
}

async function moveOf(pool: string): Promise<Move[]> {
  try {
    const { move, default: main } = (await import(pool)) as { move?: Move; default?: { move?: Move } };
    const found = move ?? main?.move;
    return found === undefined ? [] : [found];
  } catch {
    return [];
  }
}
