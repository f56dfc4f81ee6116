import { Domain } from "../domain/domain.js";
import { onceChanged } from "../domain/waiting-async.js";
import type { Line } from "./line.js";
import { CROWD } from "./place.js";
import { awaitRoom } from "./protocol.js";

/** What stands in the way: a ring that is full, or that others would not hear of this thread's death yet. */
export type Obstacle = Line | Domain;

/** Tries again. @returns what is still in the way, if anything is */
type Retry = () => Obstacle | undefined;

/** Those of this thread that found no room, in order. */
const queue: Retry[] = [];
const sleepsFor = /* @__PURE__ */ new Set<Obstacle>();

/**
 * Has an earlier request of this thread found no room? Then every other one has to come after it, whichever lines it needs:
 * in cowns that the thread has for itself it may stand behind that one.
 */
export function isCrowded(): boolean {
  return queue.length > 0;
}

/** Waits until what is in the way is gone; or for those before, where that is not known. */
export function queueUp(retry: Retry, obstacle: Obstacle | undefined): void {
  queue.push(retry);
  if (obstacle !== undefined) sleepFor(obstacle);
}

/** Tries them again, none before an earlier one. */
export function retryQueued(): void {
  for (let [retry] = queue; retry !== undefined; [retry] = queue) {
    const obstacle = retry();
    if (obstacle !== undefined) {
      sleepFor(obstacle);
      return;
    }
    queue.shift();
  }
}

function sleepFor(obstacle: Obstacle): void {
  if (sleepsFor.has(obstacle)) return;
  sleepsFor.add(obstacle);
  const wake = (): void => {
    sleepsFor.delete(obstacle);
    retryQueued();
  };
  if (obstacle instanceof Domain) {
    obstacle.onceReady(wake);
    return;
  }
  const crowd = awaitRoom(obstacle);
  if (crowd === undefined) queueMicrotask(wake);
  else onceChanged(obstacle.words, obstacle.at + CROWD, crowd, wake);
}
