import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../../lower/ir.js";
import { recordAdoption } from "./adoption.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate } from "../state/abstract-object.js";
import { adopt, copyGraph, isUnowned } from "../values/copies.js";
import type { At } from "../state/at.js";
import { consume, isSubregion } from "./consume.js";
import { DEAD } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, valueOf } from "../state/frame.js";
import { create, fieldsOf, forget, isRegion, isSingular, RAW, removeFacts, store } from "../state/heap.js";
import { own } from "./ownership.js";
import * as intMap from "../state/int-map.js";
import type { PointsTo } from "../state/points-to.js";
import { fromIds, NOTHING, union } from "../state/points-to.js";
import { checkReference } from "./references.js";
import type { Cursor } from "../state/state.js";

/** `new Region(init)`: the handle of a new region, whose fields are those of `init`, adopted. */
export function newRegion(frame: Frame, cursor: Cursor, init: PointsTo | undefined, node: TSESTree.Node): PointsTo {
  const { table } = frame.file;
  const isRefused = init !== undefined && !checkReference(frame, cursor, undefined, init, node);
  if (isRefused) return newRegion(frame, cursor, undefined, node);
  const content = init === undefined ? NOTHING : adopt(frame, cursor, init, node);
  const isOpen = objectsOf(frame, content).some((each) => !each.closed);
  const kinds = new Set(objectsOf(frame, content).map((each) => each.kind));
  const kind = kinds.size === 1 ? [...kinds][0]! : "object";
  const region = allocate(table, node, "region", { kind, isRegion: true, isHandle: true, closed: !isOpen });
  create(cursor, table, region);
  fillRegion(frame, cursor, region, content, init ?? NOTHING);
  if (init !== undefined) {
    recordAdoption(frame, cursor, init, region.single, undefined, node);
    own(frame, cursor, NOTHING, init, region.single);
  }
  return region.single;
}

/** Gives a region the fields of what it starts with, which was adopted as `content`. */
function fillRegion(frame: Frame, cursor: Cursor, region: AbstractObject, content: PointsTo, init: PointsTo): void {
  for (const source of objectsOf(frame, content)) {
    for (const [key, value] of fieldsOf(cursor, source)?.entries() ?? []) {
      // The bridge stands for it from here on.
      if (!init.includes(source.id)) forget(cursor, source, key);
      if (key.startsWith("@") && key !== RAW) continue;
      store(cursor, region, key, union(value, fieldsOf(cursor, region)?.get(key) ?? NOTHING));
    }
  }
  for (const [key, value] of fieldsOf(cursor, region)?.entries() ?? []) {
    if (!key.startsWith("@")) own(frame, cursor, value, NOTHING, region.single);
  }
}

/** A region that a helper made starts with something that its caller knows better. */
export function startWith(
  frame: Frame,
  cursor: Cursor,
  region: AbstractObject,
  init: PointsTo,
  node: TSESTree.Node,
): void {
  fillRegion(frame, cursor, region, adopt(frame, cursor, init, node), init);
}

/** The field that a moved subregion is read from becomes `undefined`. */
function clearOwningField(frame: Frame, cursor: Cursor, argument: Temp): void {
  const definition: Instruction | undefined = frame.definitions[argument];
  if (definition?.op !== "get" || definition.key.kind !== "name") return;
  // Nobody but the class can empty a private field.
  if (definition.key.name.startsWith("#")) return;
  const owners = objectsOf(frame, valueOf(frame, cursor, definition.object));
  const [owner] = owners;
  if (owners.length !== 1 || owner === undefined || !isSingular(owner)) return;
  // A local object keeps the old handle.
  if (!owner.closed || owner.isHandle || isRegion(cursor, owner)) {
    store(cursor, owner, definition.key.name, NOTHING);
  }
}

/** Whatever owned what is moved owns it no more. */
function clearOwningReferences(cursor: Cursor, frame: Frame, moved: PointsTo): void {
  intMap.forEach(cursor.heap, (fields, id) => {
    const owner = frame.file.table.objects[id]!;
    if (!owner.isHandle || moved.includes(id)) return;
    fields.map.forEach((value, key) => {
      if (key.startsWith("@") || !value.some((each) => moved.includes(each))) return;
      store(cursor, owner, key, fromIds(value.filter((each) => !moved.includes(each))));
    });
  });
}

/** `move(x)`: regions, and what may be one, come back under fresh handles. Everything else comes back as it is. */
export function moveRegion(frame: Frame, cursor: Cursor, value: PointsTo, argument: Temp, at: At): PointsTo {
  let kept: PointsTo = NOTHING;
  let moved: PointsTo = NOTHING;
  for (const object of objectsOf(frame, value)) {
    const isLocal = object.closed && !object.isHandle && !isRegion(cursor, object);
    if (isUnowned(cursor, object) || isLocal) kept = union(kept, object.single);
    else moved = union(moved, object.single);
  }
  if (moved.length === 0) return kept;
  // The old handles first: copying can make the objects of an earlier turn of the loop old ones.
  if (!consume(frame, cursor, moved, "move", { ...at, handsBack: true })) return NOTHING;
  const fresh = freshHandles(frame, cursor, moved, at.node);
  clearOwningField(frame, cursor, argument);
  clearOwningReferences(cursor, frame, moved);
  return union(kept, fresh);
}

function freshHandles(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): PointsTo {
  const fresh = copyGraph(frame, cursor, value, node, {
    role: "moved",
    isHandle: true,
    keep: (fact) => !DEAD.has(fact.kind),
    shares: (each) => isUnowned(cursor, each),
    linkRaw: false,
  });
  for (const region of objectsOf(frame, fresh)) {
    region.isRegion = true;
    removeFacts(cursor, region, ({ kind }) => kind === "owned");
  }
  return fresh;
}

/** `dissolve(r)`: the handles die, the raw objects are local again. */
export function dissolveRegion(frame: Frame, cursor: Cursor, value: PointsTo, at: At): PointsTo {
  if (!consume(frame, cursor, value, "dissolve", at)) return NOTHING;
  const roots = objectsOf(frame, value);
  const raw = copyGraph(frame, cursor, value, at.node, {
    role: "raw",
    isHandle: false,
    keep: (fact) => fact.kind === "frozenShallow",
    shares: (each) => isUnowned(cursor, each) || isSubregion(cursor, roots, each),
    linkRaw: false,
  });
  return raw;
}

/** `thaw(f)`: a region whose objects can be written; the frozen originals stay as they are. */
export function thaw(frame: Frame, cursor: Cursor, value: PointsTo, node: TSESTree.Node): PointsTo {
  const thawed = copyGraph(frame, cursor, value, node, {
    role: "thawed",
    isHandle: true,
    keep: () => false,
    shares: (each) => each.kind === "Cown",
    linkRaw: false,
  });
  for (const region of objectsOf(frame, thawed)) {
    region.isRegion = true;
    for (const [key, ids] of fieldsOf(cursor, region)?.entries() ?? []) {
      if (!key.startsWith("@")) own(frame, cursor, ids, NOTHING, region.single);
    }
  }
  return thawed;
}
