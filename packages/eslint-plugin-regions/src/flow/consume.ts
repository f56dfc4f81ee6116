import type { TSESTree } from "@typescript-eslint/utils";
import type { Effect } from "../operations/signature.js";
import type { AbstractObject } from "./abstract-object.js";
import { isShared } from "./abstract-object.js";
import { record } from "./check.js";
import { copyGraph, isUnowned } from "./copies.js";
import type { FactKind } from "./facts.js";
import { DEAD } from "./facts.js";
import type { Frame } from "./frame.js";
import { objectsOf, operationAt } from "./frame.js";
import { addFactTo, fieldsOf, holders, isKnown, reach, removeFacts, store } from "./heap.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING, union } from "./points-to.js";
import type { Cursor } from "./state.js";

/** The source of an operation, for the facts that it leaves. */
export interface At {
  /** The call that does it. */
  readonly node: TSESTree.Node;
  /** The expression for what it is done to. */
  readonly subject: TSESTree.Node;
}

/** Completes "was … on line 4". */
const VERB: Partial<Record<Effect, string>> = {
  freeze: "frozen",
  freezeShallow: "frozen",
  move: "moved",
  send: "sent",
  dissolve: "dissolved",
  close: "closed",
  drop: "dropped",
  merge: "merged",
  transfer: "transferred",
  lock: "locked",
};

/** Marks what an operation does to a value: from here on the marks are what makes uses and changes mistakes. */
export function consume(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  effect: Effect,
  at: At,
  verb = VERB[effect] ?? effect,
): void {
  const { table } = frame.file;
  const operation = operationAt(frame, at.node, verb, at.subject);
  const mark = (object: AbstractObject, kind: FactKind, via: readonly string[] = []): void => {
    addFactTo(cursor, object, { kind, operation, via });
  };
  const roots = objectsOf(frame, value).flatMap((each) => holders(cursor, table, each));
  for (const root of objectsOf(frame, value)) record(frame, cursor, root, { kind: "consume", effect, node: at.node, subject: at.subject });

  switch (effect) {
    case "freeze":
      for (const [object, via] of reach(cursor, table, value, { raw: true, stop: (each) => isCown(cursor, each) })) {
        mark(object, "frozen", via);
        removeFacts(cursor, object, (fact) => fact.kind === "region");
      }
      break;
    case "freezeShallow":
      for (const root of roots) if (!isShared(root)) mark(root, "frozenShallow");
      break;
    case "move":
      markOwned(frame, cursor, value, "moved", true, mark);
      break;
    case "send": {
      let regions: PointsTo = NOTHING;
      for (const root of roots) if (isKnown(cursor, root, "region")) regions = union(regions, root.single);
      markOwned(frame, cursor, regions, "moved", true, mark);
      break;
    }
    case "dissolve":
      // Subregions become free, and their handles live on.
      markOwned(frame, cursor, value, "moved", false, mark, (each) => isSubregion(cursor, roots, each));
      break;
    case "drop":
      markOwned(frame, cursor, value, "invalid", false, mark);
      break;
    case "close":
      closeRegions(frame, cursor, roots, at, mark);
      break;
    case "merge":
      for (const root of roots) mark(root, "merged");
      break;
    case "transfer":
    case "lock":
      for (const root of roots) if (!isShared(root)) mark(root, effect === "lock" ? "locked" : "transferred");
      break;
    default:
  }
}

type Mark = (object: AbstractObject, kind: FactKind, via?: readonly string[]) => void;

const isCown = (cursor: Cursor, object: AbstractObject): boolean => isKnown(cursor, object, "cown");

/** `raw`: the raw objects behind the handles are lost too. */
function markOwned(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  kind: FactKind,
  raw: boolean,
  mark: Mark,
  stops?: (object: AbstractObject) => boolean,
): void {
  const stop = (object: AbstractObject): boolean => isUnowned(cursor, object) || stops?.(object) === true;
  for (const [object, via] of reach(cursor, frame.file.table, value, { raw, stop })) mark(object, kind, via);
}

export function isSubregion(cursor: Cursor, roots: readonly AbstractObject[], object: AbstractObject): boolean {
  return isKnown(cursor, object, "region") && !roots.includes(object);
}

/** Transient handles end; reading through the bridge again gives fresh ones. */
function closeRegions(
  frame: Frame,
  cursor: Cursor,
  regions: readonly AbstractObject[],
  at: At,
  mark: Mark,
  seen = new Set(regions),
): void {
  for (const region of regions) {
    const fields = [...(fieldsOf(cursor, region) ?? [])].filter(([key]) => !key.startsWith("@"));
    const stop = (each: AbstractObject): boolean => isUnowned(cursor, each) || isKnown(cursor, each, "region");
    for (const [key, ids] of fields) {
      for (const [object, via] of reach(cursor, frame.file.table, ids, { raw: false, stop })) {
        mark(object, "invalid", [key, ...via]);
      }
      const isRegion = (each: AbstractObject): boolean => isKnown(cursor, each, "region") && !seen.has(each);
      const within = [...reach(cursor, frame.file.table, ids, { raw: false }).keys()].filter(isRegion);
      within.forEach((each) => seen.add(each));
      closeRegions(frame, cursor, within, at, mark, seen);
      const fresh = copyGraph(frame, cursor, ids, at.node, {
        role: "reopened",
        isHandle: true,
        keep: (fact) => !DEAD.has(fact.kind),
        shares: stop,
        linkRaw: false,
      });
      store(cursor, region, key, fresh);
    }
  }
}
