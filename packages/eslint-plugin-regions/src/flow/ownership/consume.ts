import type { TSESTree } from "@typescript-eslint/utils";
import { contains } from "../../lower/loops-around.js";
import type { Effect } from "../../operations/signature.js";
import { type AbstractObject, isBuiltIn } from "../state/abstract-object.js";
import type { At } from "../state/at.js";
import { borrowsOf, endBorrow, handOver, lentByCallers, refusesBorrowed } from "./borrows.js";
import { deadHandle, refusesReadOnly, reportUse } from "./check.js";
import { record, touch } from "./record.js";
import { copyGraph, isUnowned } from "../values/copies.js";
import type { FactKind } from "../state/facts.js";
import { DEAD, GIVEN } from "../state/facts.js";
import { checkCownOwns, refusesUnfreezable } from "./freezability.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import {
  addFactTo,
  ANY,
  factsOf,
  fieldsOf,
  handlesFor,
  holders,
  isAdopted,
  isRegion,
  isTaken,
  stillAmong,
  removeFacts,
  SPREAD,
  store,
  stored,
} from "../state/heap.js";
import { HERE, keysOf, reach, type Way } from "../state/reach.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { isAlwaysIn, isOfEach, iterationOf } from "./iterations.js";
import { isTakenOut } from "./ownership.js";
import { clone, post } from "./posts.js";
import { refusesOwned } from "./references.js";
import type { Cursor } from "../state/state.js";

/** Completes "was … on line 4". */
const VERB: Partial<Record<Effect, string>> = {
  freeze: "frozen",
  freezeShallow: "frozen",
  move: "moved",
  send: "moved",
  give: GIVEN,
  lose: "moved",
  own: "owned",
  dissolve: "dissolved",
  close: "closed",
  drop: "dropped",
  merge: "merged",
  transfer: "transferred",
  lock: "locked",
  readBody: "read",
  dispose: "ended",
};

/** What completes "was … on line 4" for what has this effect. */
export const verbOf = (effect: Effect): string => VERB[effect] ?? effect;

/** Operations that are refused for a region that has an owner; `move` takes it out of one that is a region. */
const NEEDS_NO_OWNER = new Set<Effect>(["move", "send", "dissolve", "give"]);

/** Operations that are refused while a borrow is out. */
const NEEDS_NO_BORROWS = new Set<Effect>(["move", "send", "dissolve"]);

/**
 * Marks what an operation does to a value: from here on the marks are what makes uses and changes mistakes.
 *
 * @returns whether it is done: what the runtime refuses is reported, and has not happened
 */
export function consume(frame: Frame, cursor: Cursor, value: PointsTo, effect: Effect, at: At): boolean {
  const { table } = frame.file;
  if (effect === "post" || effect === "clone") {
    (effect === "post" ? post : clone)(frame, cursor, value, at);
    return true;
  }
  const verb = verbOf(effect);
  const kinds = new Set(objectsOf(frame, value).map((each) => each.kind));
  const kind = kinds.size === 1 ? [...kinds][0] : "unknown";
  const operation = operationAt(frame, at.node, verb, at.subject, kind, at.handsBack);
  const { sourceCode } = frame.file;
  const eachOf = iterationOf(objectsOf(frame, value), at, sourceCode);
  const mark: Mark = (object, kind, way = HERE, before = []) => {
    addFactTo(cursor, object, {
      kind,
      operation,
      via: [...before, ...keysOf(way)],
      perhaps: way.perhaps || (at.isOfSome === true && object.key === ANY),
      ...((way.perhaps || isOfEach(object) || isTaken(cursor, table, object)) &&
        eachOf !== undefined && { each: eachOf }),
      ambiguous: value.length > 1 && at.each === undefined,
    });
  };
  /** What stands for one element of several: they may be it. */
  const markDirectly = (object: AbstractObject, kind: FactKind): void => {
    if (isBuiltIn(object)) return;
    mark(object, kind);
    for (const origin of stillAmong(cursor, table, object)) mark(origin, kind, ONE_OF_SEVERAL);
  };
  const roots = objectsOf(frame, value).flatMap((each) => holders(cursor, table, each));
  const isRefusable = NEEDS_NO_BORROWS.has(effect);
  const lent = isRefusable ? lentByCallers(frame, cursor) : [];
  const isAlways = at.isAlways !== false && isAlwaysIn(frame.fn.node, placeOf(frame, eachOf, at.node), sourceCode);
  if (NEEDS_NO_OWNER.has(effect) && refusesOwned(frame, cursor, roots, effect, at)) return false;
  for (const root of objectsOf(frame, value)) {
    const isFreed = at.isFreed === true || isTakenOut(cursor, root);
    const { node, subject } = at;
    record(frame, cursor, root, { kind: "consume", effect, lent, isFreed, over: eachOf, isAlways, node, subject });
  }
  if (isRefusable) {
    const consumed = effect === "send" ? regionsIn(cursor, roots) : value;
    if (refusesBorrowed(frame, cursor, consumed, at, verb)) return false;
  }

  switch (effect) {
    case "freeze":
      if (refusesReadOnly(frame, cursor, value, at) || refusesUnfreezable(frame, cursor, value, at)) return false;
      // A region that is frozen is none any more: its borrows stay readable, and count no longer.
      if (cursor.facts !== undefined) {
        for (const { handle } of borrowsOf(frame, cursor, value))
          removeFacts(cursor, handle, ({ kind }) => kind === "borrowed" || kind === "undisposed");
      }
      checkDead();
      freezeAll();
      break;
    case "freezeShallow":
      for (const root of roots) markDirectly(root, "frozenShallow");
      for (const handle of handlesFor(cursor, table, new Map(roots.map((each) => [each, each]))).keys())
        mark(handle, "frozenShallow");
      break;
    case "move":
    case "lose":
      recordBehind(markOwned(frame, cursor, value, "moved", true, mark));
      break;
    case "own":
      for (const root of roots) if (isRegion(cursor, root)) markDirectly(root, "owned");
      break;
    case "give":
      checkCownOwns(frame, cursor, value, at);
      recordBehind(markOwned(frame, cursor, regionsIn(cursor, roots), "moved", true, mark));
      break;
    case "send":
      recordBehind(markOwned(frame, cursor, regionsIn(cursor, roots), "moved", true, mark));
      break;
    case "dissolve":
      // Subregions become free, and their handles live on.
      markOwned(frame, cursor, value, "moved", false, mark, (each) => isSubregion(cursor, roots, each));
      break;
    case "drop":
    case "close":
      for (const { handle } of borrowsOf(frame, cursor, value)) endBorrow(frame, cursor, handle, operation);
      for (const root of roots) touch(frame, cursor, root, operation);
      if (effect === "drop") markOwned(frame, cursor, value, "invalid", false, mark);
      else closeRegions(frame, cursor, roots, at, mark);
      break;
    case "capture":
      handOver(frame, cursor, value);
      frame.given.set(at.subject, union(frame.given.get(at.subject) ?? NOTHING, value));
      break;
    case "merge":
      for (const root of roots) markDirectly(root, "merged");
      break;
    case "transfer":
    case "lock":
    case "readBody":
      for (const root of roots) markDirectly(root, effect === "transfer" ? "transferred" : "locked");
      break;
    default:
  }
  return true;

  /** Handles that died are refused, wherever in the graph they are. Of what was adopted the handles tell. */
  function checkDead(): void {
    if (cursor.facts === undefined) return;
    const stop = (each: AbstractObject): boolean => each.kind === "Cown" || isAdopted(cursor, each);
    for (const [object, { from, perhaps }] of reach(cursor, table, value, { raw: false, stop })) {
      const dead = from === undefined || perhaps ? undefined : deadHandle(cursor, object);
      if (dead !== undefined) reportUse(frame, cursor, dead, at.node, at.by);
    }
  }

  function freezeAll(): void {
    // Functions and classes are frozen, too, and what is stored in them.
    const reached = reach(cursor, table, value, {
      raw: true,
      apart: true,
      stop: (each) => each.kind === "Cown",
      shared: isBuiltIn,
    });
    for (const [object, way] of reached) {
      // Private fields are out of sight for everybody but the class.
      if (keysOf(way).some((key) => key.startsWith("#"))) reached.delete(object);
      else mark(object, "frozen", way);
    }
    for (const list of reached.keys()) markCopied(list);
    for (const [handle, raw] of handlesFor(cursor, table, reached)) {
      const way = reached.get(raw)!;
      for (const [object, inner] of reach(cursor, table, handle.single, { raw: false }))
        mark(object, "frozen", { ...inner, perhaps: way.perhaps || inner.perhaps }, keysOf(way));
    }
    recordBehind(reached);
  }

  /** All elements of a list of which it is a copy are in it. */
  function markCopied(list: AbstractObject): void {
    if (list.kind !== "array") return;
    for (const source of objectsOf(frame, stored(cursor, list, SPREAD) ?? NOTHING)) {
      const any = stored(cursor, source, ANY) === undefined ? source.parts?.get(ANY) : undefined;
      const fact = any && factsOf(cursor, any).find((each) => each.operation === operation);
      if (fact === undefined) continue;
      removeFacts(cursor, any!, (each) => each === fact);
      addFactTo(cursor, any!, { ...fact, each: at.node });
    }
  }

  /** Callers are told of the roots; what else of theirs was reached they cannot see from there. */
  function recordBehind(reached: ReadonlyMap<AbstractObject, Way>): void {
    const behind = effect === "freeze" ? "freeze" : "lose";
    for (const object of reached.keys()) {
      if (object.top.root === undefined || value.includes(object.id)) continue;
      if (object.parent === undefined || !reached.has(object.parent))
        record(frame, cursor, object, { kind: "consume", effect: behind, node: at.node, subject: at.subject });
    }
  }
}

/** Where it is done in the function: by a loop that goes over all, if that stands there and does not call the function. */
const placeOf = ({ fn }: Frame, loop: TSESTree.Node | undefined, node: TSESTree.Node): TSESTree.Node =>
  loop !== undefined && contains(fn.node, loop) && contains(loop, node) ? loop : node;

function regionsIn(cursor: Cursor, objects: readonly AbstractObject[]): PointsTo {
  let regions: PointsTo = NOTHING;
  for (const each of objects) if (isRegion(cursor, each)) regions = union(regions, each.single);
  return regions;
}

/** @param before keys before those of `way` */
type Mark = (object: AbstractObject, kind: FactKind, way?: Way, before?: readonly string[]) => void;
const ONE_OF_SEVERAL: Way = { ...HERE, perhaps: true };

/** `raw`: the raw objects behind the handles are lost too. @returns what is marked */
function markOwned(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  kind: FactKind,
  raw: boolean,
  mark: Mark,
  stops?: (object: AbstractObject) => boolean,
): ReadonlyMap<AbstractObject, Way> {
  const stop = (object: AbstractObject): boolean => isUnowned(cursor, object) || stops?.(object) === true;
  const reached = reach(cursor, frame.file.table, value, { raw, apart: true, stop });
  for (const [object, way] of reached) mark(object, kind, way);
  return reached;
}

export function isSubregion(cursor: Cursor, roots: readonly AbstractObject[], object: AbstractObject): boolean {
  return isRegion(cursor, object) && !roots.includes(object);
}

/** All handles below end, those of subregions too; reading through the bridge again gives fresh ones. */
function closeRegions(frame: Frame, cursor: Cursor, regions: readonly AbstractObject[], at: At, mark: Mark): void {
  const stop = (each: AbstractObject): boolean => isUnowned(cursor, each) || regions.includes(each);
  for (const region of regions) {
    const fields = new Map<string, PointsTo>();
    // Parts that were read from a region that others made, unless something else was stored in their place.
    region.parts?.forEach((part, key) => fields.set(key, part.single));
    fieldsOf(cursor, region)?.forEach((value, key) => fields.set(key, value));
    for (const [key, ids] of fields) {
      if (key.startsWith("@")) continue;
      for (const [object, way] of reach(cursor, frame.file.table, ids, { raw: false, stop })) {
        // What one element has is closed with it, and not what the others have.
        if (!way.perhaps || region.loop === undefined) mark(object, "invalid", way, [key]);
      }
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
