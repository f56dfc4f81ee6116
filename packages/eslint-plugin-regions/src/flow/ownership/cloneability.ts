import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { MAKES_UNCLONEABLE, TRANSFER_ONLY, UNCLONEABLE } from "../../operations/uncloneable.js";
import { pathOf } from "../../shipping/origins.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { isShared } from "../state/abstract-object.js";
import type { At } from "../state/at.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { factsOf, fieldsOf, isKnown, isRegion, isVague } from "../state/heap.js";
import { keysOf, reach } from "../state/reach.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { addFinding } from "./check.js";

/** Reports what structured cloning refuses, or of which it loses something, wherever in a message it is. */
export function checkCloneable(
  frame: Frame,
  cursor: Cursor,
  message: PointsTo,
  at: At,
  verb: "posted" | "cloned",
): void {
  const { node, subject, by } = at;
  for (const [object, path] of contentsOf(frame, cursor, message, at)) {
    const what = refusalOf(frame, cursor, object, at);
    if (what === undefined) continue;
    addFinding(frame, {
      kind: "uncloneable",
      rule: "no-unsafe-post",
      node: subject,
      by,
      call: node,
      what,
      path,
      subject,
      verb,
    });
    return;
  }
}

/** All that a message is sure to hold, with the way to it. What is transferred goes as it is. */
function* contentsOf(
  frame: Frame,
  cursor: Cursor,
  message: PointsTo,
  at: At,
): Generator<readonly [AbstractObject, readonly string[]]> {
  const { table } = frame.file;
  for (const object of objectsOf(frame, message)) yield [object, []];
  const stop = (each: AbstractObject): boolean =>
    isGivenAway(cursor, each, at) || refusalOf(frame, cursor, each, at) !== undefined;
  for (const [holder, way] of reach(cursor, table, message, { raw: false, stop })) {
    if (way.perhaps) continue;
    const path = keysOf(way);
    if (path.some(isVague)) continue;
    for (const [key, value] of fieldsOf(cursor, holder)?.entries() ?? []) {
      if (key.startsWith("@") || key.startsWith("#") || isVague(key)) continue;
      for (const object of objectsOf(frame, value)) yield [object, [...path, key]];
    }
  }
}

/** Whether the call transfers it. */
export const isGivenAway = (cursor: Cursor, object: AbstractObject, { node }: At): boolean =>
  factsOf(cursor, object).some(({ kind, operation }) => kind === "transferred" && operation.node === node);

/** What a thing is that cannot be cloned, or loses something by it; undefined: nothing is known against it. */
function refusalOf(frame: Frame, cursor: Cursor, object: AbstractObject, at: At): string | undefined {
  if (object.isLost || isGivenAway(cursor, object, at)) return undefined;
  if (isRegion(cursor, object)) return "a region";
  if (object.isHandle && !isKnown(cursor, object, "frozen")) return "an object of a region";
  if (isShared(object)) return sharedRefusal(object);
  const transferable = TRANSFER_ONLY[object.kind];
  if (transferable !== undefined)
    return at.mayTransferMore === true ? undefined : `${transferable} that is not in the transfer list`;
  if (object.classNode !== undefined) return lossOf(frame, object.classNode);
  if (UNCLONEABLE[object.kind] !== undefined) return UNCLONEABLE[object.kind];
  return object.kind === "unknown" && object.parent === undefined ? madeAs(frame, object.node) : undefined;
}

/** Functions of the file are functions; names of built-ins may stand for anything. */
const sharedRefusal = (object: AbstractObject): string | undefined =>
  object.fn !== undefined || object.kind === "class" ? UNCLONEABLE[object.kind] : undefined;

/** By the call that makes it. */
function madeAs({ file: { sourceCode } }: Frame, node: TSESTree.Node): string | undefined {
  if (node.type !== AST_NODE_TYPES.NewExpression && node.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const path = pathOf(sourceCode, node.callee);
  return path && MAKES_UNCLONEABLE.get(node.type === AST_NODE_TYPES.NewExpression ? `new ${path}` : path);
}

/** A clone has the fields of an instance, but not its class. */
function lossOf(frame: Frame, node: TSESTree.Node): string | undefined {
  const { bases } = frame.file.constants;
  const seen = new Set<TSESTree.Node>();
  for (let each: TSESTree.Node | undefined = node; each !== undefined && !seen.has(each); each = bases.get(each)) {
    seen.add(each);
    if (each.type !== AST_NODE_TYPES.ClassDeclaration && each.type !== AST_NODE_TYPES.ClassExpression) return undefined;
    const lost = each.body.body.map(lossIn).find((loss) => loss !== undefined);
    const name = each.id === null ? "a class" : `class '${each.id.name}'`;
    if (lost !== undefined) return `an instance of ${name}, of which a clone has no ${lost}`;
  }
  return undefined;
}

function lossIn(member: TSESTree.ClassElement): string | undefined {
  if (!("key" in member) || ("static" in member && member.static)) return undefined;
  if (member.key.type === AST_NODE_TYPES.PrivateIdentifier) return "private fields";
  if (member.type !== AST_NODE_TYPES.MethodDefinition || member.kind === "constructor") return undefined;
  return member.value.type === AST_NODE_TYPES.FunctionExpression ? "methods" : undefined;
}
