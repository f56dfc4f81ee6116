import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { withoutAssertion } from "../../lower/assertions.js";
import type { AbstractObject } from "../state/abstract-object.js";
import type { Fact } from "../state/facts.js";
import { type Frame, operationAt } from "../state/frame.js";

/** The verb of what nobody here froze, but is declared to be frozen. */
export const DECLARED = "declared frozen";

/** That the type of an object, or of what it is a part of, is `Frozen<T>`. */
export function frozenByType(frame: Frame, object: AbstractObject, subject: TSESTree.Node): Fact | undefined {
  const via: string[] = [];
  for (let each: AbstractObject | undefined = object; each !== undefined; each = each.parent) {
    if (each.frozenType !== undefined) return declared(frame, each.frozenType, via);
    if (each.key !== undefined) via.unshift(each.key);
  }
  const isOpen = object.kind === "unknown" && !object.isLost && object.fn === undefined && object.builtin === undefined;
  return isOpen && !frame.file.typed.has(object) ? frozenWhere(frame, subject) : undefined;
}

/** What is called or read in place has no name of which the type was asked. */
function frozenWhere(frame: Frame, subject: TSESTree.Node): Fact | undefined {
  const { types } = frame.file;
  const via: string[] = [];
  for (let node = withoutAssertion(subject); types !== undefined; node = withoutAssertion(node.object)) {
    if (types.runtimeType(node) === "Frozen") return types.isDeclared(node) ? declared(frame, node, via) : undefined;
    if (node.type !== AST_NODE_TYPES.MemberExpression) return undefined;
    via.unshift(!node.computed && node.property.type === AST_NODE_TYPES.Identifier ? node.property.name : "[]");
  }
  return undefined;
}

const declared = (frame: Frame, node: TSESTree.Node, via: readonly string[]): Fact => ({
  kind: "frozen",
  operation: operationAt(frame, node, DECLARED, node),
  via,
});
