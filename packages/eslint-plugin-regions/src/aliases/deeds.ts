import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { type Binding, calleeOf, translate, visitorOf } from "./apply.js";
import { type Change, changeOf } from "./change.js";
import type { Point } from "./follow.js";
import type { Effect } from "./summary.js";
import type { Values } from "./value.js";

/** A change that happens at a point of a function, there or in what is called there. */
export interface Deed {
  readonly change: Change;
  /** Where to tell of it. */
  readonly node: TSESTree.Node;
  /** The function that makes the change, if that is another one. */
  readonly by: FunctionIR | undefined;
  readonly targets: Values;
  readonly args: readonly Values[];
  /** As the called function knows it; undefined: it is done here. */
  readonly effect: Effect | undefined;
  /** It is done for each element of something, by what a method such as `forEach` is given. */
  readonly isVisit: boolean;
  /** Whether it happens whenever the point is passed. */
  readonly isAlways: () => boolean;
}

/** All that an instruction changes, of what this function knows. */
export function deedsAt(point: Point, instruction: Instruction): Deed[] {
  const deeds: Deed[] = [];
  const change = changeOf(point.definitions, instruction);
  if (change !== undefined) {
    const targets = point.valueOf(change.target);
    const args = change.args.map(({ temp, spread }) => (spread ? undefined : point.valueOf(temp)));
    deeds.push({
      change,
      node: change.node,
      by: undefined,
      targets,
      args,
      effect: undefined,
      isVisit: false,
      isAlways: () => true,
    });
  }
  if (instruction.op !== "call") return deeds;
  const callee = calleeOf(point, instruction);
  if (callee !== undefined) deeds.push(...deedsOf(point, callee, instruction.node, false));
  const visitor = visitorOf(point, instruction);
  if (visitor !== undefined) deeds.push(...deedsOf(point, visitor, instruction.node, true));
  return deeds;
}

function deedsOf(point: Point, binding: Binding, call: TSESTree.Node, isVisit: boolean): Deed[] {
  const { callee } = binding;
  // What is written into the call is told where it stands.
  const isInside = isVisit && call.range[0] <= callee.node.range[0] && callee.node.range[1] <= call.range[1];
  return point.file.summaryOf(callee).effects.map((effect) => ({
    change: effect.change,
    node: isInside ? effect.node : call,
    by: isInside ? effect.by : (effect.by ?? callee),
    targets: translate(point, binding, effect.target),
    args: effect.args.map((values) => values?.flatMap((each) => translate(point, binding, each) ?? [])),
    effect,
    isVisit,
    isAlways: () => !isVisit && effect.isAlways(),
  }));
}
