import type { CallInstruction } from "../flow/state/call-site.js";
import { isNamed, pathOf } from "./callee.js";
import type { Run } from "./run.js";

/** Notes that a declared lock is taken or given back. @returns whether the call does either */
export function locksAt(run: Run, call: CallInstruction): boolean {
  for (const { from, acquire, release } of run.program.locks) {
    const isAcquired = acquire !== undefined && isNamed(run, call, from, acquire);
    if (!isAcquired && (release === undefined || !isNamed(run, call, from, release))) continue;
    run.state.isHeld = isAcquired;
    return true;
  }
  return false;
}

/** Whether a call calls its callback while it holds a lock: one that settings declare, or a lock of the browser. */
export function locksAround(run: Run, call: CallInstruction): boolean {
  return (
    pathOf(run, call.callee) === "navigator.locks.request" ||
    run.program.locks.some(({ around, from }) => around !== undefined && isNamed(run, call, from, around))
  );
}
