import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { type ScopeVariable, variableOf } from "../by-name/scopes.js";
import { functionAround } from "../lower/function-around.js";
import { usesOfMember } from "../by-name/uses-of-member.js";
import { constantKey } from "../lower/constant-key.js";
import { loopAround } from "../lower/loops-around.js";
import { callingOf, nameOfMethod } from "./callbacks.js";

type Source = Readonly<TSESLint.SourceCode>;

/** Why a second call of a function can run while the first one waits. */
export type Overlap =
  /** It is a method, or a function that others can call. */
  | { readonly kind: "callable"; readonly fn: TSESTree.Node }
  /** It is handed to `name`, which calls it for each element or event. */
  | { readonly kind: "each" | "event"; readonly name: string }
  /** This call does not wait for it. */
  | { readonly kind: "detached"; readonly call: TSESTree.Node }
  /** Not a call of the same function, but `fn` writes it meanwhile. */
  | { readonly kind: "writer"; readonly fn: TSESTree.Node };

type Answer = Overlap | "once" | "unknown";

/**
 * Whether two calls of `fn` that belong to one call of `within` can overlap.
 *
 * @returns why; "once": they cannot; "unknown": nobody knows, as in the callback of an unknown function, which can be a lock
 */
export function overlapOf(source: Source, fn: TSESTree.Node, within: TSESTree.Node): Answer {
  return overlap({ source, within, asked: new Set() }, fn);
}

interface Question {
  readonly source: Source;
  readonly within: TSESTree.Node;
  readonly asked: Set<TSESTree.Node>;
}

function overlap(q: Question, fn: TSESTree.Node): Answer {
  // What calls itself is judged by its other callers.
  if (fn === q.within || fn === q.source.ast || q.asked.has(fn)) return "once";
  q.asked.add(fn);
  if (fn.type === AST_NODE_TYPES.ClassBody || isConstructor(fn)) return "once";
  return fn.type === AST_NODE_TYPES.FunctionDeclaration ? ofDeclaration(q, fn) : ofUse(q, fn, fn);
}

const isConstructor = ({ parent }: TSESTree.Node): boolean =>
  parent?.type === AST_NODE_TYPES.MethodDefinition && parent.kind === "constructor";

function ofDeclaration(q: Question, fn: TSESTree.FunctionDeclaration): Answer {
  const { type } = fn.parent;
  if (type === AST_NODE_TYPES.ExportNamedDeclaration || type === AST_NODE_TYPES.ExportDefaultDeclaration)
    return { kind: "callable", fn };
  return fn.id === null ? { kind: "callable", fn } : ofName(q, fn, fn.id);
}

/** What becomes of the function that `node` stands for. */
function ofUse(q: Question, fn: TSESTree.Node, node: TSESTree.Node): Answer {
  const parent = node.parent;
  if (parent === undefined) return "unknown";
  switch (parent.type) {
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.ConditionalExpression:
    case AST_NODE_TYPES.LogicalExpression:
    case AST_NODE_TYPES.ChainExpression:
      return ofUse(q, fn, parent);
    case AST_NODE_TYPES.VariableDeclarator:
      if (parent.id.type !== AST_NODE_TYPES.Identifier) return "unknown";
      return parent.parent.parent.type === AST_NODE_TYPES.ExportNamedDeclaration
        ? { kind: "callable", fn }
        : ofName(q, fn, parent.id);
    case AST_NODE_TYPES.AssignmentExpression:
      return parent.left.type === AST_NODE_TYPES.Identifier ? ofName(q, fn, parent.left) : { kind: "callable", fn };
    case AST_NODE_TYPES.Property:
      return isHandedOver(parent) ? "unknown" : { kind: "callable", fn };
    case AST_NODE_TYPES.MethodDefinition:
    case AST_NODE_TYPES.PropertyDefinition:
      if (!isPrivate(parent) && !isPrivateByName(parent)) return { kind: "callable", fn };
      return ofMember(q, fn, parent);
    case AST_NODE_TYPES.ReturnStatement:
    case AST_NODE_TYPES.ExportDefaultDeclaration:
    case AST_NODE_TYPES.ExportSpecifier:
    case AST_NODE_TYPES.JSXExpressionContainer:
      return { kind: "callable", fn };
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return parent.body === node ? { kind: "callable", fn } : "unknown";
    case AST_NODE_TYPES.CallExpression:
    case AST_NODE_TYPES.NewExpression:
      return parent.callee === node ? ofCalls(q, [parent]) : ofArgument(q, fn, parent, node);
    default:
      return "unknown";
  }
}

/** A property of an object literal that is an argument: options of which nobody knows when they are called. */
function isHandedOver(property: TSESTree.Property): boolean {
  let holder: TSESTree.Node = property.parent;
  while (holder.parent !== undefined && LITERALS.has(holder.type)) holder = holder.parent;
  return CALLS.has(holder.type);
}

const LITERALS = new Set<string>([
  AST_NODE_TYPES.Property,
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
]);

const CALLS = new Set<string>([AST_NODE_TYPES.CallExpression, AST_NODE_TYPES.NewExpression]);

function ofArgument(
  q: Question,
  fn: TSESTree.Node,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  argument: TSESTree.Node,
): Answer {
  const calling = callingOf(call, argument);
  switch (calling) {
    case "each":
      // Nobody waits for what the method of an array returns: this is something else, which may go one by one.
      if (call.parent.type === AST_NODE_TYPES.AwaitExpression) return "unknown";
      return { kind: calling, name: nameOfMethod(call.callee) ?? "it" };
    case "event":
      return { kind: calling, name: nameOfMethod(call.callee) ?? "it" };
    case "wrapped":
      return ofUse(q, fn, call);
    case "once":
      return isChain(call) ? "unknown" : ofCalls(q, [call]);
    case "unknown":
      return "unknown";
  }
}

/** `this.queue = this.queue.then(…)` lets one in at a time. */
function isChain(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  if (call.callee.type !== AST_NODE_TYPES.MemberExpression) return false;
  const { object } = call.callee;
  return nameOfMethod(call.callee) === "then" && object.type !== AST_NODE_TYPES.CallExpression;
}

type Member = TSESTree.MethodDefinition | TSESTree.PropertyDefinition;

/** Nobody but its class names it. */
export function isPrivate({ accessibility, key }: Member): boolean {
  return accessibility === "private" || key.type === AST_NODE_TYPES.PrivateIdentifier;
}

/** `_load` and `load_`: private by convention. */
export function isPrivateByName({ key }: Member): boolean {
  return key.type === AST_NODE_TYPES.Identifier && /^_|_$/.test(key.name);
}

/** A private method: what becomes of it wherever its class names it. */
function ofMember(q: Question, fn: TSESTree.Node, member: Member): Answer {
  const name = constantKey(member.key, member.computed);
  const uses = name === undefined ? [] : usesOfMember(q.source, name, member.parent.range);
  // `new Task(…)._run()`: each object is used once.
  if (uses.length > 0 && uses.every(isOfNew)) return "once";
  return ofUses(q, fn, uses);
}

function isOfNew(use: TSESTree.Node): boolean {
  return use.type === AST_NODE_TYPES.MemberExpression && use.object.type === AST_NODE_TYPES.NewExpression;
}

/** A function that goes by a name: what becomes of it wherever the name is used. */
function ofName(q: Question, fn: TSESTree.Node, id: TSESTree.Identifier): Answer {
  const variable = variableNamed(q.source, id);
  return ofUses(q, fn, variable === undefined ? [] : usesOf(variable));
}

function ofUses(q: Question, fn: TSESTree.Node, uses: readonly TSESTree.Node[]): Answer {
  if (uses.length === 0) return { kind: "callable", fn };
  const calls: TSESTree.Node[] = [];
  let answer: Answer = "once";
  for (const use of uses) {
    const { parent } = use;
    if (parent?.type === AST_NODE_TYPES.CallExpression && parent.callee === use) calls.push(parent);
    else {
      const found = ofUse(q, fn, use);
      if (typeof found !== "string") return found;
      if (found === "unknown") answer = found;
    }
  }
  const found = ofCalls(q, calls);
  return typeof found !== "string" || answer === "once" ? found : answer;
}

/** The variable that `id` declares, or stands for. */
export function variableNamed(source: Source, id: TSESTree.Identifier): ScopeVariable | undefined {
  const declared = source.scopeManager?.getDeclaredVariables(id.parent) ?? [];
  return declared.find(({ identifiers }) => identifiers.includes(id)) ?? variableOf(source, id);
}

function usesOf({ references }: ScopeVariable): TSESTree.Node[] {
  return references.filter((reference) => reference.isRead()).map(({ identifier }) => identifier);
}

/** Several calls overlap when one is not waited for, or when what calls overlaps with itself. */
function ofCalls(q: Question, calls: readonly TSESTree.Node[]): Answer {
  const detached = calls.filter((call) => !isAwaited(call));
  const repeated = detached.find(
    (call) => loopAround(call) !== undefined || detached.some((other) => other !== call && isBeside(call, other)),
  );
  if (repeated !== undefined) return { kind: "detached", call: repeated };
  let answer: Answer = "once";
  for (const call of calls) {
    const found = overlap(q, functionAround(call));
    if (typeof found !== "string") return found;
    if (found === "unknown") answer = found;
  }
  return answer;
}

/** Both are run, one after the other: they stand in one expression or in one list of statements. */
function isBeside(one: TSESTree.Node, other: TSESTree.Node): boolean {
  return listAround(one) === listAround(other);
}

function listAround(node: TSESTree.Node): TSESTree.Node | undefined {
  let each = node.parent;
  while (each !== undefined && !LISTS.has(each.type)) each = each.parent;
  return each;
}
const LISTS = new Set<string>([
  AST_NODE_TYPES.BlockStatement,
  AST_NODE_TYPES.Program,
  AST_NODE_TYPES.IfStatement,
  AST_NODE_TYPES.SwitchCase,
  AST_NODE_TYPES.ConditionalExpression,
  AST_NODE_TYPES.LogicalExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
]);

/** Whoever calls goes on when the call has ended, or hands its promise to his own caller. */
function isAwaited(call: TSESTree.Node): boolean {
  const { parent } = call;
  if (parent === undefined) return false;
  switch (parent.type) {
    case AST_NODE_TYPES.AwaitExpression:
    case AST_NODE_TYPES.YieldExpression:
    case AST_NODE_TYPES.ReturnStatement:
    case AST_NODE_TYPES.ForOfStatement:
    case AST_NODE_TYPES.SpreadElement:
      return true;
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return parent.body === call;
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.ConditionalExpression:
    case AST_NODE_TYPES.LogicalExpression:
      return isAwaited(parent);
    case AST_NODE_TYPES.MemberExpression:
      // `f().catch(report)`
      return parent.object === call && parent.parent.type === AST_NODE_TYPES.CallExpression && isAwaited(parent.parent);
    default:
      return false;
  }
}
