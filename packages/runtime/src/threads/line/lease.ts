import type { Lease, Line } from "./line.js";
import { isLast, leave } from "./protocol.js";
import { currentTurn, isCurrent, onTurnEnd } from "./turn.js";

/** No turn: what is held in it cannot be kept. */
export const NO_TURN = 0;

/** So often, and so long, others who wait are kept waiting. */
const USES = 256;
const MILLISECONDS = 0.1;
/** Looking at the clock is not for nothing: it is done for the first so many uses, and then for one of so many. */
const CLOCK = 16;

/** After keeping a line for too long, it is given back at once so many times. */
const SHY = 4;

/** A line that others have waited for is looked after so many times. */
const HEAT = 64;

const leased = /* @__PURE__ */ new Set<Line>();

/** Others wait for it. */
export function heatUp(line: Line): void {
  line.heat = HEAT;
}

/** @param turn in which the ticket was taken, or nobody was waiting behind it */
export function leaseFor(ticket: number, turn: number): Lease {
  return { ticket, turn, uses: 0, since: 0 };
}

/** The turn in which a line that nobody waits for is taken; only worth knowing where others are about. */
export function turnFor(line: Line): number {
  if (line.heat === 0) return NO_TURN;
  line.heat -= 1;
  return currentTurn();
}

/** Gives a line back, or keeps it for this thread for a while. */
export function leaveOrKeep(line: Line, lease: Lease): void {
  if (isLast(line, lease.ticket)) {
    leave(line, lease.ticket);
    return;
  }
  heatUp(line);
  // this thread knows of its own
  if (line.waiting === 0 && isCurrent(lease.turn) && line.eagerness > 0 && !isUsedUp(line, lease)) keep(line, lease);
  else {
    line.leftIn = currentTurn();
    leave(line, lease.ticket);
  }
}

function keep(line: Line, lease: Lease): void {
  if (leased.size === 0) onTurnEnd(endLeases);
  currentTurn();
  line.lease = lease;
  leased.add(line);
}

function isUsedUp(line: Line, lease: Lease): boolean {
  if (lease.uses === 0) lease.since = performance.now();
  lease.uses += 1;
  if (lease.uses >= USES) return true;
  if (lease.uses > CLOCK && lease.uses % CLOCK !== 0) return false;
  if (performance.now() - lease.since <= MILLISECONDS) return false;
  // what it does in between takes long: others should not wait for that
  if (lease.uses <= CLOCK) line.eagerness = -SHY;
  return true;
}

/** Takes a line that this thread has kept. */
export function takeLease(line: Line): Lease | undefined {
  const { lease } = line;
  if (lease === undefined) {
    if (line.leftIn !== NO_TURN && isCurrent(line.leftIn) && line.eagerness <= 0) line.eagerness += 1;
    line.leftIn = NO_TURN;
    return undefined;
  }
  line.lease = undefined;
  leased.delete(line);
  return lease;
}

/** Gives back what this thread has kept. */
function endLeases(): void {
  for (const line of leased) {
    const { ticket } = line.lease!;
    line.lease = undefined;
    // nobody asked for it
    line.eagerness = 0;
    leave(line, ticket);
  }
  leased.clear();
}

/** Has this thread kept any line? */
export function hasLeases(): boolean {
  return leased.size > 0;
}
