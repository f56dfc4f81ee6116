import { RegionError } from "../errors.js";
import { type Context, tasksOf } from "./context.js";
import type { CownRecord } from "./record.js";
import { linesOf, type Task, waitsFor } from "./scheduler.js";

/** Would what this body waits for wait for the body? */
export function isHeldBy(task: Task, context: Context): boolean {
  return tasksOf(context).some((held) => waitsFor(task, held));
}

/** The error for waiting for what one holds. */
export function deadlockError(records: readonly CownRecord[], context: Context): RegionError {
  const lines = new Set(tasksOf(context).flatMap(linesOf));
  const labels = records.filter(({ line }) => lines.has(line)).map(({ label }) => label);
  return new RegionError(
    "ERR_WOULD_DEADLOCK",
    `Cannot wait for ${[...new Set(labels)].join(" and ")}: the behaviour that waits holds it, so neither could go on. ` +
      "Use the guard that the behaviour has, or do not await: what is only scheduled runs afterwards.",
  );
}
