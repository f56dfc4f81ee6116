import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { isDirectlyIn, loopAround } from "../../lower/loops-around.js";
import { primitiveOf } from "../../lower/primitives.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { isShared, part } from "../state/abstract-object.js";
import { forgetOwned, knownLength } from "./arrays.js";
import type { Call, Given } from "../state/call-site.js";
import { mayHaveLeft, pickElement, takeElement } from "./elements.js";
import { readName } from "./fields.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { ANY, create, entryKey, gotKey, identityKey, isSingular, store, stored, variableKey } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** Under which key of the heap a container has what stands under the first argument of a call; undefined: not known. */
export function placeOf(
  frame: Frame,
  cursor: Cursor,
  container: AbstractObject,
  call: Pick<Call, "args">,
): string | undefined {
  const [first] = call.args;
  if (first === undefined) return undefined;
  const isMap = container.kind === "Map" || container.kind === "WeakMap";
  const key = primitiveOf(first.literal ?? first.node);
  if (isMap) return key === undefined ? identityOf(frame, first) : entryKey(key);
  if (container.kind !== "array" || typeof key !== "number") return undefined;
  const length = key < 0 ? knownLength(cursor, container) : 0;
  return length === undefined ? undefined : String(key < 0 ? length + key : key);
}

/** What tells an object from all others as a key: it is made once, outside of loops. */
function identityOf(frame: Frame, { value }: Given): string | undefined {
  const [object, ...others] = objectsOf(frame, value);
  if (object === undefined || others.length > 0 || !isSingular(object)) return undefined;
  // What is of unknown type may be a string.
  if (object.kind === "unknown") return undefined;
  const isOnce = loopAround(object.node) === undefined && (object.root !== undefined || isMadeHere(frame, object));
  return isOnce ? identityKey(object) : undefined;
}

/** Whether it is made by this function itself, or is a function or class of the file. */
const isMadeHere = ({ fn }: Frame, object: AbstractObject): boolean =>
  object.parent === undefined && (isShared(object) || isDirectlyIn(fn.node, object.node));

/** `map.get("a")`, `list.at(-1)`. */
export function entryOf(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  let value: PointsTo = NOTHING;
  for (const container of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    const place = placeOf(frame, cursor, container, call);
    value = union(
      value,
      place === undefined ? lookUp(frame, cursor, container, call) : readName(frame, cursor, container, place),
    );
  }
  return value;
}

/** `map.get(key)` gives the same again while `key` and the map do not change. */
function lookUp(frame: Frame, cursor: Cursor, container: AbstractObject, call: Call): PointsTo {
  if (isLookedUp(frame)) return takeElement(frame, cursor, container, call.node, loopAround(call.node), "taken");
  const key = frame.definitions[call.instruction.args[0]?.temp ?? -1];
  const remembered = key?.op === "read" && container.kind !== "array" ? variableKey(key.variable) : undefined;
  const known = remembered === undefined ? undefined : stored(cursor, container, remembered);
  if (known !== undefined) return known;
  const value = pickElement(frame, cursor, container, call.node);
  if (remembered !== undefined) store(cursor, container, remembered, value);
  return value;
}

/** What a helper looks up is told apart by its callers, by the keys that they give to it. */
const isLookedUp = ({ file, fn }: Frame): boolean =>
  fn.node.type === AST_NODE_TYPES.FunctionDeclaration && file.called.has(fn);

/** `map.get("a")` of something of the caller's, who may know that it is a Map. */
export function gotFrom(frame: Frame, cursor: Cursor, call: Call, method: string | undefined): PointsTo | undefined {
  const [first] = call.args;
  const [map, ...others] = objectsOf(frame, call.receiver?.value ?? NOTHING);
  if (method !== "get" || first === undefined || map === undefined || others.length > 0) return undefined;
  const key = primitiveOf(first.node);
  if (key === undefined || map.kind !== "unknown" || map.isHandle || map.top.root === undefined) return undefined;
  const entry = part(frame.file.table, map, gotKey(entryKey(key), call.node));
  if (entry.isLost) return undefined;
  create(cursor, frame.file.table, entry);
  return entry.single;
}

/** What a helper got so, as its caller knows it. */
export function followGot(frame: Frame, cursor: Cursor, map: AbstractObject, key: string, entry: string): PointsTo {
  if (map.kind === "Map") return readName(frame, cursor, map, entry);
  const isUnknown = map.kind === "unknown" && !map.isHandle && map.top.root !== undefined;
  return isUnknown ? part(frame.file.table, map, key).single : NOTHING;
}

/** What stood under the first argument stands there no more. @param kept what stands there now */
export function replaceEntry(frame: Frame, cursor: Cursor, call: Call, kept: PointsTo): void {
  for (const container of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    const place = placeOf(frame, cursor, container, call);
    if (place === undefined || (stored(cursor, container, ANY) ?? NOTHING).length > 0) {
      forgetOwned(frame, cursor, container, kept);
      mayHaveLeft(frame, cursor, container);
    } else if (kept.length === 0 && isSingular(container)) store(cursor, container, place, NOTHING);
  }
}
