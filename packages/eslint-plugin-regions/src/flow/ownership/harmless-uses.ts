import type { Use } from "../../summaries/summary.js";
import type { Fact } from "../state/facts.js";

/** Reading these of a detached buffer, or of a view of one, is the way to ask whether it is detached. */
export const DETACHED_ANSWERS = new Set([
  "detached",
  "byteLength",
  "maxByteLength",
  "resizable",
  "length",
  "byteOffset",
  "buffer",
  // Closing what is gone already is harmless.
  "close",
]);
/** What a stream refuses while it is locked; everything else can be done, asking above all. */
export const NEEDS_UNLOCKED = new Set([
  "getReader",
  "getWriter",
  "tee",
  "pipeTo",
  "pipeThrough",
  "cancel",
  "abort",
  "close",
]);

/** Whether a use is none that the fact forbids. */
export function isAllowed(fact: Fact, use: Use): boolean {
  if (fact.kind === "locked") {
    return use.kind === "get" ? use.key === undefined || !NEEDS_UNLOCKED.has(use.key) : use.kind !== "iterate";
  }
  return fact.kind === "transferred" && use.kind === "get" && use.key !== undefined && DETACHED_ANSWERS.has(use.key);
}
