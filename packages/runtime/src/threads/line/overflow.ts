import { onceChanged } from "../domain/waiting-async.js";
import type { Line } from "./line.js";
import { HEAD } from "./place.js";

/** A request that found a ring full. */
export interface Queued {
  readonly lines: readonly Line[];
  /** @returns the line whose ring is still full, if there is one */
  retry(): Line | undefined;
}

/** Those of this thread that found no room, in order. */
const queue: Queued[] = [];
const sleepsFor = /* @__PURE__ */ new Set<Line>();

/** Has an earlier request of this thread found no room in one of these lines? */
export function mustQueue(lines: readonly Line[]): boolean {
  return queue.length > 0 && queue.some((queued) => queued.lines.some((line) => lines.includes(line)));
}

/** Waits for room in a line. */
export function queueUp(queued: Queued, full: Line | undefined): void {
  queue.push(queued);
  if (full !== undefined) sleepFor(full);
}

function unqueue(queued: Queued): void {
  const at = queue.indexOf(queued);
  if (at >= 0) queue.splice(at, 1);
}

/** Tries all of them again, none before an earlier one that needs a line of its. */
export function retryQueued(): void {
  const taken = new Set<Line>();
  for (const queued of [...queue]) {
    const { lines } = queued;
    if (!lines.some((line) => taken.has(line))) {
      const full = queued.retry();
      if (full === undefined) {
        unqueue(queued);
        continue;
      }
      sleepFor(full);
    }
    for (const line of lines) taken.add(line);
  }
}

/** There is room when the head has moved, and whoever it comes to next is told of that. */
function sleepFor(line: Line): void {
  if (sleepsFor.has(line)) return;
  sleepsFor.add(line);
  const next = (Atomics.load(line.words, line.at + HEAD) + 1) | 0;
  const place = line.placeOf(next);
  onceChanged(line.words, place, Atomics.load(line.words, place), () => {
    sleepsFor.delete(line);
    retryQueued();
  });
}
