import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { loopAround } from "../lower/loops-around.js";
import type { FunctionIR, Instruction, Key } from "../lower/ir.js";
import { checkClosure } from "../summaries/closures.js";
import type { AbstractObject, Kind } from "./state/abstract-object.js";
import { allocate, constant } from "./state/abstract-object.js";
import { forgetOwned } from "./values/arrays.js";
import { handOver, isBorrow } from "./ownership/borrows.js";
import { applySignature, stepCall } from "./calls/call.js";
import { accessorOf, callAccessor, callSetter, superObject } from "./calls/classes.js";
import { rest, spread } from "./calls/spread.js";
import { checkChange, checkUse } from "./ownership/check.js";
import { answerByWrite } from "./paths/conditions.js";
import { mayHaveLeft, pickElement, readElements, takeEntry } from "./values/elements.js";
import { forgetKey, readField, readName, writeField } from "./values/fields.js";
import type { Frame } from "./state/frame.js";
import { define, nodeOf, note, objectsOf, valueOf } from "./state/frame.js";
import { ANY, create, factsOf, isElementKey, LENT, store, stored, storeMore, VALUE } from "./state/heap.js";
import type { PointsTo } from "./state/points-to.js";
import { fromIds, NOTHING, union } from "./state/points-to.js";
import { promised } from "./values/promised.js";
import { settledIfPromise, settledValue } from "./values/promises.js";
import { awaitPromise, hold, reachedThrough, swapContent } from "./ownership/cowns.js";
import { dispose } from "./ownership/dispose.js";
import { scopeAround } from "./ownership/scopes.js";
import { checkScopeEnd, writeKey } from "./ownership/escapes.js";
import { unknownResult } from "./values/results.js";
import type { Cursor } from "./state/state.js";
import { closeState } from "./state/state.js";
import { functionObject } from "./known/constants.js";
import { annotate } from "./known/annotate.js";
import { learnType } from "./known/learn-type.js";
import { readThrough } from "./ownership/pending.js";
import { checkSuspended, suspend } from "./ownership/suspensions.js";
import { releasePipes } from "./ownership/transfers.js";
import { readVariable, thisObject, writeVariable } from "./values/variables.js";

/** Where `[Symbol.dispose]` leads, whatever object it is asked of. */
const DISPOSE = "Symbol.dispose";
const DISPOSE_METHOD = "[Symbol.dispose]";

/** Carries the state over one instruction. */
export function step(frame: Frame, cursor: Cursor, instruction: Instruction): void {
  if (cursor.stale !== undefined) checkSuspended(frame, cursor, instruction);
  switch (instruction.op) {
    case "literal":
      if (!instruction.known) define(frame, cursor, instruction.to, unused(frame, cursor, instruction));
      else define(frame, cursor, instruction.to, NOTHING);
      break;
    case "fresh":
      define(frame, cursor, instruction.to, fresh(frame, cursor, instruction));
      break;
    case "function":
      define(frame, cursor, instruction.to, functionObject(frame.file, instruction.fn).single);
      checkClosure(frame, cursor, instruction.fn);
      break;
    case "this":
      define(frame, cursor, instruction.to, thisObject(frame).single);
      break;
    case "super":
      define(
        frame,
        cursor,
        instruction.to,
        superObject(frame, cursor, instruction.node)?.single ?? unknownResult(frame, cursor, instruction.node),
      );
      break;
    case "read":
      define(frame, cursor, instruction.to, readVariable(frame, cursor, instruction.variable));
      break;
    case "write":
      write(frame, cursor, instruction);
      break;
    case "copy":
      define(frame, cursor, instruction.to, valueOf(frame, cursor, instruction.from));
      break;
    case "get":
      define(frame, cursor, instruction.to, getField(frame, cursor, instruction));
      break;
    case "set":
      setField(frame, cursor, instruction);
      break;
    case "delete":
      deleteField(frame, cursor, instruction);
      break;
    case "spread":
      spread(frame, cursor, instruction);
      break;
    case "rest":
      define(frame, cursor, instruction.to, rest(frame, cursor, instruction));
      break;
    case "call":
    case "new":
      stepCall(frame, cursor, instruction, frame.uses[instruction.to] !== 0);
      break;
    case "compute":
      if (OPERATING.has(instruction.operator)) {
        for (const from of instruction.from) use(frame, cursor, from, instruction.node, "operate");
      }
      define(frame, cursor, instruction.to, NOTHING);
      break;
    case "cast":
      define(
        frame,
        cursor,
        instruction.to,
        annotate(frame, cursor, valueOf(frame, cursor, instruction.from), instruction.type),
      );
      break;
    case "next":
      define(frame, cursor, instruction.to, next(frame, cursor, instruction));
      break;
    case "element":
      define(frame, cursor, instruction.to, element(frame, cursor, instruction));
      break;
    case "await":
      suspend(frame, cursor, instruction.node);
      releasePipes(frame, cursor);
      define(frame, cursor, instruction.to, awaited(frame, cursor, instruction));
      break;
    case "yield":
      pass(frame, cursor, instruction.from, instruction.node);
      noteYield(frame, { value: yielded(frame, cursor, instruction), state: closeState(cursor) });
      handOver(frame, cursor, valueOf(frame, cursor, instruction.from));
      suspend(frame, cursor, instruction.node);
      define(frame, cursor, instruction.to, unused(frame, cursor, instruction));
      break;
    case "dispose":
      endUsing(frame, cursor, instruction);
      if (instruction.isAsync) suspend(frame, cursor, instruction.node);
      break;
    case "escape":
      pass(frame, cursor, instruction.from, instruction.node);
      break;
  }
}

/** What a generator yields at further places is not told apart. */
const MOST_YIELDS = 64;

/** Operators that turn an object into a primitive, which a dead handle refuses. */
const OPERATING = new Set(["+", "-", "*", "/", "%", "**", "<", ">", "<=", ">=", "template", "in", "&", "|", "^", "~"]);

function use(frame: Frame, cursor: Cursor, temp: number, otherwise: TSESTree.Node, kind: "iterate" | "operate"): void {
  checkUse(frame, cursor, valueOf(frame, cursor, temp), nodeOf(frame, temp, otherwise), { kind });
}

/** A value is handed on: returned, thrown, stored, exported. */
export function pass(frame: Frame, cursor: Cursor, temp: number | undefined, otherwise: TSESTree.Node): void {
  if (temp === undefined) return;
  checkUse(frame, cursor, valueOf(frame, cursor, temp), nodeOf(frame, temp, otherwise), { kind: "pass" });
}

function noteYield(frame: Frame, yielded: Frame["yields"][number]): void {
  note(frame, () => {
    if (frame.yields.length < MOST_YIELDS) frame.yields.push(yielded);
  });
}

function yielded(frame: Frame, cursor: Cursor, { from, delegate }: Instruction & { op: "yield" }): PointsTo {
  const value = valueOf(frame, cursor, from);
  if (!delegate) return value;
  let elements: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) elements = union(elements, readElements(frame, cursor, each));
  return elements;
}

function unused(frame: Frame, cursor: Cursor, instruction: Instruction & { to: number }): PointsTo {
  return frame.uses[instruction.to] === 0 ? NOTHING : unknownResult(frame, cursor, instruction.node);
}

const KINDS: Partial<Record<string, Kind>> = { array: "array", regexp: "RegExp", class: "class", template: "array" };

function fresh(frame: Frame, cursor: Cursor, { node, kind }: Instruction & { op: "fresh" }): PointsTo {
  const object = allocate(frame.file.table, node, kind, { kind: KINDS[kind] ?? "object", closed: true });
  create(cursor, frame.file.table, object);
  return object.single;
}

function write(frame: Frame, cursor: Cursor, { variable, from, declares, node }: Instruction & { op: "write" }): void {
  const value = annotate(frame, cursor, valueOf(frame, cursor, from), variable.annotation);
  if (declares) learnType(frame, cursor, value, node);
  writeVariable(cursor, variable, value);
  if (cursor.facts !== undefined) for (const id of value) frame.stores.set(writeKey(variable.id, id), node);
  frame.stores.set(variable.id, node);
  cursor.known = answerByWrite(frame, cursor.known, variable, from);
  if (frame.keyVariables.has(variable.id)) forgetKey(frame, cursor, variable);
  // A function that reads a variable written once can only be called usefully after this.
  if (!declares || variable.writes !== 1 || cursor.facts === undefined || value.length === 0) return;
  frame.marked.variables.delete(variable.id);
  // Those that this function makes further down are looked at where it makes them.
  const isMadeLater = (fn: FunctionIR): boolean =>
    fn.parent === frame.fn && fn.node.type !== AST_NODE_TYPES.FunctionDeclaration && fn.node.range[0] > node.range[0];
  for (const fn of variable.capturedBy) if (!isMadeLater(fn)) checkClosure(frame, cursor, fn, variable);
  for (const [fn, variables] of frame.file.distant)
    if (variables.has(variable) && !isMadeLater(fn)) checkClosure(frame, cursor, fn, variable);
}

function keyText(key: Key): string | undefined {
  return key.kind === "name" ? key.name : undefined;
}

function getField(frame: Frame, cursor: Cursor, { object, key, node }: Instruction & { op: "get" }): PointsTo {
  if (key.kind === "dynamic" && isDispose(frame, cursor, key.temp)) {
    return constant(frame.file.table, DISPOSE_METHOD, frame.file.sourceCode.ast, { builtin: DISPOSE_METHOD }).single;
  }
  const value = valueOf(frame, cursor, object);
  checkUse(frame, cursor, value, nodeOf(frame, object, node), { kind: "get", key: keyText(key) });
  let result: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) {
    const getter = key.kind === "name" ? accessorOf(frame, cursor, each, "get", key.name) : undefined;
    const receiver = { value: each.single, node: nodeOf(frame, object, node) };
    const read =
      getter?.fn === undefined
        ? readThrough(frame, cursor, each, readField(frame, cursor, each, key, node), node)
        : callAccessor(frame, cursor, getter, receiver, [], node);
    result = union(result, read);
  }
  return learnType(frame, cursor, result, node);
}

function isDispose(frame: Frame, cursor: Cursor, temp: number): boolean {
  return objectsOf(frame, valueOf(frame, cursor, temp)).some((each) => each.builtin === DISPOSE);
}

function isZero(frame: Frame, temp: number): boolean {
  const definition = frame.definitions[temp];
  return definition?.op === "literal" && definition.value === 0;
}

const quoted = (name: string | undefined): string => (name === undefined ? "an element" : `'${name}'`);

function setField(frame: Frame, cursor: Cursor, instruction: Instruction & { op: "set" }): void {
  const { object, key, from, node, how } = instruction;
  const value = valueOf(frame, cursor, object);
  const objects = objectsOf(frame, value);
  const name = keyText(key);
  pass(frame, cursor, from, node);
  if (how === "getter" || how === "setter") {
    const accessor = `@${how === "getter" ? "get" : "set"} ${name ?? "?"}`;
    for (const each of objects) store(cursor, each, accessor, valueOf(frame, cursor, from));
    return;
  }
  if (name === "length") for (const each of objects) forgetOwned(frame, cursor, each, NOTHING);
  if (how === "assign") {
    const subject = nodeOf(frame, object, node);
    checkUse(frame, cursor, value, subject, { kind: "set", key: name });
    const own = objects.filter((each) => !callSetter(frame, cursor, each, instruction, subject));
    // Setters decide for themselves, and private fields stay writable in a frozen object.
    if (name?.startsWith("#") !== true && (own.length > 0 || objects.length === 0)) {
      const change = {
        own: true,
        what: `assignment to ${quoted(name)}`,
        isElement: name === undefined || isElementKey(name),
        isEmptying: name === "length" && isZero(frame, from),
      };
      checkChange(frame, cursor, fromIds(own.map(({ id }) => id)), node, subject, change);
    }
    if (own.length > 0) callTaggedSetter(frame, cursor, instruction);
    const given = valueOf(frame, cursor, from);
    const guards = name === VALUE ? own.filter(({ kind }) => kind === "Guard") : [];
    for (const guard of guards) swapContent(frame, cursor, guard, given, { node, subject: nodeOf(frame, from, node) });
    writeField(
      frame,
      cursor,
      own.filter((each) => !guards.includes(each)),
      key,
      given,
      node,
    );
    return;
  }
  const literal = objects[0];
  // An array literal is filled in order; `fresh` and its fields are one expression.
  if (objects.length === 1 && literal !== undefined) {
    if (name !== undefined) store(cursor, literal, name, valueOf(frame, cursor, from));
    else storeMore(cursor, literal, ANY, valueOf(frame, cursor, from));
    if (literal.kind === "class") checkStatics(frame, cursor, literal);
    return;
  }
  writeField(frame, cursor, objects, key, valueOf(frame, cursor, from), node);
}

/** A setter of a class in another file, of which the tags tell what it does. */
function callTaggedSetter(frame: Frame, cursor: Cursor, { node, object, from }: Instruction & { op: "set" }): void {
  const member = node.type === AST_NODE_TYPES.AssignmentExpression ? node.left : undefined;
  if (frame.file.types === undefined || member?.type !== AST_NODE_TYPES.MemberExpression) return;
  const signature = frame.file.types.setterOf(member);
  if (signature === undefined) return;
  const receiver = { value: valueOf(frame, cursor, object), node: nodeOf(frame, object, node) };
  const args = [{ value: valueOf(frame, cursor, from), node: nodeOf(frame, from, node) }];
  const instruction = { op: "call", to: -1, callee: -1, receiver: undefined, args: [], node } as const;
  const call = { node, isNew: false, callee: undefined, receiver, args, spread: [], instruction, isStatement: true };
  applySignature(frame, cursor, call, signature, frame.file.sourceCode.getText(member.property));
}

/** Functions that use a class can be called once it has its static fields. */
function checkStatics(frame: Frame, cursor: Cursor, { node }: AbstractObject): void {
  if (cursor.facts === undefined) return;
  for (const [variable, classNode] of frame.file.constants.classes) {
    if (classNode !== node) continue;
    frame.marked.variables.delete(variable.id);
    for (const fn of variable.capturedBy) checkClosure(frame, cursor, fn, variable);
  }
}

function deleteField(frame: Frame, cursor: Cursor, instruction: Instruction & { op: "delete" }): void {
  const { object, key, node, to } = instruction;
  const value = valueOf(frame, cursor, object);
  const subject = nodeOf(frame, object, node);
  checkUse(frame, cursor, value, subject, { kind: "set", key: keyText(key) });
  checkChange(frame, cursor, value, node, subject, { own: true, what: `'delete' of ${quoted(keyText(key))}` });
  if (key.kind === "name") writeField(frame, cursor, objectsOf(frame, value), key, NOTHING, node);
  else for (const each of objectsOf(frame, value)) mayHaveLeft(frame, cursor, each);
  define(frame, cursor, to, NOTHING);
}

const isLoop = (node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.ForOfStatement || node.type === AST_NODE_TYPES.ForInStatement;

function next(frame: Frame, cursor: Cursor, { from, how, node }: Instruction & { op: "next" }): PointsTo {
  use(frame, cursor, from, node, "iterate");
  if (how === "await") suspend(frame, cursor, node);
  if (how === "in") return NOTHING;
  const loop = isLoop(node) ? node : loopAround(node);
  let value: PointsTo = NOTHING;
  for (const each of objectsOf(frame, valueOf(frame, cursor, from))) {
    value = union(value, takeEntry(frame, cursor, each, node, loop));
  }
  return how === "await" ? settledIfPromise(frame, cursor, value) : value;
}

function element(frame: Frame, cursor: Cursor, { from, index, node }: Instruction & { op: "element" }): PointsTo {
  use(frame, cursor, from, node, "iterate");
  let value: PointsTo = NOTHING;
  for (const each of objectsOf(frame, valueOf(frame, cursor, from))) {
    const isOrdered = each.kind === "array" || each.kind === "unknown";
    value = union(
      value,
      isOrdered ? readName(frame, cursor, each, String(index)) : pickElement(frame, cursor, each, node),
    );
  }
  return value;
}

function awaited(frame: Frame, cursor: Cursor, { from, node }: Instruction & { op: "await" }): PointsTo {
  const value = valueOf(frame, cursor, from);
  checkUse(frame, cursor, value, nodeOf(frame, from, node), { kind: "pass" });
  for (const each of objectsOf(frame, value)) {
    awaitPromise(frame, cursor, each);
    const lent = stored(cursor, each, LENT);
    if (lent !== undefined) dispose(frame, cursor, lent, { node, subject: node });
    // Guards are held from the moment at which they are had.
    for (const guard of promised(frame, cursor, each))
      if (guard.root === undefined) hold(frame, cursor, guard, guard.node);
  }
  return settledValue(frame, cursor, value);
}

function endUsing(frame: Frame, cursor: Cursor, { variable, node, isThrowing }: Instruction & { op: "dispose" }): void {
  const subject = variable.scopeVariable?.identifiers[0] ?? node;
  const scope = scopeAround(node);
  const value = readVariable(frame, cursor, variable);
  dispose(frame, cursor, value, { node: scope, subject });
  // What an exception leaves behind is seldom used.
  if (isThrowing) return;
  for (const object of objectsOf(frame, value)) {
    const fact = factsOf(cursor, object).find(({ kind }) => kind === "invalid" || kind === "released");
    if (fact?.operation.node !== scope) continue;
    // What is of unknown type may be a number.
    const over =
      object.kind === "Guard"
        ? [...reachedThrough(frame, cursor, object).keys()].filter(({ kind }) => kind !== "unknown")
        : [object];
    if (object.kind === "Guard" || isBorrow(cursor, object)) checkScopeEnd(frame, cursor, new Set(over), scope, fact);
  }
}
