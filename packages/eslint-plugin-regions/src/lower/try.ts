import type { TSESTree } from "@typescript-eslint/utils";
import { type Builder, jump, newBlock, setHandler, start, startHandler } from "./builder.js";
import { emitUnknown } from "./emit.js";
import { lowerException, popTarget, pushFinally, runCleanup } from "./exits.js";

/** `try`: exceptions inside go to the catch block, or to the exceptional copy of `finally`. */
export function lowerTry(b: Builder, node: TSESTree.TryStatement): void {
  const outer = b.handler;
  const cleanup = node.finalizer ? pushFinally(b, node.finalizer) : undefined;
  const done = newBlock();
  const caught = node.handler ? newBlock() : undefined;
  const uncaught = cleanup?.onException ?? outer;

  setHandler(b, caught ?? uncaught);
  b.lower.statement(b, node.block);
  jump(b, done);
  if (node.handler && caught !== undefined) {
    b.handler = uncaught;
    startHandler(b, caught);
    const exception = emitUnknown(b, node.handler);
    if (node.handler.param) b.lower.bind(b, node.handler.param, exception, true);
    b.lower.statement(b, node.handler.body);
    jump(b, done);
  }
  b.handler = outer;
  if (cleanup !== undefined) {
    popTarget(b);
    lowerException(b, cleanup);
  }
  start(b, done);
  if (cleanup !== undefined && done.reached) runCleanup(b, cleanup);
}
