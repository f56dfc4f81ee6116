import { onceChanged } from "../domain/waiting-async.js";
import type { Line } from "./line.js";
import { CROWD } from "./place.js";
import { awaitRoom } from "./protocol.js";

/** Tries again what found a ring full. @returns the line whose ring is still full, if there is one */
type Retry = () => Line | undefined;

/** Those of this thread that found no room, in order. */
const queue: Retry[] = [];
const sleepsFor = /* @__PURE__ */ new Set<Line>();

/**
 * Has an earlier request of this thread found no room? Then every other one has to come after it, whichever lines it needs:
 * in cowns that the thread has for itself it may stand behind that one.
 */
export function isCrowded(): boolean {
  return queue.length > 0;
}

/** Waits for room in a line; or for those before, where that is not known. */
export function queueUp(retry: Retry, full: Line | undefined): void {
  queue.push(retry);
  if (full !== undefined) sleepFor(full);
}

/** Tries them again, none before an earlier one. */
export function retryQueued(): void {
  for (let [retry] = queue; retry !== undefined; [retry] = queue) {
    const full = retry();
    if (full !== undefined) {
      sleepFor(full);
      return;
    }
    queue.shift();
  }
}

function sleepFor(line: Line): void {
  if (sleepsFor.has(line)) return;
  sleepsFor.add(line);
  const wake = (): void => {
    sleepsFor.delete(line);
    retryQueued();
  };
  const crowd = awaitRoom(line);
  if (crowd === undefined) queueMicrotask(wake);
  else onceChanged(line.words, line.at + CROWD, crowd, wake);
}
