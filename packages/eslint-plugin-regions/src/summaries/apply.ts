import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { LaterUse } from "../flow/ownership/floating.js";
import { float, moor } from "../flow/ownership/floating.js";
import { allocate } from "../flow/state/abstract-object.js";
import type { Call } from "../flow/state/call-site.js";
import { DEAD, type FactKind, NO_FACTS, type Operation } from "../flow/state/facts.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { ANY, AWAITED, create, store, stored } from "../flow/state/heap.js";
import * as intMap from "../flow/state/int-map.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { settledIfPromise } from "../flow/values/promises.js";
import type { FunctionIR } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";
import { nameOf } from "../lower/name-of.js";
import { summaryAt } from "../particular/summary.js";
import { applyEffectAt } from "./apply-effect.js";
import type { Binding } from "./binding.js";
import { references, resolve, subjectAt } from "./binding.js";
import { writeCaptured } from "./cells.js";
import { connect, make, needsMade, promiseOf } from "./make.js";
import { outcomeAt, takes } from "./take-outcome.js";
import { applyPromises, checkGiven } from "./promises.js";
import { isOfBaseAlone, isUnusedDefault } from "./skipped-effects.js";
import { storeAt } from "./store.js";
import type { PathEffect, Summary, ValueReference } from "./summary.js";

/** Calls a function of the file: does here what its summary says, and what its tags promise. */
export function applySummary(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): PointsTo {
  const contract = frame.file.tags.functions.get(fn.node);
  if (contract === undefined) return applyBody(frame, cursor, fn, call);
  checkGiven(frame, cursor, contract.signature, call);
  const result = applyBody(frame, cursor, fn, call);
  applyPromises(frame, cursor, contract.signature, call, nameOf(fn));
  return result;
}

function applyBody(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): PointsTo {
  const summary = summaryAt(frame, cursor, fn, call);
  const { node } = call;
  const isAwaited = node.parent?.type === AST_NODE_TYPES.AwaitExpression;
  const binding: Binding = {
    call: call.given === undefined ? { ...call, given: { count: 0 } } : call,
    fn,
    summary,
    made: needsMade(summary, call) ? make(frame, cursor, summary, node, fn) : [],
    elements: new Map(),
    hidden: new Map(),
    results: new Map(),
  };
  const outcome = outcomeAt(frame, summary, call);
  if (outcome !== undefined && !takes(frame, cursor, outcome, call)) {
    cursor.reachable = false;
    return NOTHING;
  }
  for (const { value } of call.args) moor(frame, cursor, value);
  if (fn.isGenerator) return generator(frame, cursor, summary, binding);
  const isDeferred = call.isDeferred === true;
  // What is called later does its work then: all that can be said now is of what it is given.
  const isDone = ({ path: { root }, suspended, kind }: PathEffect): boolean =>
    isDeferred
      ? root.kind === "parameter" && ((kind !== "consume" && kind !== "adopt") || (call.isLater !== true && !suspended))
      : !suspended || isAwaited;
  const outer = frame.applying;
  const done = new Map<Operation, readonly TSESTree.Node[]>();
  const applying: NonNullable<Frame["applying"]> = {
    before: cursor.facts,
    done,
    nodesBefore: undefined,
    effect: undefined,
  };
  frame.applying = applying;
  for (const effect of summary.effects) {
    applying.effect = effect;
    if (outcome?.skipped.has(effect) === true || isOfBaseAlone(node, effect)) continue;
    if (isDone(effect) && !isUnusedDefault(summary, effect, call.args, fn))
      applyEffectAt(frame, cursor, effect, binding);
  }
  frame.applying = outer;
  if (outer?.effect !== undefined) for (const each of done.keys()) outer.done.set(each, [outer.effect.node]);
  connect(frame, cursor, summary, binding);
  const isInline = contains(node, fn.node);
  // All that is stored is looked up before anything is stored: two fields may change places.
  const isStored = ({ path: { root } }: Summary["stores"][number]): boolean =>
    !isDeferred || (root.kind === "parameter" && call.isLater !== true);
  const stores = summary.stores.filter(isStored).map((each) => ({
    ...each,
    targets: resolve(frame, cursor, each.path, binding),
    held: references(frame, cursor, each.value, binding),
    node: isInline ? (each.node ?? node) : node,
  }));
  // What was not taken out before was stored while its place still owned it.
  const isTaken = ({ value, isFreed }: (typeof stores)[number]): boolean =>
    !isFreed && value.some((each) => each.kind === "path");
  const inOrder = [...stores.filter(isTaken), ...stores.filter((each) => !isTaken(each))];
  for (const { targets, held, ...each } of inOrder) storeAt(frame, cursor, targets, held, each);
  const written = (isDeferred ? [] : summary.writes).map(
    ({ variable, value }) => [variable, references(frame, cursor, value, binding)] as const,
  );
  for (const [variable, value] of written) writeCaptured(frame, cursor, call.callee, variable, value);
  if (!summary.returnsNormally && !fn.isAsync) cursor.reachable = false;
  const result = withoutConsumed(
    frame,
    cursor,
    references(frame, cursor, (outcome ?? summary).returns, binding),
    applying,
  );
  if (!fn.isAsync) return result;
  // A promise of a promise is a promise of what that settles with.
  let settled: PointsTo = NOTHING;
  for (const each of objectsOf(frame, result)) {
    settled = union(settled, stored(cursor, each, AWAITED) ?? settledIfPromise(frame, cursor, each.single));
  }
  const waits = [...summary.waits, ...summary.returnsWaiting];
  const promise = promiseOf(frame, cursor, settled, node, isInline || waits.length === 0 ? waits : [node]);
  if (!isAwaited && !isDeferred)
    float(frame, cursor, promise, usesLater(frame, cursor, binding), node, isInline ? undefined : nameOf(fn));
  if (waits.some((each) => frame.file.quiescing.has(each))) frame.file.quiescing.add(node);
  return promise;
}

/** Of several things that a function can return it returns what it consumes on those paths on which it does not. */
function withoutConsumed(
  frame: Frame,
  cursor: Cursor,
  result: PointsTo,
  { before, done }: NonNullable<Frame["applying"]>,
): PointsTo {
  if (result.length < 2 || done.size === 0) return result;
  const isConsumed = (id: number): boolean =>
    (intMap.get(cursor.facts, id) ?? NO_FACTS).some(
      (fact) => DEAD.has(fact.kind) && done.has(fact.operation) && !intMap.get(before, id)?.includes(fact),
    );
  const rest = result.filter((id) => !isConsumed(id));
  return rest.length === 0 ? result : rest;
}

/** What the function goes on to use after it was suspended. */
const usesLater = (frame: Frame, cursor: Cursor, binding: Binding): LaterUse[] =>
  binding.summary.effects
    .filter(({ kind, suspended, path }) => kind === "use" && suspended && path.keys.length === 0)
    .map((effect) => ({
      node: effect.node,
      subject: effect.path.root.kind === "captured" ? effect.subject : subjectAt(cursor, effect, binding),
      value: resolve(frame, cursor, effect.path, binding),
    }));

/** Its body runs when it is iterated; the elements are what it yields. */
function generator(frame: Frame, cursor: Cursor, summary: Summary, binding: Binding): PointsTo {
  const object = allocate(frame.file.table, binding.call.node, "generator", { kind: "Generator" });
  create(cursor, frame.file.table, object);
  connect(frame, cursor, summary, binding);
  store(cursor, object, ANY, references(frame, cursor, summary.returns, binding));
  return object.single;
}

/** What the initialisers of a class's fields put into them, if they give anything away: frozen objects, for example. */
export function fieldValues(frame: Frame, cursor: Cursor, fn: FunctionIR): ReadonlyMap<string, PointsTo> {
  const values = new Map<string, PointsTo>();
  const summary = frame.file.summaryOf(fn);
  const isFrozen = summary.made.some(({ facts }) => facts.some(({ kind }) => CHANGELESS.has(kind)));
  if (!isFrozen && !summary.stores.some(({ value }) => value.some(isCaptured))) return values;
  const { node } = frame.fn;
  const instruction = { op: "call", to: -1, callee: -1, receiver: undefined, args: [], node } as const;
  const call = { node, isNew: false, callee: undefined, receiver: undefined, args: [], spread: [], instruction };
  const made = make(frame, cursor, summary, node, fn);
  const maps = { elements: new Map(), hidden: new Map(), results: new Map() };
  const binding: Binding = { call: { ...call, isStatement: false }, fn, summary, made, ...maps };
  connect(frame, cursor, summary, binding);
  for (const { path, key, value } of summary.stores) {
    if (path.root.kind === "this" && path.keys.length === 0) values.set(key, references(frame, cursor, value, binding));
  }
  return values;
}

const isCaptured = (value: ValueReference): boolean => value.kind === "path" && value.path.root.kind === "captured";

const CHANGELESS = new Set<FactKind>(["frozen", "frozenShallow"]);
