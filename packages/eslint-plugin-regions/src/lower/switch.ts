import type { TSESTree } from "@typescript-eslint/utils";
import { branch, type Builder, isLive, jump, newBlock, start } from "./builder.js";
import { emitCompute } from "./emit.js";
import { popTarget, popUsing, pushTarget } from "./exits.js";
import { hoistFunctions } from "./hoisting.js";

/** Tests run in source order, also past a `default` in the middle; bodies fall through. */
export function lowerSwitch(b: Builder, node: TSESTree.SwitchStatement, labels: readonly string[]): void {
  const { cases } = node;
  const value = b.lower.expression(b, node.discriminant);
  for (const { consequent } of cases) hoistFunctions(b, consequent);
  const exit = newBlock();
  const bodies = cases.map(newBlock);
  let fallback = exit;
  for (let i = 0; i < cases.length; i++) {
    const { test } = cases[i]!;
    if (!test) {
      fallback = bodies[i]!;
      continue;
    }
    const next = newBlock();
    branch(b, emitCompute(b, test, "===", [value, b.lower.expression(b, test)]), bodies[i]!, next, test);
    start(b, next);
  }
  jump(b, fallback);
  pushTarget(b, "switch", labels, exit, undefined);
  for (let i = 0; i < cases.length; i++) {
    jump(b, bodies[i]!);
    start(b, bodies[i]!);
    const mark = b.exits;
    const { consequent } = cases[i]!;
    for (let j = 0; j < consequent.length && isLive(b); j++) b.lower.statement(b, consequent[j]!);
    if (b.exits !== mark) popUsing(b, mark);
  }
  popTarget(b);
  jump(b, exit);
  start(b, exit);
}
