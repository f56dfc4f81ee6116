import { RegionError } from "../errors.js";
import { at } from "../handles/dead.js";
import { type Context, tasksOf } from "./context.js";
import { type CownRecord, sitesOf } from "./record.js";
import { linesOf, type Task, waitsFor } from "./scheduler.js";

/** Would what this body waits for wait for the body? */
export function isHeldBy(task: Task, context: Context): boolean {
  return tasksOf(context).some((held) => waitsFor(task, held));
}

/** The error for waiting for what one holds. */
export function deadlockError(records: readonly CownRecord[], context: Context): RegionError {
  const tasks = tasksOf(context);
  const lines = new Set(tasks.flatMap(linesOf));
  const sites = sitesOf(tasks);
  const held = records.filter(({ line }) => lines.has(line));
  const labels = held.map(({ label }) => label);
  const where = sites.length > 0 ? ` (acquired${at(sites.join(", "))})` : "";
  return new RegionError(
    "ERR_WOULD_DEADLOCK",
    `Cannot wait for ${[...new Set(labels)].join(" and ")}: the behaviour that waits holds it${where}, so neither could go on. ` +
      "Use the guard that the behaviour has, or do not await: what is only scheduled runs afterwards.",
    { target: held[0]?.cown, sites, about: context },
  );
}
