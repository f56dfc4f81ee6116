import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { VISITS } from "../aliases/callbacks.js";
import { RETURNS_RECEIVER } from "../aliases/change.js";
import { functionHeldBy } from "../aliases/held-functions.js";
import { membersOf } from "../aliases/members.js";
import { ITERATORS } from "../aliases/value.js";
import { withoutAssertion } from "../lower/assertions.js";
import type { FunctionNode } from "../lower/builder.js";
import { constantKey } from "../lower/constant-key.js";
import { nodeAt } from "./node-at.js";
import { ELEMENT, WrittenFields } from "./written-fields.js";
import { holderOfThis, ownerOf, type ScopeVariable, variableOf, withAssertions } from "./scopes.js";
import { functionOfScope } from "../lower/function-around.js";

type Source = Readonly<TSESLint.SourceCode>;

/** It can go by names that are not known. */
export const ANY = "any";
/** `this`, an element under a computed key, and what a method such as `forEach` passes to its function. */
export const THIS = "this";
export const ITEM = ".@item";

/** What something can go by in a function: variables, ".field" for a field of whatever object, and the names above. */
export type Names = ReadonlySet<Name>;
export type Name = string | ScopeVariable;

/**
 * The names that expressions go by, found without lowering anything: of two expressions of a function that share none,
 * and are not related otherwise, the analysis of aliases will not find that they are one thing.
 */
export class ExpressionNames {
  readonly #source: Source;
  readonly #written = new Map<TSESTree.Node, WrittenFields>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** @param fn the function in which the expression stands */
  of(node: TSESTree.Node, fn: TSESTree.Node): Set<Name> {
    const names = new Set<Name>();
    this.#collect(node, fn, names);
    return names;
  }

  ofVariable(variable: ScopeVariable, fn: TSESTree.Node): Set<Name> {
    const names = new Set<Name>();
    this.#collectVariable(variable, fn, names);
    return names;
  }

  /** A field, and what a function writes to one of this name. */
  ofField(name: string, fn: TSESTree.Node): Set<Name> {
    const names = new Set<Name>();
    this.#collectField(name, fn, names);
    return names;
  }

  /** Whether two things can be one. */
  haveCommon(a: Names, b: Names, fn: TSESTree.Node): boolean {
    if (a.size === 0 || b.size === 0) return false;
    for (const name of a) if (name !== ANY && b.has(name)) return true;
    return (a.has(ANY) && !this.#areKept(b, fn)) || (b.has(ANY) && !this.#areKept(a, fn));
  }

  /** The function of the file that a call calls. */
  calleeOf(callee: TSESTree.Node): FunctionNode | undefined {
    const node = withoutAssertion(callee);
    if (node.type === "Identifier") return functionHeldBy(variableOf(this.#source, node));
    if (node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") return node;
    return node.type === "MemberExpression" && node.object.type === "ThisExpression"
      ? memberOfThis(node, keyOf(node))
      : undefined;
  }

  #collect(expression: TSESTree.Node, fn: TSESTree.Node, names: Set<Name>): void {
    const node = withoutAssertion(expression);
    switch (node.type) {
      case "Identifier": {
        const variable = variableOf(this.#source, node);
        if (variable === undefined) names.add(`global ${node.name}`);
        else this.#collectVariable(variable, fn, names);
        return;
      }
      case "ThisExpression":
        names.add(THIS);
        return;
      case "MemberExpression":
        this.#collectMember(node, fn, names);
        return;
      case "CallExpression":
        this.#collectCall(node, fn, names);
        return;
      case "ChainExpression":
        this.#collect(node.expression, fn, names);
        return;
      case "AssignmentExpression":
        this.#collect(node.right, fn, names);
        if (node.operator !== "=") this.#collect(node.left, fn, names);
        return;
      case "LogicalExpression":
        this.#collect(node.left, fn, names);
        this.#collect(node.right, fn, names);
        return;
      case "ConditionalExpression":
        this.#collect(node.consequent, fn, names);
        this.#collect(node.alternate, fn, names);
        return;
      case "SequenceExpression":
        this.#collect(node.expressions.at(-1)!, fn, names);
        return;
      default:
        if (!MAKING.has(node.type)) names.add(ANY);
    }
  }

  #collectVariable(variable: ScopeVariable, fn: TSESTree.Node, names: Set<Name>): void {
    if (names.has(variable)) return;
    names.add(variable);
    for (const { type, name } of variable.defs) {
      if (type === "Parameter" && ownerOf(variable) === fn) this.#collectPart(name, fn, names);
    }
    for (const reference of variable.references) {
      if (functionOfScope(reference.from) !== fn) continue;
      const identifier: TSESTree.Node = reference.identifier;
      if (reference.isWrite()) this.#collectPart(identifier, fn, names);
      const other = comparedWith(identifier);
      const compared = other && variableOf(this.#source, other);
      if (compared !== undefined) this.#collectVariable(compared, fn, names);
    }
  }

  /** What a name in a pattern is given: a part of something, its default, or all of it. */
  #collectPart(target: TSESTree.Node, fn: TSESTree.Node, names: Set<Name>): void {
    const { parent } = target;
    switch (parent?.type) {
      case "VariableDeclarator":
        if (parent.init) this.#collect(parent.init, fn, names);
        return;
      case "AssignmentExpression":
        if (parent.left === target) this.#collect(parent.right, fn, names);
        return;
      case "AssignmentPattern":
        this.#collect(parent.right, fn, names);
        this.#collectPart(parent, fn, names);
        return;
      case "Property": {
        const key = constantKey(parent.key, parent.computed);
        this.#collectField(key === undefined ? ELEMENT : `.${key}`, fn, names);
        return;
      }
      case "ArrayPattern":
        names.add(ANY);
        return;
      default:
    }
  }

  #collectMember(node: TSESTree.MemberExpression, fn: TSESTree.Node, names: Set<Name>): void {
    const key = keyOf(node);
    // An accessor returns whatever it likes.
    if (node.object.type === "ThisExpression" && memberOfThis(node, key && `get ${key}`) !== undefined) names.add(ANY);
    this.#collectField(key === undefined ? ELEMENT : `.${key}`, fn, names);
  }

  #collectField(name: string, fn: TSESTree.Node, names: Set<Name>): void {
    if (names.has(name)) return;
    names.add(name);
    const written = this.#writtenIn(fn);
    if (written.byPattern) names.add(ANY);
    for (const offset of written.of(name)) this.#collectWritten(nodeAt(this.#source, offset), fn, names);
  }

  #writtenIn(fn: TSESTree.Node): WrittenFields {
    let written = this.#written.get(fn);
    if (written === undefined) this.#written.set(fn, (written = new WrittenFields(this.#source, fn.range)));
    return written;
  }

  /** @param key the name of a field, or the whole of a member under a computed key */
  #collectWritten(key: TSESTree.Node, fn: TSESTree.Node, names: Set<Name>): void {
    const { parent } = key;
    if (key.type === "MemberExpression") this.#collectPart(withAssertions(key), fn, names);
    else if (parent?.type === "MemberExpression") this.#collectPart(withAssertions(parent), fn, names);
    else if (parent?.type === "Property" || parent?.type === "PropertyDefinition") {
      if (parent.value !== null && parent.parent.type !== "ObjectPattern") this.#collect(parent.value, fn, names);
    } else if (parent?.type === "TSParameterProperty" || parent?.type === "AssignmentPattern")
      this.#collect(key, fn, names);
    else if (parent?.type === "JSXAttribute") names.add(ANY);
  }

  #collectCall(call: TSESTree.CallExpression, fn: TSESTree.Node, names: Set<Name>): void {
    const { callee, arguments: args } = call;
    if (this.calleeOf(callee) !== undefined) names.add(ANY);
    if (callee.type !== "MemberExpression") return;
    const method = keyOf(callee);
    if (method === undefined) return;
    if (RETURNS_RECEIVER.has(method) || (ITERATORS.has(method) && args.length === 0))
      this.#collect(callee.object, fn, names);
    if (method === "freeze" && args[0] !== undefined) this.#collect(args[0], fn, names);
  }

  /** Whether nobody but a function knows them: what it calls cannot give them back. */
  #areKept(names: Names, fn: TSESTree.Node): boolean {
    for (const name of names) {
      if (typeof name === "string" || ownerOf(name) !== fn) return false;
      for (const { from, identifier } of name.references) {
        if (functionOfScope(from) !== fn || !this.#isKeptAt(identifier)) return false;
      }
    }
    return true;
  }

  #isKeptAt(identifier: TSESTree.Node): boolean {
    const { parent } = identifier;
    switch (parent?.type) {
      case "MemberExpression":
        return parent.object === identifier && !isReceiverOfVisit(parent);
      case "VariableDeclarator":
        return parent.id === identifier;
      case "AssignmentExpression":
        return parent.left === identifier;
      case "CallExpression":
        return parent.callee !== identifier && this.calleeOf(parent.callee) === undefined;
      default:
        return parent !== undefined && KEEPING.has(parent.type);
    }
  }
}

/** Where something is looked at, or leaves for good. */
const KEEPING = new Set([
  "ForOfStatement",
  "ForInStatement",
  "IfStatement",
  "NewExpression",
  "ReturnStatement",
  "SpreadElement",
  "TemplateLiteral",
  "UnaryExpression",
  "UpdateExpression",
]);

/** Expressions whose value is new, or a primitive, or comes from somewhere unknown. */
const MAKING = new Set([
  "ArrayExpression",
  "ObjectExpression",
  "NewExpression",
  "Literal",
  "TemplateLiteral",
  "TaggedTemplateExpression",
  "ArrowFunctionExpression",
  "FunctionExpression",
  "ClassExpression",
  "AwaitExpression",
  "YieldExpression",
  "BinaryExpression",
  "UnaryExpression",
  "UpdateExpression",
  "ImportExpression",
  "MetaProperty",
]);

export const keyOf = ({ property, computed }: TSESTree.MemberExpression): string | undefined =>
  constantKey(property, computed);

function memberOfThis(node: TSESTree.Node, name: string | undefined): FunctionNode | undefined {
  const holder = name === undefined ? undefined : holderOfThis(node);
  return holder && membersOf(holder).get(name!);
}

/** `a` of `a === b`, where `b` is at hand: after it, both are one. */
function comparedWith(node: TSESTree.Node): TSESTree.Identifier | undefined {
  const { parent } = node;
  if (parent?.type !== "BinaryExpression" || !/^[!=]==?$/.test(parent.operator)) return undefined;
  const other = parent.left === node ? parent.right : parent.left;
  return other.type === "Identifier" ? other : undefined;
}

/** The function that it calls is given the whole. */
function isReceiverOfVisit(member: TSESTree.MemberExpression): boolean {
  const key = keyOf(member);
  return key !== undefined && (VISITS.has(key) || RETURNS_RECEIVER.has(key));
}
