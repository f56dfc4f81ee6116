import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Result, Source } from "../../operations/signature.js";
import { type AbstractObject, allocate, type Kind } from "../state/abstract-object.js";
import { type Call, sourceValue } from "../state/call-site.js";
import { fill } from "./contents.js";
import type { Frame } from "../state/frame.js";
import { objectsOf, operationAt } from "../state/frame.js";
import { addFactTo, ANY, AWAITED, create, store, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** They hold what they are given, or what a function makes of it. */
const MAPS_IF_ASKED = new Set(["Array.from", "Array.fromAsync"]);

/** The role of what a call returns. */
export const RESULT = "result";

/** What nothing is known of, made here. */
export function unknownResult(frame: Frame, cursor: Cursor, node: TSESTree.Node, role = RESULT): PointsTo {
  const object = allocate(frame.file.table, node, role, {});
  create(cursor, frame.file.table, object);
  return object.single;
}

/** What a function hands out frozen. */
export function frozenResult(
  frame: Frame,
  cursor: Cursor,
  node: TSESTree.Node,
  kind: "frozen" | "frozenShallow" = "frozen",
): PointsTo {
  const result = unknownResult(frame, cursor, node);
  const operation = operationAt(frame, node, "frozen", node);
  for (const object of objectsOf(frame, result)) addFactTo(cursor, object, { kind, operation, via: [] });
  return result;
}

/** `[state, change, …]`: what is frozen, and more of which nothing is known. */
export function stateResult(frame: Frame, cursor: Cursor, call: Call, source: Source): PointsTo {
  const { table } = frame.file;
  const { node } = call;
  const pair = allocate(table, node, "pair", { kind: "array", closed: true });
  create(cursor, table, pair);
  const initial = objectsOf(frame, sourceValue(call, source));
  const state = isHolder(node, initial) ? unknownResult(frame, cursor, node) : frozenResult(frame, cursor, node);
  const [kind, ...others] = new Set(initial.map((each) => each.kind));
  if (kind !== undefined && others.length === 0 && COLLECTIONS.has(kind))
    for (const each of objectsOf(frame, state)) if (each.kind === "unknown") each.kind = kind;
  store(cursor, pair, "0", state);
  for (const key of ["1", "2"]) store(cursor, pair, key, unknownResult(frame, cursor, node, `change ${key}`));
  return pair.single;
}

const COLLECTIONS = new Set<Kind>(["array", "Map", "Set"]);

/** `const [cache] = useState(() => new Map())`: nobody can replace it, so that it is no state but a place for an object. */
function isHolder({ parent }: TSESTree.Node, initial: readonly AbstractObject[]): boolean {
  const isMade = initial.length > 0 && initial.every(({ fn }) => fn !== undefined);
  if (!isMade || parent?.type !== AST_NODE_TYPES.VariableDeclarator) return false;
  return parent.id.type === AST_NODE_TYPES.ArrayPattern && parent.id.elements.length === 1;
}

/** A new object, as a signature describes it. */
export function freshResult(
  frame: Frame,
  cursor: Cursor,
  call: Call,
  result: Exclude<Result, string>,
  returned: PointsTo,
): PointsTo {
  const { table } = frame.file;
  const object = allocate(table, call.node, "made", { kind: result.fresh, closed: result.elements !== undefined });
  create(cursor, table, object);
  for (const [key, kind] of Object.entries(result.parts ?? {})) {
    const part = allocate(table, call.node, `made ${key}`, { kind });
    create(cursor, table, part);
    store(cursor, object, key, part.single);
  }
  const { elements } = result;
  if (MAPS_IF_ASKED.has(call.callee?.builtin ?? "") && call.args.length > 1) storeMore(cursor, object, ANY, returned);
  else if (typeof elements === "string") fill(frame, cursor, object, call, elements, returned);
  else
    elements?.forEach((each) => {
      fill(frame, cursor, object, call, each, returned);
    });
  if (result.promise !== true) return object.single;
  const promise = allocate(table, call.node, "promise", { kind: "Promise" });
  create(cursor, table, promise);
  store(cursor, promise, AWAITED, object.single);
  return promise.single;
}
