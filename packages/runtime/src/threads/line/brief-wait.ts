import type { Line } from "./line.js";
import { memberOf } from "./place.js";
import { isServed } from "./protocol.js";
import type { Sleep } from "./request.js";

/**
 * How long a thread waits for a line without letting other code of its own run: as long as others may keep it in their
 * leases, and that again. Waiting like this takes a third of the time, and leaves no room for messages: so the thread
 * knows nothing of those who come after it meanwhile, and may keep the line, too.
 */
const MILLISECONDS = 0.2;

/** After waits that were in vain, so many requests at most do not try it. */
const MOST = 16;

let can: boolean | undefined;

/** The main threads of browsers must not. */
function canBlock(): boolean {
  if (can !== undefined) return can;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    can = true;
  } catch {
    can = false;
  }
  return can;
}

/**
 * Waits for a line for a moment, if it is likely to come: another thread has it, this one is next, and it was not in
 * vain lately.
 *
 * @returns whether it waited
 */
export function waitBriefly({ line, place, word: asleep }: Sleep, ticket: number, self: number): boolean {
  if (line.skip > 0) {
    line.skip -= 1;
    return false;
  }
  const before = (ticket - 1) | 0;
  if (!isServed(line, before)) return false;
  // it may have been woken, and not have taken the line yet
  const word = Atomics.load(line.words, line.placeOf(before));
  if (word <= 0 || memberOf(word) === self || !canBlock()) return false;
  Atomics.wait(line.words as Int32Array<SharedArrayBuffer>, place, asleep, MILLISECONDS);
  return true;
}

/** Says whether that wait was in vain. */
export function noteBriefWait(line: Line, inVain: boolean): void {
  if (inVain) line.skip = line.backoff;
  line.backoff = inVain ? Math.min(2 * line.backoff, MOST) : 1;
}
