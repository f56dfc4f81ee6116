/**
 * What a thread cannot have learned from others since some moment: whatever comes by a message comes in a task of its
 * own, and until the microtasks of this one are done there is none. That they are not done is certain as long as
 * microtasks follow each other that each queue the next; so that is what a turn is.
 */

/** After so many microtasks without anything of interest a turn ends; less than a behaviour takes is too few. */
const IDLE = 16;

let turn = 1;
let goesOn = false;
let idle = 0;
let atEnd: () => void = () => undefined;

/** The turn that is going on; it begins if there was none. */
export function currentTurn(): number {
  idle = 0;
  if (!goesOn) {
    goesOn = true;
    queueMicrotask(next);
  }
  return turn;
}

/** Is it still going on? */
export function isCurrent(other: number): boolean {
  return goesOn && other === turn;
}

/** This thread may have learned of what others did: another turn begins. */
export function endTurn(): void {
  turn = (turn + 1) | 0 || 1;
  atEnd();
}

/** @param callback is called at the end of each turn */
export function onTurnEnd(callback: () => void): void {
  atEnd = callback;
}

function next(): void {
  if (idle++ < IDLE) {
    queueMicrotask(next);
    return;
  }
  goesOn = false;
  endTurn();
}
