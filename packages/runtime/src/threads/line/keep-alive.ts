/** A timer as Node has it. */
interface HostTimer {
  ref?(): void;
  unref?(): void;
}

/** As long as timers can wait. */
const LONG = 2 ** 31 - 1;

let timer: HostTimer | undefined;
let waits = 0;

/** Waiting for shared memory keeps no process of Node alive; this does, until as many waits have ended as begun. */
export function beginWait(): void {
  if (waits++ > 0) return;
  if (timer === undefined) timer = setInterval(() => undefined, LONG);
  else timer.ref?.();
}

export function endWait(): void {
  if (--waits === 0) timer!.unref?.();
}
