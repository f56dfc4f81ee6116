import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { codeOf } from "../by-name/code-of.js";
import { keyOf } from "../by-name/names.js";
import { nodeAt } from "../by-name/node-at.js";
import { withAssertions } from "../by-name/scopes.js";

type Source = Readonly<TSESLint.SourceCode>;

/** Something that may change which elements a collection has, or their order. */
export interface ChangeByName {
  readonly node: TSESTree.Node;
  readonly target: TSESTree.Node;
  /** The method that does; undefined: an assignment. */
  readonly method: string | undefined;
}

/** The name of a method that does, as a member; and a length that is written to. */
const NAMES =
  /[.["'`]\s*(?:(?:push|pop|shift|unshift|splice|sort|reverse|copyWithin|add|set|delete|clear)(?![\w$])|length(?:(?=["'`\])\s!]*(?:\+\+|--|[-+*/%&|^?<>]*=(?![=>])))|(?<=(?:\+\+|--)[\w$.[\]()!?]{0,60})(?![\w$])))/g;

const ANY_NAME = new RegExp(NAMES.source);

/** Whether a text has such a name: most have none. */
export const hasChanges = (text: string): boolean => ANY_NAME.test(text);

/** The changes in a file: found in its text, as most files have few. */
export function changesIn(source: Source): ChangeByName[] {
  const changes: ChangeByName[] = [];
  for (const { index, 0: found } of codeOf(source).matchAll(NAMES)) {
    const change = changeAt(nodeAt(source, index + found.length - 1));
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** @param name the name of a member, as an identifier or as a string */
function changeAt(name: TSESTree.Node): ChangeByName | undefined {
  const member = name.type === "TemplateElement" ? name.parent.parent : name.parent;
  if (member?.type !== "MemberExpression" || member.object === name) return undefined;
  const { object } = member;
  const method = keyOf(member);
  if (method === "length") return { node: member, target: object, method: undefined };
  const { parent } = withAssertions(member);
  if (parent?.type === "CallExpression" && parent.callee === member) {
    // Reflect.set(map, …)
    const isReflect = object.type === "Identifier" && object.name === "Reflect";
    const target = isReflect ? parent.arguments[0] : object;
    return target && { node: parent, target, method };
  }
  // Array.prototype.push.call(list, …)
  if (parent?.type !== "MemberExpression" || keyOf(parent) !== "call") return undefined;
  const call = parent.parent;
  if (call.type !== "CallExpression" || call.callee !== parent || call.arguments[0] === undefined) return undefined;
  return { node: call, target: call.arguments[0], method };
}
