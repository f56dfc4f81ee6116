import type { TSESTree } from "@typescript-eslint/utils";
import {
  type Builder,
  type Cleanup,
  type Exit,
  finish,
  isLive,
  jump,
  newBlock,
  NONE,
  rethrow,
  setHandler,
  start,
  startHandler,
} from "./builder.js";
import type { DraftBlock, DraftVariable } from "./draft.js";
import { emitCopy, emitDispose, emitLiteral, emitUnknown } from "./emit.js";
import type { Temp } from "./ir.js";

// Beyond so many returns through one clean-up they share a copy, or code size would be quadratic.
const OWN_FINALLY_COPIES = 6;
const OWN_DISPOSALS = 32;

/** Enters a loop, switch or labelled statement. */
export function pushTarget(
  b: Builder,
  kind: "loop" | "switch" | "label",
  labels: readonly string[],
  breakTo: DraftBlock,
  continueTo: DraftBlock | undefined,
): void {
  b.exits = { kind, outer: b.exits, labels, breakTo, continueTo, cleanup: undefined };
}

/** Leaves the innermost construct. */
export function popTarget(b: Builder): void {
  b.exits = b.exits?.outer;
}

/** Enters code after which `body` runs, whatever happens. Exceptions go to the clean-up's `onException` block. */
export function pushFinally(b: Builder, body: TSESTree.BlockStatement): Cleanup {
  return pushCleanup(b, "finally", body, undefined, false, body);
}

/** From here to the end of the scope, `variable` waits for its disposal. */
export function pushUsing(b: Builder, variable: DraftVariable, isAsync: boolean, node: TSESTree.Node): void {
  const cleanup = pushCleanup(b, "dispose", undefined, variable, isAsync, node);
  setHandler(b, cleanup.onException);
}

function pushCleanup(
  b: Builder,
  kind: "finally" | "dispose",
  body: TSESTree.BlockStatement | undefined,
  variable: DraftVariable | undefined,
  isAsync: boolean,
  node: TSESTree.Node,
): Cleanup {
  const cleanup: Cleanup = {
    body,
    variable,
    isAsync,
    node,
    handler: b.handler,
    onException: newBlock(),
    ways: [],
    returns: 0,
  };
  b.exits = { kind, outer: b.exits, labels: NONE, breakTo: undefined, continueTo: undefined, cleanup };
  return cleanup;
}

/** Leaves scopes up to `mark` at their normal end: disposes what they hold, on the exceptional way too. */
export function popUsing(b: Builder, mark: Exit | undefined): void {
  while (b.exits !== mark) {
    const exit = b.exits;
    if (exit?.cleanup === undefined) throw new Error("a scope ends inside a statement");
    b.exits = exit.outer;
    setHandler(b, exit.cleanup.handler);
    if (isLive(b)) runCleanup(b, exit.cleanup);
    const resume = b.block;
    lowerException(b, exit.cleanup);
    b.block = resume;
  }
}

/** The copy of the clean-up that exceptions enter. Expects the state outside of the construct. */
export function lowerException(b: Builder, cleanup: Cleanup): void {
  startHandler(b, cleanup.onException);
  emitUnknown(b, cleanup.node);
  runCleanup(b, cleanup, true);
  rethrow(b);
}

/** One copy of the clean-up. Expects the state outside of the construct. */
export function runCleanup(b: Builder, cleanup: Cleanup, isThrowing = false): void {
  if (cleanup.variable !== undefined) emitDispose(b, cleanup.node, cleanup.variable, cleanup.isAsync, isThrowing);
  else if (cleanup.body !== undefined) {
    b.copies++;
    b.lower.statement(b, cleanup.body);
    b.copies--;
  }
}

/** `return`: through all clean-ups of the function, innermost first. */
export function lowerReturn(b: Builder, value: Temp | undefined, node: TSESTree.Node): void {
  leave(b, undefined, undefined, value, node);
}

/** `break` and `continue`. */
export function lowerJump(b: Builder, node: TSESTree.BreakStatement | TSESTree.ContinueStatement): void {
  const label = node.label?.name;
  const continues = node.type === "ContinueStatement";
  for (let exit = b.exits; exit !== undefined; exit = exit.outer) {
    if (
      label !== undefined ? !exit.labels.includes(label) : exit.kind !== "loop" && (continues || exit.kind !== "switch")
    )
      continue;
    const target = continues ? exit.continueTo : exit.breakTo;
    if (target === undefined) continue;
    leave(b, target, exit, undefined, node);
    return;
  }
  throw new Error(`no target for ${node.type}`);
}

/** Runs the clean-ups between here and `until`, then jumps to `target` (or out of the function). */
function leave(
  b: Builder,
  target: DraftBlock | undefined,
  until: Exit | undefined,
  value: Temp | undefined,
  node: TSESTree.Node,
): void {
  const { exits, handler } = b;
  for (let exit = exits; exit !== until && exit !== undefined && isLive(b); exit = exit.outer) {
    const cleanup = exit.cleanup;
    if (cleanup === undefined) continue;
    let entry = newBlock();
    if (target !== undefined || isShared(b, cleanup)) {
      const known = cleanup.ways.find((way) => way.target === target);
      let shared = known?.value;
      if (target === undefined) {
        shared ??= b.temps++;
        emitCopy(b, node, shared, value ?? emitLiteral(b, node, undefined));
        value = shared;
      }
      if (known === undefined) cleanup.ways.push({ target, entry, value: shared });
      else entry = known.entry;
      jump(b, entry);
      if (known !== undefined) break;
    } else jump(b, entry);
    b.exits = exit.outer;
    b.handler = cleanup.handler;
    start(b, entry);
    runCleanup(b, cleanup);
  }
  if (target === undefined) finish(b, "return", value, node);
  else jump(b, target);
  b.exits = exits;
  b.handler = handler;
}

function isShared(b: Builder, cleanup: Cleanup): boolean {
  const own = cleanup.body === undefined ? OWN_DISPOSALS : b.copies > 0 ? 0 : OWN_FINALLY_COPIES;
  return cleanup.returns++ >= own;
}
