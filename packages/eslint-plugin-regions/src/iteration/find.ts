import type { TSESTree } from "@typescript-eslint/utils";
import { visitorOf } from "../aliases/apply.js";
import { callbackOf, STOPS } from "../aliases/callbacks.js";
import { subjectOf } from "../aliases/change.js";
import { type Deed, deedsAt } from "../aliases/deeds.js";
import { canBypass, explore } from "../aliases/endings.js";
import type { AliasFile } from "../aliases/file.js";
import { follow, type Point } from "../aliases/follow.js";
import { common, iteratedBy } from "../aliases/value.js";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { harmOf } from "./effects-on-iteration.js";
import type { IterationFinding, Why } from "./finding.js";
import { indexLoopsOf, skipsIndex } from "./index-loops.js";
import { isInBody, type Loop, loopsOf } from "./loops.js";

/** Changes of what a function goes over, while it does. */
export function findInFunction(file: AliasFile, fn: FunctionIR): IterationFinding[] {
  const loops = loopsOf(fn);
  const indexLoops = indexLoopsOf(file.definitionsOf(fn), fn);
  const findings: IterationFinding[] = [];
  const add = (deed: Deed, iteration: TSESTree.Node, iterated: TSESTree.Node, why: Why | undefined): void => {
    const { node, change, by } = deed;
    if (why !== undefined) findings.push({ node, change, by, iteration, iterated, why });
  };
  follow(file, fn, (instruction, point) => {
    if (instruction === undefined) return;
    for (const each of indexLoops) each.note(instruction, point);
    const deeds = deedsAt(point, instruction);
    if (deeds.length === 0) return;
    for (const loop of loops) {
      if (!isInBody(loop, instruction.node)) continue;
      const iterated = iteratedBy(point.valueOf(loop.over));
      for (const deed of deeds) {
        if (common(deed.targets, iterated) === undefined || !goesOn(point, loop, instruction, deed)) continue;
        const isEachTurn = deed.isAlways() && !isSkipped(point, loop) && !endsItself(fn, loop);
        const { node, next } = loop;
        add(deed, node, containerOf(node.right), harmOf(deed, { isFixed: false, isEachTurn, next }));
      }
    }
    for (const deed of deeds) {
      for (const loop of indexLoops) {
        if (skipsIndex(loop, point, instruction, deed)) add(deed, loop.node, loop.iterated, "index");
      }
    }
    if (instruction.op === "call") judgeVisits(point, instruction, deeds, add);
  });
  return findings;
}

/** Whether the loop takes another turn after a change. */
function goesOn(point: Point, loop: Loop, instruction: Instruction, { effect, isVisit }: Deed): boolean {
  const truths = new Map<number, boolean>();
  if (!isVisit && effect !== undefined && "to" in instruction) {
    const ending = effect.ending();
    if (ending === "never") return false;
    if (ending !== "open") truths.set(instruction.to, ending === "true");
  }
  let isReached = false;
  explore(point.definitions, point.fn, point.block, instruction, truths, (_, block) => {
    if (block.id === loop.head) isReached = true;
    return block.id !== loop.head && loop.blocks.has(block.id);
  });
  return isReached;
}

/** Whether there are turns of the loop that do not come to the point. */
const isSkipped = ({ fn, block }: Point, loop: Loop): boolean =>
  canBypass(fn, loop.body, block.id, ({ id }) => id === loop.head);

/** Whether a `break` or `return` in it may end the loop, which then need not come to the end of what it goes over. */
const endsItself = (fn: FunctionIR, { body, head }: Loop): boolean =>
  canBypass(fn, body, head, ({ end }) => end.op === "return");

function judgeVisits(
  point: Point,
  call: Instruction & { op: "call" },
  deeds: readonly Deed[],
  add: (deed: Deed, iteration: TSESTree.Node, iterated: TSESTree.Node, why: Why | undefined) => void,
): void {
  const callback = callbackOf(point.definitions, call);
  if (callback === undefined || visitorOf(point, call) === undefined) return;
  const container = iteratedBy(point.valueOf(callback.container));
  for (const deed of deeds) {
    const { effect, isVisit, targets, change } = deed;
    if (!isVisit || effect === undefined || common(targets, container) === undefined) continue;
    const stop = STOPS[callback.method];
    const ending = effect.ending();
    if (ending === "never" || ending === stop) continue;
    const iterated = subjectOf(point.definitions, callback.container, call.node);
    const iteration = { isFixed: change.method === "push", isEachTurn: effect.isAlways(), next: undefined };
    add(deed, call.node, containerOf(iterated), harmOf(deed, iteration));
  }
}

/** `list` of `list.entries()` */
function containerOf(node: TSESTree.Node): TSESTree.Node {
  return node.type === "CallExpression" && node.arguments.length === 0 && node.callee.type === "MemberExpression"
    ? node.callee.object
    : node;
}
