import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import { consume } from "../flow/ownership/consume.js";
import { hasFact } from "../flow/state/facts.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { factsOf, store } from "../flow/state/heap.js";
import type { Cursor } from "../flow/state/state.js";
import { thisObject } from "../flow/values/variables.js";
import type { FunctionIR } from "../lower/ir.js";
import type { Binding } from "./binding.js";
import { references, resolve } from "./binding.js";
import { connect, make } from "./make.js";
import type { PathEffect, Summary, ValueReference } from "./summary.js";

/** What a constructor freezes or has from a constant, and puts into fields to which nothing else assigns, the methods find there. */
export function storeConstructed(
  frame: Frame,
  cursor: Cursor,
  constructor: FunctionIR,
  isAssignedElsewhere: (field: string) => boolean,
): void {
  const summary = frame.file.summaryOf(constructor);
  if (!freezes(summary) && !summary.stores.some(({ value }) => isConstant(value))) return;
  const binding = bindingFor(frame, cursor, constructor, summary);
  connect(frame, cursor, summary, binding);
  // What happens there is no effect of this function.
  frame.isCalling = false;
  for (const effect of summary.effects) {
    if (!isFreezing(effect) || effect.path.root.kind !== "parameter") continue;
    const { node, subject } = effect;
    consume(frame, cursor, resolve(frame, cursor, effect.path, binding), effect.effect, { node, subject });
  }
  frame.isCalling = true;
  for (const { path, key, value } of summary.stores) {
    if (path.root.kind !== "this" || path.keys.length > 0 || isAssignedElsewhere(key)) continue;
    const held = references(frame, cursor, value, binding);
    const objects = objectsOf(frame, held);
    if (isConstant(value) || (objects.length > 0 && objects.every((each) => isFrozen(cursor, each))))
      store(cursor, thisObject(frame), key, held);
  }
}

const isFreezing = (effect: PathEffect): effect is PathEffect & { kind: "consume" } =>
  effect.kind === "consume" && (effect.effect === "freeze" || effect.effect === "freezeShallow");

const freezes = ({ effects, made, stores }: Summary): boolean =>
  stores.length > 0 &&
  (effects.some(isFreezing) || made.some(({ facts }) => hasFact(facts, "frozen") || hasFact(facts, "frozenShallow")));

/** Whether it is what a constant of the file holds, or a part of that. */
function isConstant([only, ...others]: readonly ValueReference[]): boolean {
  if (only?.kind !== "path" || others.length > 0) return false;
  const { root } = only.path;
  return root.kind === "captured" && root.variable.writes === 1 && root.variable.owner?.kind === "module";
}

/** Frozen by itself, not with the whole instance. */
const isFrozen = (cursor: Cursor, object: AbstractObject): boolean =>
  factsOf(cursor, object).some(
    ({ kind, operation: { subject } }) =>
      (kind === "frozen" || kind === "frozenShallow") && subject.type !== AST_NODE_TYPES.ThisExpression,
  );

/** A call of the constructor of which nothing is known. */
function bindingFor(frame: Frame, cursor: Cursor, fn: FunctionIR, summary: Summary): Binding {
  const { node } = frame.fn;
  const args = fn.parameters.map((parameter, index) => ({
    value: allocate(frame.file.table, node, `given to the constructor ${String(index)}`, {}).single,
    node: parameter.node,
  }));
  const receiver = { value: thisObject(frame).single, node };
  const instruction = { op: "call", to: -1, callee: -1, receiver: undefined, args: [], node } as const;
  const call = { node, isNew: false, callee: undefined, receiver, args, spread: [], instruction, isStatement: false };
  const made = make(frame, cursor, summary, node, fn);
  return { call, fn, summary, made, elements: new Map(), hidden: new Map(), results: new Map() };
}
