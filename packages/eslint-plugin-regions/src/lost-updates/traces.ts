import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { codeOf } from "../by-name/code-of.js";
import { nodeAt } from "../by-name/node-at.js";
import { ownRanges } from "../by-name/own-code.js";
import { ownScopes } from "../lower/own-scopes.js";
import { ownerOf, type ScopeVariable } from "../by-name/scopes.js";
import { usersOf } from "../by-name/variables.js";
import { withoutAssertion } from "../lower/assertions.js";
import { constantKey } from "../lower/constant-key.js";
import { isPartOfFreshLocal } from "./fresh-locals.js";

type Source = Readonly<TSESLint.SourceCode>;
type Node = TSESTree.Node;

/** A field by its name, an element under a computed key, an entry of a Map, or a variable that others know. */
export type Name = string | ScopeVariable;
const ELEMENT = "an element";
const ENTRY = "an entry of a Map";
const ALL_FIELDS = "all fields";

/** What stands in a function itself and not in one inside it, as far as its text and its scopes tell. */
export interface Traces {
  /** What it writes, without what it writes as a literal, which depends on nothing. */
  readonly writes: ReadonlySet<Name>;
  /** What it reads and writes at once. */
  readonly updates: ReadonlySet<Name>;
  reads(name: Name): boolean;
}

/** Assignments to members, by patterns, and to what stands in parentheses; counts; a loop whose variable is a member. */
const WRITES =
  /(?:\.\s*#?[\w$]+|[\])}])(?:[\s)]|!(?!=))*(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])|\+\+|--|\bfor(?=\s*(?:await\s*)?\(\s*(?:this|[\w$]+)\s*[.[])/g;
/** `get` or `set` of whatever it is called on. */
const ENTRIES = /(?:\.|["'`])\s*[gs]et\b/g;
/** `Object.assign(this, { … })` */
const FILLS = /\bObject\s*\.\s*assign\b/g;
/** An element, or what a loop goes over. */
const ELEMENTS = /[\w$)\]"'`]\s*[!?.]*\[|\bof\b/g;

export function tracesOf(source: Source, fn: Node): Traces {
  return new FunctionTraces(source, fn);
}

class FunctionTraces implements Traces {
  readonly writes = new Set<Name>();
  readonly updates = new Set<Name>();
  readonly #source: Source;
  readonly #fn: Node;
  readonly #parts: readonly string[];
  readonly #variables = new Set<ScopeVariable>();
  readonly #known = new Map<Name, boolean>();
  #readsEntry = false;
  #elementWrites = 0;

  constructor(source: Source, fn: Node) {
    this.#source = source;
    this.#fn = fn;
    const code = codeOf(source);
    const ranges = ownRanges(source, fn);
    this.#parts = ranges.map((range) => code.slice(...range));
    for (const [index, part] of this.#parts.entries()) {
      const [start] = ranges[index]!;
      for (const { index: at, 0: found } of part.matchAll(WRITES))
        this.#addAssignment(nodeAt(source, start + at + found.length - 1));
      for (const { index: at, 0: found } of part.matchAll(ENTRIES))
        this.#addCall(nodeAt(source, start + at + found.length - 1).parent?.parent);
      for (const { index: at, 0: found } of part.matchAll(FILLS))
        this.#addFilled(nodeAt(source, start + at + found.length - 1).parent?.parent);
    }
    this.#addVariables();
  }

  reads(name: Name): boolean {
    if (typeof name !== "string") return this.#variables.has(name);
    let known = this.#known.get(name);
    if (known === undefined) this.#known.set(name, (known = this.#findRead(name)));
    return known;
  }

  #findRead(name: string): boolean {
    if (name === ENTRY) return this.#readsEntry;
    if (name === ALL_FIELDS) return this.#parts.some((part) => part.includes("..."));
    if (name !== ELEMENT) return this.#parts.some((part) => hasRead(part, name));
    const count = this.#parts.reduce((sum, part) => sum + (part.match(ELEMENTS)?.length ?? 0), 0);
    return count > this.#elementWrites;
  }

  #addAssignment(node: Node): void {
    switch (node.type) {
      case AST_NODE_TYPES.UpdateExpression:
        this.#addTarget(node.argument, true);
        break;
      case AST_NODE_TYPES.AssignmentExpression:
        if (node.operator !== "=" || !isLiteral(node.right)) this.#addTarget(node.left, node.operator !== "=");
        break;
      case AST_NODE_TYPES.ForOfStatement:
      case AST_NODE_TYPES.ForInStatement:
        this.#addTarget(node.left, false);
        break;
      default:
    }
  }

  #addTarget(pattern: Node | null | undefined, isUpdate: boolean): void {
    if (!pattern) return;
    const target = withoutAssertion(pattern);
    switch (target.type) {
      case AST_NODE_TYPES.MemberExpression: {
        if (isPartOfFreshLocal(this.#source, target, this.#fn)) return;
        const name = constantKey(target.property, target.computed) ?? ELEMENT;
        if (name === ELEMENT) this.#elementWrites++;
        this.#add(name, isUpdate);
        break;
      }
      case AST_NODE_TYPES.ObjectPattern:
        for (const each of target.properties) this.#addTarget("value" in each ? each.value : each, isUpdate);
        break;
      case AST_NODE_TYPES.ArrayPattern:
        for (const each of target.elements) this.#addTarget(each, isUpdate);
        break;
      case AST_NODE_TYPES.AssignmentPattern:
        this.#addTarget(target.left, isUpdate);
        break;
      case AST_NODE_TYPES.RestElement:
        this.#addTarget(target.argument, isUpdate);
        break;
      default:
    }
  }

  #add(name: Name, isUpdate: boolean): void {
    this.writes.add(name);
    if (isUpdate) this.updates.add(name);
  }

  #addCall(call: Node | undefined): void {
    if (call?.type !== AST_NODE_TYPES.CallExpression || call.callee.type !== AST_NODE_TYPES.MemberExpression) return;
    const { callee, arguments: args } = call;
    if (isPartOfFreshLocal(this.#source, callee.object, this.#fn)) return;
    if (args.length === 1) this.#readsEntry = true;
    else if (args.length === 2 && !isLiteral(args[1])) this.#add(ENTRY, false);
  }

  #addFilled(call: Node | undefined): void {
    if (call?.type !== AST_NODE_TYPES.CallExpression) return;
    for (const literal of call.arguments.slice(1)) {
      if (literal.type !== AST_NODE_TYPES.ObjectExpression) {
        this.#add(ALL_FIELDS, false);
        continue;
      }
      for (const each of literal.properties) {
        if (each.type === AST_NODE_TYPES.SpreadElement) this.#add(ALL_FIELDS, false);
        if (each.type !== AST_NODE_TYPES.Property || isLiteral(each.value)) continue;
        this.#add(constantKey(each.key, each.computed) ?? ELEMENT, false);
      }
    }
  }

  #isHidden(variable: ScopeVariable): boolean {
    return ownerOf(variable) === this.#fn && usersOf(this.#source, variable).size === 0;
  }

  /** Variables that others know. */
  #addVariables(): void {
    for (const { references } of ownScopes(this.#source, this.#fn)) {
      for (const reference of references) {
        const { resolved } = reference;
        if (resolved !== null && this.#isHidden(resolved)) continue;
        if (resolved !== null && reference.isRead()) this.#variables.add(resolved);
        if (!reference.isWrite() || reference.init === true) continue;
        // A global that the file does not declare goes by its name.
        if (reference.isRead() || !isLiteral(reference.writeExpr))
          this.#add(resolved ?? reference.identifier.name, reference.isRead());
      }
    }
  }
}

/** It is made of nothing that was read. */
function isLiteral(value: Node | null | undefined): boolean {
  switch (value?.type) {
    case AST_NODE_TYPES.Literal:
    case AST_NODE_TYPES.FunctionExpression:
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return true;
    case AST_NODE_TYPES.Identifier:
      return value.name === "undefined";
    case AST_NODE_TYPES.ArrayExpression:
      return value.elements.length === 0;
    case AST_NODE_TYPES.ObjectExpression:
      return value.properties.length === 0;
    case AST_NODE_TYPES.NewExpression:
      return value.arguments.length === 0;
    case AST_NODE_TYPES.UnaryExpression:
      return isLiteral(value.argument);
    default:
      return false;
  }
}

const NAME = /[\w$#]/;
const ASSIGNED = /\s*=(?![=>])/y;

/** Whether a name stands in a text somewhere where it is not assigned to. */
function hasRead(text: string, name: string): boolean {
  const isPart = (at: number): boolean => at >= 0 && at < text.length && NAME.test(text.charAt(at));
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    ASSIGNED.lastIndex = end;
    if (!isPart(at - 1) && !isPart(end) && !ASSIGNED.test(text)) return true;
  }
  return false;
}
