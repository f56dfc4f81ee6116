/**
 * The memory of a domain: what the threads that share memory know of each other. 32-bit words; a header, then a slot of
 * four words for each thread.
 */
const HEADER = 16;
const SLOT = 4;

/** How many threads can be alive at a time: slot 0 is nobody's. */
export const SLOTS = 1024;

/** Tells a domain from other shared memory; its last digits are the version of all layouts. */
export const MAGIC = 0x5e610001;

/** Words of the header. */
export const KIND = 0;
/** Changes with every death; who wants to hear of deaths waits for that. */
export const EPOCH = 1;
/** Where to look for a free slot next. */
export const CURSOR = 2;
/** How many pages of lines have been made. */
export const PAGES = 3;
/** Four words that no other domain has. */
export const IDENTITY = 4;

/** Words of a slot. The member that is alive; minus the last one after its death. */
export const STATE = 0;
/** What the host calls the thread, plus one; 0: the slot is free. */
export const THREAD = 1;
/** The member that started the thread and dies only after it; 0: not known. */
export const PARENT = 2;
/** Where locks of the host tell who is alive: 1 once the thread has its own. */
export const LOCKED = 3;

/**
 * A member is a slot, and how often it has been given out: so that nobody takes the heir of a slot for the dead. Members
 * are positive and have 28 bits.
 */
const SLOT_BITS = 10;
const MEMBER_MASK = 0x0fffffff;

/** The place of a member's slot. */
export function slotOf(member: number): number {
  return HEADER + (member & (SLOTS - 1)) * SLOT;
}

/** Who gets a slot after this one. @param last 0 if nobody had it yet */
export function heirOf(last: number, slot: number): number {
  const next = ((last & MEMBER_MASK & -SLOTS) + (1 << SLOT_BITS)) & MEMBER_MASK;
  return next | slot;
}

export const DOMAIN_WORDS = HEADER + SLOTS * SLOT;
