import type { Temp } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Fact, FactKind } from "../state/facts.js";
import { DEAD } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, valueOf } from "../state/frame.js";
import { isFreezableKind } from "../ownership/freezability.js";
import { isSingular, known, removeFacts, SOURCE } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { promised } from "../values/promised.js";

const COMPARISONS = new Set(["===", "!==", "==", "!=", "<", ">", "<=", ">="]);

/** What a condition asked makes known on the way on which it came out as `truth`. */
export function refine(frame: Frame, cursor: Cursor, test: Temp, truth: boolean): void {
  const definition = frame.definitions[test];
  switch (definition?.op) {
    case "read":
      if (!truth) absent(frame, cursor, test);
      break;
    case "compute":
      if (definition.operator === "== null" && truth) absent(frame, cursor, definition.from[0]!);
      if (definition.operator === "instanceof") instanceOf(frame, cursor, definition.from, truth);
      if (definition.operator === "!") refine(frame, cursor, definition.from[0]!, !truth);
      // `buffer.byteLength === 0`, `> 0` …: whoever asks knows that it may be detached.
      else if (COMPARISONS.has(definition.operator)) {
        compare(frame, cursor, definition.operator, definition.from, truth);
        for (const from of definition.from) if (asksLength(frame, from)) forgetDetached(frame, cursor, from);
      }
      break;
    case "get":
      if (asks(frame, test, "locked") && !truth) forget(frame, cursor, definition.object, (kind) => kind === "locked");
      if (asks(frame, test, "bodyUsed") && !truth) forgetBodyRead(frame, cursor, definition.object);
      if (asksLength(frame, test) || (asks(frame, test, "detached") && !truth)) forgetDetached(frame, cursor, test);
      break;
    case "call": {
      const [argument] = definition.args;
      if (argument === undefined) break;
      for (const callee of objectsOf(frame, valueOf(frame, cursor, definition.callee))) {
        const name = callee.builtin;
        if (!truth && (name === "Object.isFrozen" || name === "regions-runtime#isFrozen")) {
          forget(frame, cursor, argument.temp, (kind) => kind === "frozen" || kind === "frozenShallow");
        } else if (truth && name === "regions-runtime#isRegion") {
          forget(frame, cursor, argument.temp, (kind) => DEAD.has(kind) || kind === "merged");
        } else if (truth && name === "regions-runtime#isFreezable") {
          narrow(frame, cursor, argument.temp, isFreezableKind);
        } else if (name === "Array.isArray") {
          narrow(frame, cursor, argument.temp, ({ kind }) => kind === "unknown" || (kind === "array") === truth);
        }
      }
      break;
    }
    default:
  }
}

const EQUALITIES = new Set(["===", "!==", "==", "!="]);

/** Whether it is `null` or `undefined`, by name. */
function isNothing(frame: Frame, temp: Temp): boolean {
  const definition = frame.definitions[temp];
  if (definition?.op === "read")
    return definition.variable.kind === "global" && definition.variable.name === "undefined";
  return definition?.op === "literal" && definition.known && (definition.value ?? undefined) === undefined;
}

/** There is no such object here: `tryAcquire()` did not get the cown. Nothing is owed for it. */
function absent(frame: Frame, cursor: Cursor, temp: Temp): void {
  forget(frame, cursor, temp, (kind) => kind === "undisposed" || kind === "held" || kind === "borrowed");
  narrow(frame, cursor, temp, () => false);
}

/** What a variable can hold where a test of it came out in a certain way. */
function narrow(frame: Frame, cursor: Cursor, temp: Temp, keep: (object: AbstractObject) => boolean): void {
  const definition = frame.definitions[temp];
  if (definition?.op !== "read") return;
  const { id } = definition.variable;
  const value = intMap.get(cursor.variables, id) ?? NOTHING;
  const kept = value.filter((each) => keep(frame.file.table.objects[each]!));
  if (kept.length < value.length) cursor.variables = intMap.set(cursor.variables, id, kept);
}

/** `x instanceof WeakMap`, `x instanceof Point`. */
function instanceOf(frame: Frame, cursor: Cursor, [value, type]: readonly Temp[], truth: boolean): void {
  const [only] = objectsOf(frame, valueOf(frame, cursor, type));
  if (value === undefined || only === undefined) return;
  const isInstance = (object: AbstractObject): boolean | undefined => {
    if (object.kind === "unknown") return undefined;
    if (only.builtin !== undefined)
      return object.kind === only.builtin || (KNOWN_TYPES.has(only.builtin) ? false : undefined);
    return only.kind === "class" && object.classNode === only.node ? true : undefined;
  };
  narrow(frame, cursor, value, (object) => (isInstance(object) ?? truth) === truth);
}

/** Built-in classes whose instances are told by their kind. */
const KNOWN_TYPES = new Set([
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "Date",
  "RegExp",
  "ArrayBuffer",
  "Promise",
]);

/** `x === EMPTY`: on one side x is nothing else, on the other side it is anything else. */
function compare(frame: Frame, cursor: Cursor, operator: string, from: readonly Temp[], truth: boolean): void {
  const isNullish = truth === (operator === "===" || operator === "==");
  if (!EQUALITIES.has(operator)) return;
  for (const [one, other] of [from, [...from].reverse()]) {
    if (isNullish && isNothing(frame, other!)) absent(frame, cursor, one!);
    if (operator !== "===" && operator !== "!==") continue;
    const definition = frame.definitions[one!];
    const [only, ...rest] = objectsOf(frame, valueOf(frame, cursor, other));
    if (definition?.op !== "read" || only === undefined || rest.length > 0 || !isSingular(only)) continue;
    const { id } = definition.variable;
    const value = intMap.get(cursor.variables, id);
    if (value?.includes(only.id) !== true || value.length < 2) continue;
    const isSame = truth === (operator === "===");
    cursor.variables = intMap.set(
      cursor.variables,
      id,
      isSame ? only.single : value.filter((each) => each !== only.id),
    );
  }
}

function asks(frame: Frame, temp: Temp, name: string): boolean {
  const definition = frame.definitions[temp];
  return definition?.op === "get" && definition.key.kind === "name" && definition.key.name === name;
}

const asksLength = (frame: Frame, temp: Temp): boolean =>
  asks(frame, temp, "byteLength") || asks(frame, temp, "length");

function forgetDetached(frame: Frame, cursor: Cursor, temp: Temp): void {
  const definition = frame.definitions[temp];
  if (definition?.op !== "get") return;
  const isTransfer = (fact: Fact): boolean => fact.kind === "transferred";
  for (const object of objectsOf(frame, valueOf(frame, cursor, definition.object))) {
    removeFacts(cursor, object, isTransfer);
    for (const link of ["buffer", SOURCE]) {
      for (const buffer of objectsOf(frame, known(cursor, object, link))) removeFacts(cursor, buffer, isTransfer);
    }
  }
}

/** `response.bodyUsed` */
function forgetBodyRead(frame: Frame, cursor: Cursor, temp: Temp): void {
  for (const object of objectsOf(frame, valueOf(frame, cursor, temp)))
    for (const body of objectsOf(frame, known(cursor, object, "body")))
      removeFacts(cursor, body, ({ kind }) => kind === "locked" || kind === "transferred");
}

function forget(frame: Frame, cursor: Cursor, temp: Temp, gone: (kind: FactKind) => boolean): void {
  const isGone = (fact: Fact): boolean => gone(fact.kind);
  for (const object of objectsOf(frame, valueOf(frame, cursor, temp)))
    for (const each of [object, ...promised(frame, cursor, object)]) removeFacts(cursor, each, isGone);
}
