import type { TSESTree } from "@typescript-eslint/utils";
import type { Frame } from "../flow/state/frame.js";
import { successors } from "../lower/control-flow.js";
import type { PathEffect } from "./summary.js";

/** What a function consumes where it can only throw after that is in use as before once it returned. */
export function withoutThrowing(frame: Frame, effects: readonly PathEffect[]): readonly PathEffect[] {
  if (!effects.some(({ kind }) => kind === "consume")) return effects;
  const throwing = nodesThatThrow(frame);
  if (throwing.size === 0) return effects;
  return effects.map((effect) =>
    effect.kind === "consume" && throwing.has(effect.node) ? { ...effect, kind: "use", use: { kind: "pass" } } : effect,
  );
}

/** The places from which no way leads to a `return`. */
function nodesThatThrow({ fn: { blocks }, completed }: Frame): Set<TSESTree.Node> {
  const returning = new Uint8Array(blocks.length);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (let id = blocks.length - 1; id >= 0; id--) {
      const block = blocks[id]!;
      const isReturn = completed.has(id) && block.end.op === "return";
      const targets = completed.has(id) ? successors(block) : block.handler === undefined ? [] : [block.handler];
      if (returning[id] === 1 || (!isReturn && !targets.some((target) => returning[target] === 1))) continue;
      returning[id] = 1;
      isChanged = true;
    }
  }
  const throwing = new Set<TSESTree.Node>();
  if (!returning.includes(0)) return throwing;
  const nodesIn = (id: number): TSESTree.Node[] => blocks[id]!.instructions.map(({ node }) => node);
  for (let id = 0; id < blocks.length; id++) if (returning[id] === 0) nodesIn(id).forEach((node) => throwing.add(node));
  // `finally` stands once for each way out.
  for (let id = 0; id < blocks.length; id++)
    if (returning[id] === 1) nodesIn(id).forEach((node) => throwing.delete(node));
  return throwing;
}
