import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject, ObjectTable } from "../state/abstract-object.js";
import { allocate, isShared, part } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import { DEAD, hasFact } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import {
  addFactTo,
  BORROWED,
  create,
  factsOf,
  fieldsOf,
  handlesFor,
  holders,
  isAdopted,
  isKnown,
  isRegion,
  OWNER,
  RAW,
  store,
  stored,
  storeMore,
} from "../state/heap.js";
import { reach } from "../state/reach.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** The first object of a chain of copies, so that moving in a loop does not make ever new ones. */
export function original(table: ObjectTable, object: AbstractObject): AbstractObject {
  if (object.copyOf !== undefined) return original(table, object.copyOf);
  return object.parent === undefined ? object : part(table, original(table, object.parent), object.key!);
}

export interface CopyOptions {
  /** Tells apart several copies made at one node. */
  readonly role: string;
  readonly isHandle: boolean;
  readonly keep: (fact: Fact) => boolean;
  /** What the copy shares with the original. */
  readonly shares: (object: AbstractObject) => boolean;
  /** What the copy holds in place of an object that it shares, if that is not the object itself. */
  readonly standIn?: (object: AbstractObject) => PointsTo | undefined;
  /** The copies are handles for the originals, which stay reachable as raw objects. */
  readonly linkRaw: boolean;
}

/** A copy of everything reachable: new handles for it, or thawed objects. Links between the copies are as before. */
export function copyGraph(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  node: TSESTree.Node,
  options: CopyOptions,
): PointsTo {
  const { table } = frame.file;
  const copies = new Map<number, AbstractObject>();
  const sources = [...reach(cursor, table, value, { raw: false, stop: options.shares }).keys()];
  const contents = sources.map((source) => ({
    source,
    fields: fieldsOf(cursor, source)?.entries() ?? [],
    facts: factsOf(cursor, source),
  }));
  for (const source of sources) {
    const base = original(table, source);
    copies.set(
      source.id,
      allocate(table, node, `${options.role} ${String(base.id)}`, {
        kind: source.kind,
        isRegion: options.isHandle && source.isRegion,
        isHandle: options.isHandle,
        closed: source.closed,
        copyOf: base,
        ...(source.loop !== undefined && { loop: source.loop }),
      }),
    );
  }
  for (const copy of new Set(copies.values())) create(cursor, table, copy);
  const copied = (ids: PointsTo): PointsTo => {
    let out: PointsTo = NOTHING;
    for (const id of ids) {
      const object = table.objects[id]!;
      out = union(out, copies.get(id)?.single ?? options.standIn?.(object) ?? object.single);
    }
    return out;
  };
  for (const { source, fields, facts } of contents) {
    const copy = copies.get(source.id)!;
    for (const [key, ids] of fields) {
      if (!key.startsWith("@")) storeMore(cursor, copy, key, copied(ids));
      else if (key === RAW && options.linkRaw) store(cursor, copy, key, ids);
      else if (key === OWNER && options.isHandle) storeMore(cursor, copy, key, copied(ids));
    }
    if (options.linkRaw) storeMore(cursor, copy, RAW, source.single);
    for (const fact of facts) if (options.keep(fact)) addFactTo(cursor, copy, fact);
  }
  return copied(value);
}

/** Objects that regions share, or may share: nobody owns them, a move does not touch them. */
export function isUnowned(cursor: Cursor, object: AbstractObject): boolean {
  if (isShared(object) || object.isFrozen || object.kind === "Cown") return true;
  return isFrozen(cursor, object) || isKnown(cursor, object, "tried");
}

/** Deeply frozen, if only because nothing but primitives is in it; what a region has adopted stays in the region then. */
export function isFrozen(cursor: Cursor, object: AbstractObject): boolean {
  const facts = factsOf(cursor, object);
  if (facts.length === 0) return false;
  if (hasFact(facts, "frozen")) return true;
  if (!hasFact(facts, "frozenShallow") || object.kind !== "object" || !object.closed) return false;
  if (object.isHandle || isAdopted(cursor, object)) return false;
  return (fieldsOf(cursor, object)?.entries() ?? []).every(([key, value]) => key.startsWith("@") || value.length === 0);
}

/** What an object of a region holds once it was given `value`: local objects are seen through handles from now on. */
export function adopt(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): PointsTo {
  const standIn = (object: AbstractObject): PointsTo | undefined => insideOf(frame, cursor, object);
  const isLocal = (object: AbstractObject): boolean =>
    !object.isHandle &&
    !isRegion(cursor, object) &&
    !isUnowned(cursor, object) &&
    !object.isLost &&
    standIn(object) === undefined;
  if (!objectsOf(frame, value).some((each) => isLocal(each) || standIn(each) !== undefined)) return value;
  return copyGraph(frame, cursor, value, node, {
    role: "adopted",
    isHandle: true,
    keep: (fact) => fact.kind === "frozenShallow",
    shares: (object) => !isLocal(object),
    standIn,
    linkRaw: true,
  });
}

/** What a region holds in place of a borrow, which is its lender, or of what a region adopted before. */
function insideOf(frame: Frame, cursor: Cursor, object: AbstractObject): PointsTo | undefined {
  const { table } = frame.file;
  if (stored(cursor, object, BORROWED) !== undefined)
    return fromIds(holders(cursor, table, object).map(({ id }) => id));
  if (!isAdopted(cursor, object)) return undefined;
  const handles = [...handlesFor(cursor, table, new Map([[object, object]])).keys()];
  const living = handles.filter((each) => !factsOf(cursor, each).some(({ kind }) => DEAD.has(kind)));
  return living.length === 0 ? undefined : fromIds(living.map(({ id }) => id));
}
