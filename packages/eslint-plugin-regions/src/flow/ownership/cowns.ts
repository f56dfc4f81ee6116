import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate } from "../state/abstract-object.js";
import type { Call, Given } from "../state/call-site.js";
import { nameOf } from "../../lower/name-of.js";
import { borrowsAmong } from "./borrows.js";
import { addFinding } from "./check.js";
import type { At } from "../state/at.js";
import { consume } from "./consume.js";
import { copyGraph, isUnowned } from "../values/copies.js";
import { checkFloating } from "./floating.js";
import { checkCallbackEscapes } from "./escapes.js";
import { DEAD, type Fact, HELD_BY_COWN, isObligation } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { note, objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  AWAITED,
  CONTENT,
  create,
  fieldsOf,
  isIndex,
  isKnown,
  known,
  isRegion,
  isSingular,
  originsOf,
  removeFacts,
  store,
  stored,
  storeMore,
  VALUE,
} from "../state/heap.js";
import { keysOf, reach } from "../state/reach.js";
import { describeContent } from "../known/initial-values.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING, union } from "../state/points-to.js";
import { promised } from "../values/promised.js";
import type { Cursor } from "../state/state.js";

/** Of what `read(cown)` gives: the cown. */
const READ_OF = "@read";
/** Of a guard: the cown. */
const GUARDED = "@guarded";

/** `new Cown(content)` consumes a region given to it. */
export function newCown(frame: Frame, cursor: Cursor, content: PointsTo, at: At): PointsTo {
  const { table } = frame.file;
  const isGiven = consume(frame, cursor, content, "give", at);
  const cown = allocate(table, at.node, "cown", { kind: "Cown" });
  create(cursor, table, cown);
  if (isGiven) store(cursor, cown, CONTENT, content);
  return cown.single;
}

/** `read(cown)`: what `when` takes for shared access. */
export function readCown(frame: Frame, cursor: Cursor, cown: PointsTo, node: TSESTree.Node): PointsTo {
  const { table } = frame.file;
  const shared = allocate(table, node, "read", { kind: "object", closed: true });
  create(cursor, table, shared);
  store(cursor, shared, READ_OF, cown);
  return shared.single;
}

/**
 * A guard for one cown, and what can be reached through it.
 *
 * @param other a guard that shows the same, of which nothing is known either
 */
function newGuard(
  frame: Frame,
  cursor: Cursor,
  cown: PointsTo,
  node: TSESTree.Node,
  role: string,
  other?: AbstractObject,
): AbstractObject {
  const { table } = frame.file;
  const guard = allocate(table, node, `guard ${role}`, { kind: "Guard" });
  create(cursor, table, guard);
  const shared = objectsOf(frame, cown).flatMap((each) => stored(cursor, each, READ_OF) ?? []);
  let content: PointsTo = NOTHING;
  let isContentKnown = true;
  const cowns = objectsOf(frame, shared.length > 0 ? shared : cown).flatMap(
    (each) => originsOf(cursor, table, each) ?? [each],
  );
  for (const each of cowns) {
    const given = stored(cursor, each, CONTENT);
    if (given === undefined) isContentKnown = false;
    else content = union(content, given);
  }
  if (isContentKnown) {
    content = shown(frame, cursor, content, node, `guarded ${role}`);
  } else {
    const [same] = other === undefined ? [] : objectsOf(frame, known(cursor, other, VALUE));
    const value = allocate(table, node, `value ${role}`, { isHandle: true, ...(same && { copyOf: same }) });
    create(cursor, table, value);
    content = value.single;
    for (const each of cowns) {
      if (each.content !== undefined && !describeContent(frame.file, value, each.content)) content = NOTHING;
    }
  }
  store(cursor, guard, VALUE, content);
  store(cursor, guard, GUARDED, fromIds(cowns.map(({ id }) => id)));
  if (shared.length > 0) {
    const operation = operationAt(frame, node, "read", node);
    for (const [object, way] of reachedThrough(frame, cursor, guard))
      addFactTo(cursor, object, { kind: "readOnly", operation, via: way.slice(1) });
  }
  noteOwned(frame, cursor, content, node);
  return guard;
}

/** What a cown was given, as a guard shows it. */
function shown(frame: Frame, cursor: Cursor, content: PointsTo, node: TSESTree.Node, role: string): PointsTo {
  return copyGraph(frame, cursor, content, node, {
    role,
    isHandle: true,
    keep: (fact) => !DEAD.has(fact.kind),
    shares: (each) => isUnowned(cursor, each),
    linkRaw: false,
  });
}

function noteOwned(frame: Frame, cursor: Cursor, content: PointsTo, node: TSESTree.Node): void {
  const owned = { kind: "owned", operation: operationAt(frame, node, HELD_BY_COWN, node), via: [] } as const;
  for (const each of objectsOf(frame, content)) if (isRegion(cursor, each)) addFactTo(cursor, each, owned);
}

/** `guard.value = content`: the cown is given that, as by `new Cown`, and the guard shows it. */
export function swapContent(frame: Frame, cursor: Cursor, guard: AbstractObject, content: PointsTo, at: At): void {
  if (isKnown(cursor, guard, "readOnly") || isKnown(cursor, guard, "released")) return;
  const old = known(cursor, guard, VALUE);
  if (content.length === old.length && content.every((id) => old.includes(id))) return;
  if (!consume(frame, cursor, content, "give", at)) return;
  const value = shown(frame, cursor, content, at.node, "swapped");
  noteOwned(frame, cursor, value, at.node);
  store(cursor, guard, VALUE, value);
  keepContent(frame, cursor, guard, content);
}

/** What the cown of a guard holds from now on, as far as that was known before. */
function keepContent(frame: Frame, cursor: Cursor, guard: AbstractObject, content: PointsTo): void {
  const [cown, ...others] = objectsOf(frame, stored(cursor, guard, GUARDED) ?? NOTHING);
  if (cown === undefined || stored(cursor, cown, CONTENT) === undefined) return;
  if (others.length === 0 && isSingular(cown)) store(cursor, cown, CONTENT, content);
  else storeMore(cursor, cown, CONTENT, content);
}

/** A cown that is given twice has one content, which each of the guards shows; by handles of its own for reading. */
function newGuards(frame: Frame, cursor: Cursor, cowns: readonly PointsTo[], node: TSESTree.Node): AbstractObject[] {
  const writing = new Map<number, AbstractObject>();
  const reading = new Map<number, AbstractObject>();
  return cowns.map((cown, index) => {
    const [asked, ...others] = objectsOf(frame, cown);
    const shared = asked && stored(cursor, asked, READ_OF);
    const [only, ...more] = shared === undefined ? [asked] : objectsOf(frame, shared);
    if (only === undefined || others.length > 0 || more.length > 0)
      return newGuard(frame, cursor, cown, node, String(index));
    const [alike, different] = shared === undefined ? [writing, reading] : [reading, writing];
    const same = alike.get(only.id);
    const guard = newGuard(frame, cursor, cown, node, String(index), same ?? different.get(only.id));
    if (same === undefined) alike.set(only.id, guard);
    else store(cursor, guard, VALUE, stored(cursor, same, VALUE) ?? NOTHING);
    return guard;
  });
}

/** The guard is had: its cown is held, and has to be given back. */
export function hold(frame: Frame, cursor: Cursor, guard: AbstractObject, node: TSESTree.Node): void {
  const operation = operationAt(frame, node, "acquired", node);
  addFactTo(cursor, guard, { kind: "held", operation, via: [] });
  addFactTo(cursor, guard, { kind: "undisposed", operation, via: [] });
}

/** A promise was rejected: there is no guard that would have to be given back. */
export function forgetPromised(frame: Frame, cursor: Cursor, promise: AbstractObject): void {
  for (const guard of promised(frame, cursor, promise)) removeFacts(cursor, guard, isObligation);
}

/** `cown.acquire()`: a promise of a guard. With `timeoutMs: 0` it tries once. */
export function acquire(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { table } = frame.file;
  const { node } = call;
  const guard = newGuard(frame, cursor, call.receiver?.value ?? NOTHING, node, "acquired");
  const promise = allocate(table, node, "promise", { kind: "Promise" });
  create(cursor, table, promise);
  promise.waits = triesOnce(frame, call) ? [] : [node];
  store(cursor, promise, AWAITED, guard.single);
  // Whoever gets the promise has to give the cown back, unless the promise can be called off.
  if (!canBeAborted(node))
    addFactTo(cursor, guard, { kind: "undisposed", operation: operationAt(frame, node, "acquired", node), via: [] });
  return promise.single;
}

function canBeAborted(call: TSESTree.Node): boolean {
  const [options] = call.type === AST_NODE_TYPES.CallExpression ? call.arguments : [];
  if (options === undefined) return false;
  if (options.type !== AST_NODE_TYPES.ObjectExpression) return true;
  return options.properties.some((each) => optionName(each) !== "timeoutMs");
}

function triesOnce(frame: Frame, { args: [options] }: Call): boolean {
  return objectsOf(frame, options?.value ?? NOTHING).some(
    ({ node }) =>
      node.type === AST_NODE_TYPES.ObjectExpression &&
      node.properties.some(
        (each) =>
          optionName(each) === "timeoutMs" &&
          each.type === AST_NODE_TYPES.Property &&
          each.value.type === AST_NODE_TYPES.Literal &&
          each.value.value === 0,
      ),
  );
}

const optionName = (option: TSESTree.ObjectLiteralElement): string | undefined =>
  option.type === AST_NODE_TYPES.Property && option.key.type === AST_NODE_TYPES.Identifier
    ? option.key.name
    : undefined;

/** `cown.tryAcquire()`: a guard, or undefined. */
export function tryAcquire(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const guard = newGuard(frame, cursor, call.receiver?.value ?? NOTHING, call.node, "acquired");
  hold(frame, cursor, guard, call.node);
  return guard.single;
}

/** The cown is given back: the guard is over, and so is all that was reached through it. */
export function release(frame: Frame, cursor: Cursor, guard: AbstractObject, at: At): void {
  removeFacts(cursor, guard, ({ kind }) => kind === "held" || kind === "undisposed");
  const operation = operationAt(frame, at.node, "released", at.subject);
  checkFloating(frame, cursor, (each) => each === guard, at.node);
  // What was frozen meanwhile stays so.
  const content = known(cursor, guard, VALUE);
  const isFrozenNow = objectsOf(frame, content).some((each) => isKnown(cursor, each, "frozen"));
  if (isFrozenNow) keepContent(frame, cursor, guard, content);
  const over = reachedThrough(frame, cursor, guard);
  for (const [object, way] of over) addFactTo(cursor, object, { kind: "released", operation, via: way });
  for (const borrow of borrowsAmong(frame, cursor, over))
    addFactTo(cursor, borrow, { kind: "released", operation, via: [] });
}

/** A guard, and what belongs to the content of its cown. */
export function reachedThrough(
  frame: Frame,
  cursor: Cursor,
  guard: AbstractObject,
): Map<AbstractObject, readonly string[]> {
  const stop = (each: AbstractObject): boolean => isUnowned(cursor, each);
  const all = new Map<AbstractObject, readonly string[]>();
  for (const [object, way] of reach(cursor, frame.file.table, guard.single, { raw: false, stop }))
    all.set(object, keysOf(way));
  return all;
}

/** Reports waiting for a cown while one is held. */
function checkWaiting(frame: Frame, cursor: Cursor, node: TSESTree.Node, promise: AbstractObject): void {
  const own = new Set(promised(frame, cursor, promise).map(({ id }) => id));
  intMap.forEach(cursor.facts, (facts, id) => {
    // What a promise has given already is not waited for.
    const fact = own.has(id) ? undefined : facts.find((each) => each.kind === "held");
    const isForAll = frame.file.quiescing.has(node);
    if (fact !== undefined) addFinding(frame, { kind: "waiting", rule: "no-nested-acquire", node, fact, isForAll });
  });
}

/** What is waited for when a promise is awaited: a cown, for some. */
export function awaitPromise(frame: Frame, cursor: Cursor, promise: AbstractObject): void {
  for (const node of promise.waits) {
    note(frame, () => frame.waits.add(node));
    checkWaiting(frame, cursor, node, promise);
  }
}

/** The cowns that `when` is given: one, or an array of them. */
function cownsIn(frame: Frame, cursor: Cursor, value: PointsTo): PointsTo[] {
  const [only, ...others] = objectsOf(frame, value);
  if (only?.kind !== "array" || others.length > 0) return [value];
  const cowns: (PointsTo | undefined)[] = [];
  for (const [key, each] of fieldsOf(cursor, only)?.entries() ?? []) if (isIndex(key)) cowns[Number(key)] = each;
  return Array.from(cowns, (each) => each ?? NOTHING);
}

/**
 * `when(cowns, body)`: the body runs with a guard for each cown, later unless the call is awaited; then the guards are
 * over. What it reaches through the guards is exclusive.
 */
export function when(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { table } = frame.file;
  const { node } = call;
  const [cowns, body] = call.args;
  const guards = newGuards(frame, cursor, cownsIn(frame, cursor, cowns?.value ?? NOTHING), node);
  const operation = operationAt(frame, node, "held", cowns?.node ?? node);
  const args = guards.map((guard): Given => ({ value: guard.single, node: body?.node ?? node }));
  let result: PointsTo = NOTHING;
  for (const callee of objectsOf(frame, body?.value ?? NOTHING)) {
    const isDeferred = node.parent?.type !== AST_NODE_TYPES.AwaitExpression;
    const inner: Call = { ...call, callee, receiver: undefined, args, spread: [], isStatement: false, isDeferred };
    if (callee.fn !== undefined) {
      checkCallbackEscapes(frame, cursor, inner, callee.fn, operation);
      checkBody(frame, callee, inner, { kind: "held", operation, via: [] });
    }
    const returned = frame.file.applyCall(frame, cursor, inner);
    for (const each of objectsOf(frame, returned)) result = union(result, stored(cursor, each, AWAITED) ?? each.single);
    cursor.reachable = true;
  }
  for (const guard of guards) {
    // That the body gets borrows out of it is reported there.
    for (const borrow of borrowsAmong(frame, cursor, reachedThrough(frame, cursor, guard)))
      removeFacts(cursor, borrow, isObligation);
    release(frame, cursor, guard, { node, subject: cowns?.node ?? node });
  }
  const promise = allocate(table, node, "promise", { kind: "Promise" });
  create(cursor, table, promise);
  promise.waits = guards.length > 0 ? [node] : [];
  store(cursor, promise, AWAITED, result);
  return promise.single;
}

/** Reports what the body of a `when` waits for: its own cowns are held, and it runs, until it is over. */
function checkBody(frame: Frame, callee: AbstractObject, call: Call, fact: Fact): void {
  const fn = callee.fn!;
  const summary = frame.file.summaryOf(fn);
  const isInline = call.node.range[0] <= fn.node.range[0] && fn.node.range[1] <= call.node.range[1];
  const holdsNothing = call.args.length === 0;
  for (const wait of [...summary.waits, ...summary.returnsWaiting]) {
    const isForAll = frame.file.quiescing.has(wait);
    if (holdsNothing && !isForAll) continue;
    const by = isInline ? undefined : nameOf(fn);
    const node = isInline ? wait : call.node;
    addFinding(frame, { kind: "waiting", rule: "no-nested-acquire", node, fact, by, isForAll });
  }
}
