/**
 * What threads do to a line, step by step; line.md says why it is right. Every function is a sequence of atomic steps
 * between any two of which other threads take theirs, or this one is killed.
 */
import { isAlive } from "../domain/members.js";
import type { Line } from "./line.js";
import {
  CROWD,
  GIVEN_UP,
  givenUp,
  HEAD,
  HELD,
  LOSSES,
  memberOf,
  open,
  PENDING,
  stateOf,
  WAITING,
  WOKEN,
} from "./place.js";

/** All places of the ring are taken. */
const FULL = undefined;

/** Takes a line that nobody has and nobody wants. @returns the ticket; undefined if that is not so */
export function tryTake(line: Line, member: number): number | undefined {
  const ticket = Atomics.load(line.words, line.at + HEAD);
  const free = open(ticket);
  if (Atomics.compareExchange(line.words, line.placeOf(ticket), free, HELD | member) !== free) return undefined;
  line.next = (ticket + 1) | 0;
  return ticket;
}

/** Gives a line back. Whoever has the next ticket gets it. */
export function leave(line: Line, ticket: number): void {
  Atomics.store(line.words, line.placeOf(ticket), open(ticket + line.size));
  advance(line, ticket);
  const next = (ticket + 1) | 0;
  if (Atomics.load(line.words, line.placeOf(next)) !== open(next)) settle(line);
}

/** Moves the head from a ticket that is over to the next one; anybody may. Then there is room for one more. */
function advance({ words, at }: Line, head: number): void {
  if (Atomics.compareExchange(words, at + HEAD, head, (head + 1) | 0) !== head) return;
  const crowd = Atomics.load(words, at + CROWD);
  if ((crowd & 1) === 0 || Atomics.compareExchange(words, at + CROWD, crowd, (crowd + 1) | 0) !== crowd) return;
  Atomics.notify(words, at + CROWD);
}

/** Does the ticket have the line, whether or not its holder has noticed? */
export function isServed(line: Line, ticket: number): boolean {
  return Atomics.load(line.words, line.at + HEAD) === ticket;
}

/** Says that somebody waits for room. @returns what `CROWD` is until there is some; undefined if there is now */
export function awaitRoom(line: Line): number | undefined {
  const crowd = Atomics.or(line.words, line.at + CROWD, 1) | 1;
  const last = (Atomics.load(line.words, line.at + HEAD) + line.size - 1) | 0;
  return Atomics.load(line.words, line.placeOf(last)) === open(last) ? undefined : crowd;
}

/** Has nobody taken a ticket after this one? */
export function isLast(line: Line, ticket: number): boolean {
  const next = (ticket + 1) | 0;
  return Atomics.load(line.words, line.placeOf(next)) === open(next);
}

/** The holder of a ticket that is served takes the line: if it dies from now on, the line is lost. */
export function hold(line: Line, ticket: number, member: number): void {
  Atomics.store(line.words, line.placeOf(ticket), HELD | member);
}

/**
 * Takes the next ticket.
 *
 * @param state PENDING: as one of several
 */
function claim(line: Line, member: number, state: typeof WAITING | typeof PENDING): number | typeof FULL {
  const { words } = line;
  let ticket = line.next;
  let { patience } = line;
  for (;;) {
    const head = Atomics.load(words, line.at + HEAD);
    if (((ticket - head) | 0) < 0) ticket = head;
    // a place that an earlier ticket has not left says nothing of this one
    if (((ticket - head) | 0) >= line.size) return FULL;
    const place = line.placeOf(ticket);
    const free = open(ticket);
    if (Atomics.load(words, place) !== free) ticket = (ticket + 1) | 0;
    else if (ticket !== head && isPending(line, (ticket - 1) | 0)) {
      if (patience > 0) patience -= 1;
      else takeAway(line, (ticket - 1) | 0);
    } else if (Atomics.compareExchange(words, place, free, state | member) === free) {
      line.next = (ticket + 1) | 0;
      return ticket;
    }
  }
}

function isPending(line: Line, ticket: number): boolean {
  return stateOf(Atomics.load(line.words, line.placeOf(ticket))) === PENDING;
}

/** Who has been stopped, or killed, in the middle of taking several tickets has to begin again. */
function takeAway(line: Line, ticket: number): void {
  const place = line.placeOf(ticket);
  const word = Atomics.load(line.words, place);
  if (stateOf(word) === PENDING) Atomics.compareExchange(line.words, place, word, givenUp(ticket));
}

/**
 * Takes the next ticket of each line, so that any two who do this are in the same order in all lines that both are in.
 * Whoever does has to settle the lines.
 *
 * @param lines each of them once, in the order of their numbers
 * @returns a ticket for each; the line whose ring is full, and then none is taken
 */
export function claimAll(lines: readonly Line[], member: number): number[] | Line {
  if (lines.length === 1) {
    const ticket = claim(lines[0]!, member, WAITING);
    return ticket === FULL ? lines[0]! : [ticket];
  }
  for (;;) {
    const tickets: number[] = [];
    for (const line of lines) {
      const ticket = claim(line, member, PENDING);
      if (ticket === FULL) break;
      tickets.push(ticket);
    }
    const full = lines[tickets.length];
    if (full === undefined && commit(lines, tickets, member)) return tickets;
    for (let i = 0; i < tickets.length; i++) giveUp(lines[i]!, tickets[i]!, member);
    if (full !== undefined) return full;
  }
}

/** @returns false if one of the tickets has been taken away meanwhile */
function commit(lines: readonly Line[], tickets: readonly number[], member: number): boolean {
  for (let i = 0; i < lines.length; i++) {
    const place = lines[i]!.placeOf(tickets[i]!);
    const pending = PENDING | member;
    if (Atomics.compareExchange(lines[i]!.words, place, pending, WAITING | member) !== pending) return false;
  }
  return true;
}

/** The holder of a ticket does not want the line any more, and has not taken it. */
export function giveUp(line: Line, ticket: number, member: number): void {
  const place = line.placeOf(ticket);
  for (;;) {
    const word = Atomics.load(line.words, place);
    // it may have been taken away
    if (word < 0 || stateOf(word) === GIVEN_UP || memberOf(word) !== member) break;
    if (Atomics.compareExchange(line.words, place, word, givenUp(ticket)) === word) break;
  }
  // whatever in this thread waits for a change of that word is done
  Atomics.notify(line.words, place);
  settle(line);
}

/** Moves the head past those who have left, given up or died, and tells whom it has come to. Anybody may do that at any time. */
export function settle(line: Line): void {
  const { words } = line;
  for (;;) {
    const head = Atomics.load(words, line.at + HEAD);
    const place = line.placeOf(head);
    const word = Atomics.load(words, place);
    const left = open(head + line.size);
    if (word === open(head)) return;
    if (word === left) advance(line, head);
    else if (isOver(line, word)) {
      // unless the head has moved meanwhile, and the place was another ticket's
      if (isServed(line, head)) Atomics.compareExchange(words, place, word, left);
    } else if (word > 0) {
      if (stateOf(word) !== HELD) wake(words, place, word);
      return;
    }
  }
}

/** Does nobody want the line by what this place says? The dead cannot come back, so that stays true of a ticket. */
function isOver(line: Line, word: number): boolean {
  if (word < 0 || stateOf(word) === HELD) return false;
  return stateOf(word) === GIVEN_UP || !isAlive(line.members, memberOf(word));
}

function wake(words: Int32Array, place: number, word: number): void {
  if (stateOf(word) === WAITING) Atomics.compareExchange(words, place, word, WOKEN | memberOf(word));
  Atomics.notify(words, place);
}

/** Who has the line now; 0: nobody. */
export function holderOf(line: Line): number {
  const head = Atomics.load(line.words, line.at + HEAD);
  const word = Atomics.load(line.words, line.placeOf(head));
  return stateOf(word) === HELD && word > 0 ? memberOf(word) : 0;
}

/** Has its holder died with it? It stays so until somebody takes over. */
export function isLost(line: Line): boolean {
  const holder = holderOf(line);
  return holder !== 0 && !isAlive(line.members, holder);
}

export function lossesOf(line: Line): number {
  return Atomics.load(line.words, line.at + LOSSES);
}

/**
 * Takes over from a holder who has died. Those who were waiting by then are told of the loss, too.
 *
 * @returns the ticket; undefined if the line is not lost (any more)
 */
export function takeOver(line: Line, member: number): number | undefined {
  const { words } = line;
  for (;;) {
    const ticket = Atomics.load(words, line.at + HEAD);
    const place = line.placeOf(ticket);
    const word = Atomics.load(words, place);
    if (word < 0 || stateOf(word) !== HELD || isAlive(line.members, memberOf(word))) return undefined;
    if (!isServed(line, ticket) || Atomics.compareExchange(words, place, word, HELD | member) !== word) continue;
    Atomics.add(words, line.at + LOSSES, 1);
    return ticket;
  }
}
