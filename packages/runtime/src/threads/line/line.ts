import { HEADER, NUMBER, open } from "./place.js";

/**
 * A line that its last holder in this thread has left, and the thread has not: so that it can be used many times for
 * each time that it goes from thread to thread, which takes microseconds. Nobody is overtaken whom this thread could
 * know of: all who wait came in the same turn, after the ticket was taken.
 */
export interface Lease {
  readonly ticket: number;
  readonly turn: number;
  uses: number;
  since: number;
}

/** One lock in shared memory, as one thread sees it. */
export class Line {
  /** The first ticket that may not be taken yet, as far as this thread knows: it may be a later one. */
  next = 0;
  /** Nobody in this thread has it, and the thread has not given it back. */
  lease: Lease | undefined = undefined;
  /** Above 0: this thread asks for it again soon after it has given it back to others, so keeping it is worth while. */
  eagerness = 0;
  /** The turn in which this thread gave it back last while others were waiting. */
  leftIn = 0;
  /** How many in this thread wait for it. */
  waiting = 0;
  /** Not 0: others have been waiting for it lately. */
  heat = 0;
  /** How many requests to let go by before one waits without letting other code run, and how many next time. */
  skip = 0;
  backoff = 1;

  constructor(
    readonly words: Int32Array,
    /** Where its header is. */
    readonly at: number,
    /** How many places its ring has: a power of two. */
    readonly size: number,
    /** The domain's memory: who is alive. */
    readonly members: Int32Array,
    /** How often to look again at somebody who is taking several tickets, before one of them is taken from him. */
    readonly patience = 64,
  ) {}

  /** The place of a ticket in the ring. */
  placeOf(ticket: number): number {
    return this.at + HEADER + (ticket & (this.size - 1));
  }

  get number(): number {
    return this.words[this.at + NUMBER]!;
  }
}

/** Makes a line of fresh memory, before any other thread knows it. */
export function format(words: Int32Array, at: number, size: number, number: number): void {
  words[at + NUMBER] = number;
  for (let ticket = 0; ticket < size; ticket++) words[at + HEADER + ticket] = open(ticket);
}
