import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject, Path, Root } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import type { Call, Given } from "../flow/state/call-site.js";
import { checkChange, checkUse } from "../flow/ownership/check.js";
import { consume } from "../flow/ownership/consume.js";
import { float, type LaterUse, moor } from "../flow/ownership/floating.js";
import { readElements, readName, takeElement, takeIn } from "../flow/values/fields.js";
import { dispose } from "../flow/ownership/dispose.js";
import { followGot } from "../flow/values/entries.js";
import type { Fact, FactKind, Operation } from "../flow/state/facts.js";
import { OBLIGATIONS } from "../flow/state/facts.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf, operationAt } from "../flow/state/frame.js";
import {
  addFactTo,
  ANY,
  AWAITED,
  create,
  createAll,
  ELEMENT_OF,
  entryGot,
  isVague,
  originsOf,
  RAW,
  store,
  stored,
  storeMore,
} from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { fromIds, NOTHING, union } from "../flow/state/points-to.js";
import { checkReference } from "../flow/ownership/references.js";
import { startWith } from "../flow/ownership/regions.js";
import type { Cursor } from "../flow/state/state.js";
import { transferListed } from "../flow/ownership/transfers.js";
import { readVariable, thisObject, writeVariable } from "../flow/values/variables.js";
import { contains, loopAround } from "../lower/loops-around.js";
import type { FunctionIR } from "../lower/ir.js";
import { adoptAt, type HiddenRegions } from "./adopt.js";
import { invoke } from "./invoke.js";
import { applyPromises, checkGiven } from "./promises.js";
import { storeAt } from "./store.js";
import { isReportedInside, isUnusedDefault } from "./skipped-effects.js";
import type { PathEffect, Summary, ValueReference } from "./summary.js";

/** What the paths of a summary stand for at one call. */
interface Binding {
  readonly call: Call;
  readonly fn: FunctionIR;
  readonly summary: Summary;
  readonly made: readonly AbstractObject[];
  /** What paths by way of elements were found to be, at this call. */
  readonly elements: Map<Root, Map<string, PointsTo>>;
  readonly hidden: HiddenRegions;
  /** What the functions returned that the helper calls and its caller knows, by the calls. */
  readonly results: Map<TSESTree.Node, PointsTo>;
}

/** Calls a function of the file: does here what its summary says, and what its tags promise. */
export function applySummary(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): PointsTo {
  const contract = frame.file.tags.functions.get(fn.node);
  if (contract === undefined) return applyBody(frame, cursor, fn, call);
  checkGiven(frame, cursor, contract.signature, call);
  const result = applyBody(frame, cursor, fn, call);
  applyPromises(frame, cursor, contract.signature, call, fn.name ?? "the function");
  return result;
}

function applyBody(frame: Frame, cursor: Cursor, fn: FunctionIR, call: Call): PointsTo {
  const summary = frame.file.summaryOf(fn);
  const { node } = call;
  const isAwaited = node.parent?.type === AST_NODE_TYPES.AwaitExpression;
  const binding: Binding = {
    call,
    fn,
    summary,
    made: needsMade(summary, call) ? make(frame, cursor, summary, node, fn.isAsync) : [],
    elements: new Map(),
    hidden: new Map(),
    results: new Map(),
  };
  for (const { value } of call.args) moor(frame, cursor, value);
  if (fn.isGenerator) return generator(frame, cursor, summary, binding);
  const isDeferred = call.isDeferred === true;
  // What is called later does its work then: all that can be said now is of what it is given.
  const isDone = ({ path: { root }, suspended, kind }: PathEffect): boolean =>
    isDeferred
      ? root.kind === "parameter" && ((kind !== "consume" && kind !== "adopt") || call.isLater !== true)
      : !suspended || isAwaited;
  const outer = frame.applying;
  const done = new Map<Operation, readonly TSESTree.Node[]>();
  const applying = { before: cursor.facts, done, effect: undefined as PathEffect | undefined };
  frame.applying = applying;
  for (const effect of summary.effects) {
    applying.effect = effect;
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
  for (const [variable, value] of written) writeVariable(cursor, variable, value);
  if (!summary.returnsNormally && !fn.isAsync) cursor.reachable = false;
  const result = references(frame, cursor, summary.returns, binding);
  if (!fn.isAsync) return result;
  // A promise of a promise is a promise of what that settles with.
  let settled: PointsTo = NOTHING;
  for (const each of objectsOf(frame, result)) settled = union(settled, stored(cursor, each, AWAITED) ?? each.single);
  const waits = [...summary.waits, ...summary.returnsWaiting];
  const promise = promiseOf(frame, cursor, settled, node, isInline || waits.length === 0 ? waits : [node]);
  if (!isAwaited && !isDeferred)
    float(frame, cursor, promise, usesLater(frame, cursor, binding), node, isInline ? undefined : nameOf(fn));
  if (waits.some((each) => frame.file.quiescing.has(each))) frame.file.quiescing.add(node);
  return promise;
}

/** What the function goes on to use after it was suspended. */
const usesLater = (frame: Frame, cursor: Cursor, binding: Binding): LaterUse[] =>
  binding.summary.effects
    .filter(({ kind, suspended, path }) => kind === "use" && suspended && path.keys.length === 0)
    .map((effect) => ({
      node: effect.node,
      subject: effect.path.root.kind === "captured" ? effect.subject : subjectAt(effect, binding),
      value: resolve(frame, cursor, effect.path, binding),
    }));

const nameOf = (fn: FunctionIR): string => fn.name ?? "the function";

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
  if (!summary.made.some(({ facts }) => facts.some(({ kind }) => CHANGELESS.has(kind)))) return values;
  const { node } = frame.fn;
  const instruction = { op: "call", to: -1, callee: -1, receiver: undefined, args: [], node } as const;
  const call = { node, isNew: false, callee: undefined, receiver: undefined, args: [], spread: [], instruction };
  const made = make(frame, cursor, summary, node, false);
  const maps = { elements: new Map(), hidden: new Map(), results: new Map() };
  const binding: Binding = { call: { ...call, isStatement: false }, fn, summary, made, ...maps };
  connect(frame, cursor, summary, binding);
  for (const { path, key, value } of summary.stores) {
    if (path.root.kind === "this" && path.keys.length === 0) values.set(key, references(frame, cursor, value, binding));
  }
  return values;
}

const CHANGELESS = new Set<FactKind>(["frozen", "frozenShallow"]);

function promiseOf(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  waits: readonly TSESTree.Node[],
): PointsTo {
  const promise = allocate(frame.file.table, node, "promise", { kind: "Promise" });
  create(cursor, frame.file.table, promise);
  promise.waits = waits;
  store(cursor, promise, AWAITED, value);
  return promise.single;
}

/** Whether anybody will see what the function makes. */
const needsMade = (summary: Summary, call: Call): boolean =>
  !call.isStatement ||
  summary.stores.length > 0 ||
  summary.writes.length > 0 ||
  summary.made.some(({ facts }) => facts.some(({ kind }) => kind === "undisposed"));

/** The caller got it by its call. */
function obtainedAt(frame: Frame, fact: Fact, node: TSESTree.Node): Fact {
  return { ...fact, operation: operationAt(frame, node, fact.operation.verb, node) };
}

/** Brings what the function makes into being here. */
function make(
  frame: Frame,
  cursor: Cursor,
  summary: Summary,
  node: TSESTree.Node,
  isAsync: boolean,
): readonly AbstractObject[] {
  const { table } = frame.file;
  const objects = summary.made.map((description, index) =>
    allocate(table, node, `returned ${String(index)}`, {
      kind: description.kind,
      closed: description.closed,
      isHandle: description.isHandle,
      isRegion: description.isRegion,
      classNode: description.classNode,
    }),
  );
  createAll(cursor, table, objects);
  summary.made.forEach((description, index) => {
    const object = objects[index]!;
    object.content = description.content;
    object.isFrozen = description.isFrozen;
    object.waits = description.waits ? [node] : [];
    for (const fact of description.facts) {
      // What a promise settles with is held once the promise is awaited.
      if (isAsync && object.kind === "Guard" && fact.kind === "held") continue;
      addFactTo(cursor, object, OBLIGATIONS.has(fact.kind) ? obtainedAt(frame, fact, node) : fact);
    }
  });
  return objects;
}

function connect(frame: Frame, cursor: Cursor, summary: Summary, binding: Binding): void {
  const { node } = binding.call;
  const connectEach = (isLink: boolean): void => {
    summary.made.forEach(({ fields }, index) => {
      const object = binding.made[index];
      if (object === undefined) return;
      for (const [key, value] of fields) {
        if (key.startsWith("@") !== isLink) continue;
        const given = references(frame, cursor, value, binding);
        // What the caller gave to a region that the function made.
        const isGiven = object.isHandle && !isLink && value.some((each) => each.kind === "path");
        if (isGiven) checkReference(frame, cursor, { holder: object, key }, given, node);
        storeMore(cursor, object, key, isGiven ? takeIn(frame, cursor, object, key, given, node) : given);
        if (key === ELEMENT_OF) likeOrigin(frame, cursor, object);
      }
    });
  };
  // Who owns what is known before anything is adopted.
  connectEach(true);
  connectEach(false);
  for (const region of binding.made) {
    const raw = region.isRegion ? stored(cursor, region, RAW) : undefined;
    if (raw !== undefined) startWith(frame, cursor, region, raw, node);
  }
}

/** One of the caller's elements is of the kind of them. */
function likeOrigin(frame: Frame, cursor: Cursor, element: AbstractObject): void {
  const origins = originsOf(cursor, frame.file.table, element) ?? [];
  const [first] = origins;
  if (first === undefined || element.kind !== "unknown" || !origins.every(({ kind }) => kind === first.kind)) return;
  element.kind = first.kind;
  element.isHandle = origins.every(({ isHandle }) => isHandle);
  element.isRegion = origins.every(({ isRegion }) => isRegion);
}

function references(frame: Frame, cursor: Cursor, value: readonly ValueReference[], binding: Binding): PointsTo {
  let out: PointsTo = NOTHING;
  for (const each of value) {
    if (each.kind === "path") out = union(out, resolve(frame, cursor, each.path, binding));
    else if (each.kind === "made") {
      const call = binding.summary.made[each.index]?.returnedBy;
      const returned = call && binding.results.get(call);
      out = union(out, returned ?? binding.made[each.index]?.single ?? NOTHING);
    } else out = union(out, each.object.single);
  }
  return out;
}

function rootValue(frame: Frame, cursor: Cursor, path: Path, { call, fn }: Binding): PointsTo {
  const { root } = path;
  switch (root.kind) {
    case "captured":
      return readVariable(frame, cursor, root.variable);
    case "this":
      if (fn.kind !== "arrow") return call.receiver?.value ?? NOTHING;
      // An arrow function in a field of a class is called like a method.
      if (fn.parent?.kind === "fields" && frame.fn !== fn.parent) return call.receiver?.value ?? NOTHING;
      return thisObject(frame).single;
    case "parameter": {
      if (fn.parameters[root.index]?.rest === true) return restArray(frame, cursor, call, root.index);
      return call.args[root.index]?.value ?? NOTHING;
    }
  }
}

function restArray(frame: Frame, cursor: Cursor, call: Call, start: number): PointsTo {
  const array = allocate(frame.file.table, call.node, "rest", { kind: "array", closed: true });
  create(cursor, frame.file.table, array);
  call.args.slice(start).forEach((argument, index) => {
    store(cursor, array, String(index), argument.value);
  });
  for (const each of call.spread) storeMore(cursor, array, ANY, each.value);
  return array.single;
}

function resolve(frame: Frame, cursor: Cursor, path: Path, binding: Binding): PointsTo {
  const key = path.keys.join(".");
  const known = binding.elements.get(path.root)?.get(key);
  if (known !== undefined) return known;
  const { node } = binding.call;
  const value = follow(frame, cursor, rootValue(frame, cursor, path, binding), path.keys, node);
  // One call takes the same elements throughout.
  if (path.keys.some(isVague)) {
    const ofRoot = binding.elements.get(path.root) ?? new Map<string, PointsTo>();
    binding.elements.set(path.root, ofRoot.set(key, value));
  }
  return value;
}

/** The expression that a caller has for what an effect is done to. */
function subjectAt(effect: PathEffect, { call }: Binding): TSESTree.Node {
  const { root } = effect.path;
  if (root.kind === "parameter") return call.args[root.index]?.node ?? call.node;
  if (root.kind === "this") return call.receiver?.node ?? call.node;
  return call.node;
}

function applyEffectAt(frame: Frame, cursor: Cursor, effect: PathEffect, binding: Binding): void {
  const value = resolve(frame, cursor, effect.path, binding);
  if (value.length === 0) return;
  const { call, fn } = binding;
  if (isReportedInside(frame, effect, call.node)) return;
  // What an inline callback does is reported where it does it.
  const isInline = contains(call.node, fn.node);
  const node = isInline ? effect.node : call.node;
  const subject = isInline ? effect.subject : subjectAt(effect, binding);
  const by = isInline ? undefined : nameOf(fn);
  switch (effect.kind) {
    case "use": {
      const isArgument = isInline || effect.path.root.kind === "parameter";
      checkUse(frame, cursor, value, isArgument ? subject : node, effect.use, by);
      break;
    }
    case "change":
      checkChange(frame, cursor, value, node, subject, effect.change, by);
      break;
    case "consume":
      if (effect.effect === "transferList") transferListed(frame, cursor, { value, node: subject }, node);
      else if (effect.effect === "dispose") dispose(frame, cursor, value, { node, subject, by });
      else {
        const lent = effect.lent?.map(({ paths, fact }) => ({
          lenders: fromIds(paths.flatMap((path) => resolve(frame, cursor, path, binding))),
          fact,
        }));
        const { isFreed } = effect;
        consume(frame, cursor, value, effect.effect, {
          node,
          subject,
          isEach: call.isEach === true,
          by,
          lent,
          isFreed,
        });
      }
      break;
    case "adopt":
      adoptAt(frame, cursor, effect, value, { node, subject, by, isFreed: effect.isFreed }, binding.hidden, (owner) =>
        references(frame, cursor, owner, binding),
      );
      break;
    case "invoke": {
      const args = effect.args.map((paths, index): Given => {
        let argument = effect.functions[index] ?? NOTHING;
        for (const path of paths) argument = union(argument, resolve(frame, cursor, path, binding));
        return { value: argument, node: subject, literal: effect.literals[index] };
      });
      const inner: Call = {
        ...call,
        node,
        receiver: { value, node: subject },
        args,
        spread: [],
        isStatement: effect.isStatement,
      };
      const helper = by ?? effect.by;
      const returned = invoke(frame, cursor, effect, helper === undefined ? inner : { ...inner, by: helper });
      if (returned === undefined) break;
      const { results } = binding;
      results.set(effect.node, union(results.get(effect.node) ?? NOTHING, returned));
    }
  }
}

/** What a path leads to from a value. @param call of a helper: elements are those that this call takes */
export function follow(
  frame: Frame,
  cursor: Cursor,
  start: PointsTo,
  keys: readonly string[],
  call?: TSESTree.Node,
): PointsTo {
  let value = start;
  for (const key of keys) {
    let next: PointsTo = NOTHING;
    for (const object of objectsOf(frame, value)) {
      const entry = entryGot(key);
      if (entry !== undefined) next = union(next, followGot(frame, cursor, object, key, entry));
      else if (!isVague(key)) next = union(next, readName(frame, cursor, object, key));
      else if (call === undefined) next = union(next, readElements(frame, cursor, object));
      else {
        const loop = loopAround(call) ?? frame.fn.node;
        next = union(next, takeElement(frame, cursor, object, call, loop, keys.join(".")));
      }
    }
    value = next;
  }
  return value;
}
