import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { functionHeldBy } from "../aliases/held-functions.js";
import { codeOf } from "../by-name/code-of.js";
import { nodeAt } from "../by-name/node-at.js";
import { variableOf } from "../by-name/scopes.js";
import { functionAround } from "../lower/function-around.js";
import { callsOf, isInternal } from "./arguments.js";
import { isFunction } from "./methods.js";
import { Runs } from "./runs.js";
import { type Name, type Traces, tracesOf } from "./traces.js";

type Source = Readonly<TSESLint.SourceCode>;
type Node = TSESTree.Node;

/**
 * The functions of a file that may read and write one place and wait in between, together with those that they run, as
 * far as scopes and the text tell: the others need not be lowered.
 */
export function suspectsIn(source: Source): Node[] {
  const waiting = waitingIn(source);
  if (waiting.size === 0) return [];
  const search = new Search(source, waiting);
  const suspects = new Set([...search.candidates()].filter((fn) => search.isSuspect(fn)));
  // Whether a private method is called where one call is let in at a time, its callers tell.
  for (const fn of [...suspects])
    if (isInternal(fn.parent)) for (const call of callsOf(source, fn)) suspects.add(functionAround(call));
  // Inner functions come before outer ones, as they do where all of them are lowered.
  return [...suspects].sort((a, b) => a.range[1] - b.range[1] || b.range[0] - a.range[0]);
}

/** Where a function waits, or has a promise call another one. */
const WAITS = /\b(?:await|yield)\b|(?:\.\s*|["'`])(?:then|catch|finally)\b/g;

function waitingIn(source: Source): Set<Node> {
  const waiting = new Set<Node>();
  for (const { index, 0: found } of codeOf(source).matchAll(WAITS)) {
    const node = nodeAt(source, index + found.length - 1);
    if (/^[ay]/.test(found) || isSettling(source, node)) waiting.add(functionAround(node));
  }
  return waiting;
}

/** `promise.then(f)`, where `f` is a function of the file. */
function isSettling(source: Source, name: Node): boolean {
  const call = name.parent?.parent;
  return (
    call?.type === AST_NODE_TYPES.CallExpression &&
    call.arguments.some(
      (each) =>
        isFunction(each) ||
        (each.type === AST_NODE_TYPES.Identifier && functionHeldBy(variableOf(source, each)) !== undefined),
    )
  );
}

/** So far are helpers of helpers followed. */
const DEPTH = 3;

/** Functions that run one after the other: the function itself with the callbacks of its promises, or one helper with its own. */
type Group = readonly Node[];

class Search {
  readonly #waiting: ReadonlySet<Node>;
  readonly #callers: (fn: Node) => Iterable<Node>;
  readonly #groups: (fn: Node) => { readonly own: Group; readonly helpers: readonly Group[] };
  readonly #traces: (fn: Node) => Traces;

  constructor(source: Source, waiting: ReadonlySet<Node>) {
    const runs = new Runs(source);
    const running = remember((fn) => runs.of(fn));
    const callees = remember((fn) => [...running(fn).callbacks, ...running(fn).helpers]);
    const ofHelper = remember((fn) => [...reach([fn], callees, DEPTH - 1)]);
    this.#waiting = waiting;
    this.#callers = (fn) => runs.whichRun(fn);
    this.#traces = remember((fn) => tracesOf(source, fn));
    this.#groups = (fn) => {
      const own = [...reach([fn], (each) => running(each).callbacks, DEPTH)];
      const helpers = new Set(own.flatMap((each) => [...running(each).helpers]));
      return { own, helpers: [...helpers].map(ofHelper) };
    };
  }

  /** Functions that wait, and those that run them. */
  candidates(): Iterable<Node> {
    return reach(this.#waiting, this.#callers, DEPTH);
  }

  isSuspect(fn: Node): boolean {
    const { own, helpers } = this.#groups(fn);
    const isWaiting = (group: Group): boolean => group.some((each) => this.#waiting.has(each));
    const groups = [own, ...helpers];
    // After a wait in a helper that nobody waits for, only the helper goes on.
    const late = isWaiting(own) ? groups : groups.filter(isWaiting);
    return late.some((group) => this.#writesWhatIsRead(group, own, groups));
  }

  /** What a helper reads and writes all by itself is its own affair. */
  #writesWhatIsRead(group: Group, own: Group, groups: readonly Group[]): boolean {
    const readers = groups.filter((each) => each !== group || each === own);
    return group.some((writer) => {
      const { writes, updates } = this.#traces(writer);
      const isRead = (name: Name): boolean =>
        readers.some((each) => each.some((reader) => this.#traces(reader).reads(name)));
      return [...writes].some((name) => (group === own && updates.has(name)) || isRead(name));
    });
  }
}

function remember<T>(find: (fn: Node) => T): (fn: Node) => T {
  const known = new Map<Node, T>();
  return (fn) => {
    let found = known.get(fn);
    if (found === undefined) known.set(fn, (found = find(fn)));
    return found;
  };
}

function reach(from: Iterable<Node>, next: (fn: Node) => Iterable<Node>, depth: number): Set<Node> {
  const reached = new Set(from);
  let last: Node[] = [...reached];
  for (let i = 0; i < depth; i++) {
    const more = last.flatMap((fn) => [...next(fn)]).filter((each) => !reached.has(each));
    for (const each of more) reached.add(each);
    last = more;
  }
  return reached;
}
