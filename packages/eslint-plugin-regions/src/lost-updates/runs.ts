import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { functionHeldBy } from "../aliases/held-functions.js";
import { codeOf } from "../by-name/code-of.js";
import { nodeAt } from "../by-name/node-at.js";
import { functionsIn } from "../by-name/own-code.js";
import { ownScopes } from "../lower/own-scopes.js";
import { functionAround, functionOfScope } from "../lower/function-around.js";
import { constantKey } from "../lower/constant-key.js";
import { holderOf, methodsOf } from "./methods.js";

type Source = Readonly<TSESLint.SourceCode>;
type Node = TSESTree.Node;

/** What runs when a function does, as far as names tell. */
export interface Running {
  /** Callbacks of its promises. */
  readonly callbacks: ReadonlySet<Node>;
  /** Functions of the file, and methods of `this`, that it calls. */
  readonly helpers: ReadonlySet<Node>;
}

type Edges = ReadonlyMap<Node, ReadonlySet<Node>>;
/** Which functions in a class or an object literal name which of its methods, and the other way round. */
interface Members {
  readonly named: Edges;
  readonly naming: Edges;
}

/** Which functions of a file run which others. */
export class Runs {
  readonly #source: Source;
  readonly #members = new Map<Node, Members>();

  constructor(source: Source) {
    this.#source = source;
  }

  of(fn: Node): Running {
    const callbacks = new Set<Node>();
    const helpers = new Set<Node>();
    for (const inner of functionsIn(this.#source, fn)) {
      const how = howRun(inner);
      if (how !== undefined) (how === "called" ? helpers : callbacks).add(inner);
    }
    for (const { references } of ownScopes(this.#source, fn)) {
      for (const reference of references) {
        const held = reference.isRead() ? functionHeldBy(reference.resolved ?? undefined) : undefined;
        if (held !== undefined) (howRun(reference.identifier) === "settled" ? callbacks : helpers).add(held);
      }
    }
    const holder = holderOf(fn);
    for (const method of (holder && this.#membersOf(holder).named.get(fn)) ?? []) helpers.add(method);
    return { callbacks, helpers };
  }

  /** The functions that may run a function. */
  whichRun(fn: Node): Set<Node> {
    const found = new Set<Node>();
    if (howRun(fn) !== undefined) found.add(functionAround(fn));
    const declaration = fn.type === AST_NODE_TYPES.FunctionDeclaration ? fn : fn.parent;
    for (const variable of (declaration && this.#source.scopeManager?.getDeclaredVariables(declaration)) ?? []) {
      if (functionHeldBy(variable) !== fn) continue;
      for (const reference of variable.references) if (reference.isRead()) found.add(functionOfScope(reference.from));
    }
    const holder = fn.parent?.parent;
    for (const user of (holder && this.#membersOf(holder).naming.get(fn)) ?? []) found.add(user);
    return found;
  }

  #membersOf(holder: Node): Members {
    let known = this.#members.get(holder);
    if (known === undefined) this.#members.set(holder, (known = linkMembers(this.#source, holder)));
    return known;
  }
}

const SETTLED = new Set(["then", "catch", "finally"]);

/** Whether a function, or its name, is called where it stands, or by the promise that it is given to there. */
function howRun(fn: Node): "called" | "settled" | undefined {
  const { parent: call } = fn;
  if (call?.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const { callee } = call;
  if (callee === fn) return "called";
  if (callee.type !== AST_NODE_TYPES.MemberExpression) return undefined;
  const name = constantKey(callee.property, callee.computed);
  return name !== undefined && SETTLED.has(name) ? "settled" : undefined;
}

/** The name of a member, of whatever object. */
const MEMBER = /(?:\.|\[\s*["'`])\s*(#?[\w$]+)/g;

function linkMembers(source: Source, holder: Node): Members {
  const methods = methodsOf(holder);
  const named = new Map<Node, Set<Node>>();
  const naming = new Map<Node, Set<Node>>();
  if (methods.size === 0) return { named, naming };
  const [start, end] = holder.range;
  for (const { index, 0: found, 1: name } of codeOf(source).slice(start, end).matchAll(MEMBER)) {
    const method = methods.get(name!);
    if (method === undefined) continue;
    const user = functionAround(nodeAt(source, start + index + found.length - 1));
    add(named, user, method);
    add(naming, method, user);
  }
  return { named, naming };
}

function add(edges: Map<Node, Set<Node>>, from: Node, to: Node): void {
  const others = edges.get(from);
  if (others === undefined) edges.set(from, new Set([to]));
  else others.add(to);
}
