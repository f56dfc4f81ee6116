/**
 * The memory of a line, in 32-bit words: a header, then a ring of places, one for each ticket that is taken and not done
 * with. A place is a single word, so that whatever a thread does to it is done or not done when the thread is killed.
 */

/** Words of the header. The ticket that is served: it has the line. */
export const HEAD = 0;
/** Tells lines of a domain apart, and in which order several are taken. */
export const NUMBER = 1;
/** How often a holder died and somebody took over. */
export const LOSSES = 2;
/** Odd while somebody waits for room in the ring; another number after each time that there was some. */
export const CROWD = 12;
/** The rest of the header is for those who keep something in the line's care: see `cowns/cell.ts`. One cache line. */
export const HEADER = 16;

/** How many tickets can be taken at a time. */
export const RING = 64;

export const LINE_WORDS = HEADER + RING;

/** What a ticket's holder has done with it; the rest of the word says who that is. */
const STATE_MASK = 0x70000000;
const MEMBER_MASK = 0x0fffffff;
/** It is about to take tickets of other lines, too. Nobody gets behind it until it has them all. */
export const PENDING = 0x10000000;
export const WAITING = 0x20000000;
/** It has been told to look at the head. */
export const WOKEN = 0x30000000;
/** It has the line. */
export const HELD = 0x40000000;
/** It does not want it any more. Instead of a member, the end of the ticket's number. */
export const GIVEN_UP = 0x50000000;

/** The word of a place whose ticket nobody has taken: it says which one that is. The only words that are negative. */
export function open(ticket: number): number {
  return ticket | 0x80000000;
}

export function givenUp(ticket: number): number {
  return GIVEN_UP | (ticket & MEMBER_MASK);
}

export const stateOf = (word: number): number => word & STATE_MASK;
export const memberOf = (word: number): number => word & MEMBER_MASK;
