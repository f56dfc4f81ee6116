import type { Content, Source } from "../../operations/signature.js";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { primitiveOf } from "../../lower/primitives.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate } from "../state/abstract-object.js";
import { appendAll, keepPlaces } from "./arrays.js";
import type { Call } from "../state/call-site.js";
import { sourceValue } from "../state/call-site.js";
import { makePair, pickElement, readElements, readKeys } from "./elements.js";
import { readName } from "./fields.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, storeKey } from "../state/frame.js";
import { ANY, create, entryKey, fieldsOf, isEntry, MAP_KEY, store, stored, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** Puts into a new container what a signature says that it holds. */
export function fill(
  frame: Frame,
  cursor: Cursor,
  target: AbstractObject,
  call: Call,
  content: Content,
  returned: PointsTo,
): void {
  const add = (value: PointsTo): void => {
    storeMore(cursor, target, ANY, value);
  };
  switch (content) {
    case "callback":
      add(returned);
      return;
    case "flat callback":
      add(flattened(frame, cursor, returned));
      return;
    case "arguments":
      call.args.forEach(({ value }, index) => {
        store(cursor, target, String(index), value);
      });
      for (const each of call.spread) add(elementsOf(frame, cursor, each.value));
      return;
    default:
  }
  const [how, source] = parse(content);
  const value = sourceValue(call, source);
  switch (how) {
    case "all of":
    case "run of": {
      const [only, ...others] = objectsOf(frame, value);
      if (only === undefined) break;
      // Of what can be one of several arrays nobody knows what stands where.
      const isAll = others.length === 0 && (how === "all of" || call.args.length === 0);
      if (isAll && appendAll(cursor, target, only)) break;
      if (isAll && target.kind === "array") keepPlaces(cursor, target, only);
      for (const each of [only, ...others]) copyElements(frame, cursor, target, call, each);
      break;
    }
    case "taken from":
      for (const each of objectsOf(frame, value)) add(pickElement(frame, cursor, each, call.node, true));
      break;
    case "flat":
      add(flattened(frame, cursor, elementsOf(frame, cursor, value)));
      break;
    case "keys of":
      for (const each of objectsOf(frame, value)) add(readKeys(frame, cursor, each));
      break;
    case "entries of":
      for (const each of objectsOf(frame, value)) add(pairOf(frame, cursor, call, each));
      break;
    case "pairs of":
      for (const each of objectsOf(frame, value)) addPairs(frame, cursor, target, each);
      break;
    case "groups of": {
      const group = allocate(frame.file.table, call.node, "group", { kind: "array", closed: true });
      create(cursor, frame.file.table, group);
      store(cursor, group, ANY, elementsOf(frame, cursor, value));
      add(group.single);
      break;
    }
    default:
      for (const each of objectsOf(frame, value)) copyElements(frame, cursor, target, call, each);
  }
}

function parse(content: string): readonly [string, Source] {
  const at = content.search(/(?:receiver|argument \d)$/);
  return [content.slice(0, Math.max(at - 1, 0)), content.slice(at) as Source];
}

function elementsOf(frame: Frame, cursor: Cursor, value: PointsTo): PointsTo {
  let out: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) out = union(out, readElements(frame, cursor, each));
  return out;
}

/** Arrays are replaced by their elements. */
function flattened(frame: Frame, cursor: Cursor, value: PointsTo): PointsTo {
  let out: PointsTo = NOTHING;
  for (const each of objectsOf(frame, value)) {
    out = union(out, each.kind === "array" ? readElements(frame, cursor, each) : each.single);
  }
  return out;
}

function pairOf(frame: Frame, cursor: Cursor, call: Call, container: AbstractObject): PointsTo {
  const role = `pair ${String(container.id)}`;
  const key = readKeys(frame, cursor, container);
  return makePair(frame, cursor, call.node, role, key, readElements(frame, cursor, container));
}

/** The values, and for a Map the keys, of pairs: of what `entries()` gives, or a Map itself. */
function addPairs(frame: Frame, cursor: Cursor, target: AbstractObject, source: AbstractObject): void {
  const hasKeys = target.kind !== "object";
  if (source.kind === "Map") {
    const entries = (fieldsOf(cursor, source)?.entries() ?? []).filter(([key]) => isEntry(key));
    if (hasKeys && entries.length > 0 && source.closed) {
      for (const [key, held] of entries) storeMore(cursor, target, key, held);
      storeMore(cursor, target, ANY, stored(cursor, source, ANY) ?? NOTHING);
    } else storeMore(cursor, target, ANY, readElements(frame, cursor, source));
    if (hasKeys) storeMore(cursor, target, MAP_KEY, readKeys(frame, cursor, source));
    return;
  }
  for (const pair of objectsOf(frame, readElements(frame, cursor, source))) {
    const key = hasKeys ? literalKey(frame, pair) : undefined;
    const place = key === undefined ? ANY : entryKey(key);
    // By an unknown key it may replace any other.
    if (hasKeys && place === ANY) moreInEntries(cursor, target, readName(frame, cursor, pair, "1"));
    storeMore(cursor, target, place, readName(frame, cursor, pair, "1"));
    if (hasKeys) storeMore(cursor, target, MAP_KEY, readName(frame, cursor, pair, "0"));
  }
}

/** A Map that is iterated gives pairs. */
function copyElements(frame: Frame, cursor: Cursor, target: AbstractObject, call: Call, source: AbstractObject): void {
  const isPlain = target.kind === "array" || target.kind === "Iterator" || target.kind === "Set";
  if (source.kind === "Map" && isPlain && call.receiver?.value.includes(source.id) !== true) {
    storeMore(cursor, target, ANY, pairOf(frame, cursor, call, source));
  } else storeMore(cursor, target, ANY, readElements(frame, cursor, source));
}

function moreInEntries(cursor: Cursor, map: AbstractObject, value: PointsTo): void {
  for (const key of [...(fieldsOf(cursor, map)?.keys() ?? [])]) if (isEntry(key)) storeMore(cursor, map, key, value);
}

/** The key in a literal such as `["a", x]`, which nobody has changed. */
function literalKey(frame: Frame, pair: AbstractObject): unknown {
  if (pair.node.type !== AST_NODE_TYPES.ArrayExpression || frame.stores.has(storeKey(pair, "0"))) return undefined;
  const [key] = pair.node.elements;
  return key == null ? undefined : primitiveOf(key);
}
