import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { pathOf } from "../state/abstract-object.js";
import type { FileContext } from "../state/frame.js";

/** A method or accessor ("get x") of the instances of a class: its own, or inherited from classes of the file. */
export function methodOf(file: FileContext, classNode: TSESTree.Node, key: string): AbstractObject | undefined {
  const { methods, bases } = file.constants;
  const seen = new Set<TSESTree.Node>();
  for (let each: TSESTree.Node | undefined = classNode; each !== undefined && !seen.has(each); each = bases.get(each)) {
    const method = methods.get(each)?.get(key);
    if (method !== undefined) return method;
    seen.add(each);
  }
  return undefined;
}

/** A method of an instance, or a function in an object literal or class that a constant of an enclosing function holds. */
export function memberOfConstant(file: FileContext, object: AbstractObject, key: string): AbstractObject | undefined {
  if (object.classNode !== undefined) return methodOf(file, object.classNode, key);
  const { root } = object.top;
  if (root?.kind !== "captured") return undefined;
  return file.constants.members.get(root.variable)?.get([...pathOf(object)!.keys, key].join("."));
}

/** The class of which a function is a method or constructor, or an arrow function in one. */
export function classAround(fn: FunctionIR): TSESTree.Node | undefined {
  let each: FunctionIR | undefined = fn;
  while (each?.kind === "arrow") each = each.parent;
  if (each?.kind === "fields") return each.node.parent;
  const member = each?.node.parent;
  const isMember = member?.type === AST_NODE_TYPES.MethodDefinition && !member.static;
  return isMember ? member.parent.parent : undefined;
}
