import { signatureTable } from "../operations/signature-table.js";
import type { CallInstruction } from "../flow/state/call-site.js";
import { calleeOf, methodOf, pathOf } from "./callee.js";
import { construct } from "./construct.js";
import { enterCallbacks } from "./entries.js";
import { locksAt } from "./locks.js";
import { callMethod } from "./methods.js";
import { copyFrom, nodeOf, type Run, share, valuesAt, viewsOf } from "./run.js";
import { applySummary } from "./summaries.js";
import type { Values } from "./values.js";
import { union, UNKNOWN } from "./values.js";

const builtIn = signatureTable(new Map());

/** What a call gives back, and what it does to what it is given. */
export function stepCall(run: Run, call: CallInstruction): Values {
  enterCallbacks(run, call);
  if (locksAt(run, call)) return UNKNOWN;
  const fn = calleeOf(run, call);
  if (fn !== undefined) return applySummary(run, call, fn);
  const path = pathOf(run, call.callee);
  const method = methodOf(run, call);
  const known = call.op === "new" ? path && construct(run, call, path) : method && callMethod(run, call, method);
  if (known) return known;
  if (path !== undefined && isHarmless(call, path)) return callBuiltIn(run, call, path);
  const isPosted = /(?:^|\.)postMessage$|(?:^|#)Worker$/.test(path ?? method ?? "");
  for (const { temp } of call.args) share(run, valuesAt(run, temp), { node: call.node, isPosted });
  return UNKNOWN;
}

/** Built-in functions that neither keep nor hand on what they are given. */
function isHarmless({ op }: CallInstruction, path: string): boolean {
  if (path.startsWith("Atomics.")) return true;
  const signature = builtIn.get(op === "new" ? `new ${path}` : path);
  return signature !== undefined && (signature.special === undefined || HARMLESS.has(signature.special));
}
const HARMLESS = new Set(["assign", "require", "promiseOf", "promiseOfAll", "newView", "structuredClone"]);

/** Functions that read every element of their argument. */
const READERS = /^(?:Array\.from|\w+Array\.from|(?:buffer#)?Buffer\.concat|JSON\.stringify)$/;

function callBuiltIn(run: Run, call: CallInstruction, path: string): Values {
  for (const { temp, spread } of call.args) {
    if (spread || READERS.test(path)) copyFrom(run, valuesAt(run, temp), nodeOf(run, temp, call.node), path);
  }
  const first = valuesAt(run, call.args[0]?.temp);
  if (path === "structuredClone" || builtIn.get(path)?.result === "argument 0") return first;
  return /^(?:buffer#)?Buffer\.from$/.test(path) ? union(viewsOf(run.program, "Uint8", first), UNKNOWN) : UNKNOWN;
}
