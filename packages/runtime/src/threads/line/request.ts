import { Line } from "./line.js";
import { WAITING, WOKEN } from "./place.js";
import { claimAll, giveUp, hold, isLost, isServed, leave, lossesOf, settle } from "./protocol.js";

/** One thread's request for one line or several, with the tickets that it took. */
export interface Request {
  readonly lines: readonly Line[];
  readonly tickets: readonly number[];
  /** How often each line had been lost when the request was made. */
  readonly losses: readonly number[];
  readonly member: number;
}

/**
 * Takes a ticket of each line.
 *
 * @param lines each of them once, in the order of their numbers
 * @returns the line for which too many wait, if there is one
 */
export function ask(lines: readonly Line[], member: number): Request | Line {
  const losses = lines.map(lossesOf);
  const tickets = claimAll(lines, member);
  return tickets instanceof Line ? tickets : { lines, tickets, losses, member };
}

/** All lines are there. */
export const SERVED = -1;
/** The holder of this line has died. */
export interface Lost {
  readonly lost: Line;
}
/** Nothing is to be done until this word of this line changes. */
export interface Sleep {
  readonly line: Line;
  readonly place: number;
  readonly word: number;
}

/** How a request stands. To be asked when it is made, when its word changes, and after each death. */
export function progress({ lines, tickets, losses, member }: Request): typeof SERVED | Lost | Sleep {
  let sleep: Sleep | undefined;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const ticket = tickets[i]!;
    if (lossesOf(line) !== losses[i]) return { lost: line };
    if (isServed(line, ticket)) continue;
    settle(line);
    const place = line.placeOf(ticket);
    const word = WAITING | member;
    // it may have been woken for nothing; but whoever woke it for something did so after moving the head
    if (sleep === undefined) Atomics.compareExchange(line.words, place, WOKEN | member, word);
    if (isServed(line, ticket)) continue;
    if (isLost(line)) return { lost: line };
    sleep ??= { line, place, word };
  }
  return sleep ?? SERVED;
}

/** Takes all lines, which are there. */
export function holdAll({ lines, tickets, member }: Request): void {
  for (let i = 0; i < lines.length; i++) hold(lines[i]!, tickets[i]!, member);
}

/** Gives back all lines. */
export function leaveAll({ lines, tickets }: Request): void {
  for (let i = 0; i < lines.length; i++) leave(lines[i]!, tickets[i]!);
}

/** Gives up all tickets. */
export function giveUpAll({ lines, tickets, member }: Request): void {
  for (let i = 0; i < lines.length; i++) giveUp(lines[i]!, tickets[i]!, member);
}
