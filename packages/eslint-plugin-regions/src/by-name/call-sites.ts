import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { VISITS } from "../aliases/callbacks.js";
import { functionHeldBy } from "../aliases/held-functions.js";
import { constantKey } from "../lower/constant-key.js";
import { codeOf } from "./code-of.js";
import { ITEM, keyOf, type Name } from "./names.js";
import { nodeAt } from "./node-at.js";
import { variableOf, withAssertions } from "./scopes.js";

type Source = Readonly<TSESLint.SourceCode>;

/** A call of a function: by its name, or by a method such as `forEach` that it is given to. */
export interface CallSite {
  readonly call: TSESTree.CallExpression;
  readonly isVisit: boolean;
}

/** Where a function is called, as far as the analysis of aliases finds that. */
export function callSitesOf(source: Source, fn: TSESTree.Node): CallSite[] {
  const uses = [fn, ...usesOfVariable(source, fn), ...usesOfMember(source, fn)];
  return uses.flatMap((use) => callBy(use) ?? []);
}

/** The call of what stands at a node. */
function callBy(use: TSESTree.Node): CallSite | undefined {
  const node = withAssertions(use);
  const call = node.parent;
  if (call?.type !== "CallExpression") return undefined;
  if (call.callee === node) return { call, isVisit: false };
  const isVisit = call.arguments[0] === node && methodOf(call) !== undefined;
  return isVisit ? { call, isVisit } : undefined;
}

function methodOf({ callee }: TSESTree.CallExpression): string | undefined {
  const key = callee.type === "MemberExpression" ? keyOf(callee) : undefined;
  return key !== undefined && VISITS.has(key) ? key : undefined;
}

function usesOfVariable(source: Source, fn: TSESTree.Node): TSESTree.Node[] {
  const name = nameOf(fn);
  const variable = name && variableOf(source, name);
  if (variable === undefined || functionHeldBy(variable) !== fn) return [];
  return variable.references.filter((each) => each.isRead()).map(({ identifier }) => identifier);
}

function nameOf(fn: TSESTree.Node): TSESTree.Identifier | undefined {
  if (fn.type === "FunctionDeclaration") return fn.id ?? undefined;
  const { parent } = fn;
  const target =
    parent?.type === "VariableDeclarator" ? parent.id : parent?.type === "AssignmentExpression" ? parent.left : fn;
  return target.type === "Identifier" ? target : undefined;
}

/** `this.name`, in the class or the object literal of which the function is a method. */
function usesOfMember(source: Source, fn: TSESTree.Node): TSESTree.Node[] {
  const { parent: member } = fn;
  // The root has no parent, which is null in ESLint.
  if (!member || !("key" in member) || !("computed" in member)) return [];
  const name = constantKey(member.key, member.computed);
  if (name === undefined) return [];
  return (offsetsIn(source, member.parent).get(name) ?? []).flatMap((offset) => {
    const { parent } = nodeAt(source, offset);
    return parent?.type === "MemberExpression" ? [parent] : [];
  });
}

const cache = new WeakMap<TSESTree.Node, ReadonlyMap<string, readonly number[]>>();
const MEMBER_OF_THIS = /\bthis\b[\s!)]*(?:\?\.|\.|\[)[\s["'`]*(#?[\w$]+)/g;

/** Where members of `this` are named in a class or an object literal. */
function offsetsIn(source: Source, holder: TSESTree.Node): ReadonlyMap<string, readonly number[]> {
  const known = cache.get(holder);
  if (known !== undefined) return known;
  const offsets = new Map<string, number[]>();
  const [start, end] = holder.range;
  for (const { 0: found, 1: name, index } of codeOf(source).slice(start, end).matchAll(MEMBER_OF_THIS)) {
    const offset = start + index + found.length - 1;
    const others = offsets.get(name!);
    if (others === undefined) offsets.set(name!, [offset]);
    else others.push(offset);
  }
  cache.set(holder, offsets);
  return offsets;
}

/** What a parameter of the called function is: the argument for it, or a name. */
export function argumentFor({ call, isVisit }: CallSite, index: number): TSESTree.Node | Name | undefined {
  const { callee, arguments: args } = call;
  if (!isVisit) {
    const isKnown = !args.slice(0, index + 1).some(({ type }) => type === "SpreadElement");
    return isKnown ? args[index] : undefined;
  }
  const { object } = callee as TSESTree.MemberExpression;
  if (methodOf(call)?.startsWith("reduce") !== true) return index < 2 ? ITEM : index === 2 ? object : undefined;
  return index === 0 ? args[1] : index === 1 ? ITEM : index === 3 ? object : undefined;
}
