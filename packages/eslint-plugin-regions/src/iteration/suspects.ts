import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { argumentFor, type CallSite, callSitesOf } from "../by-name/call-sites.js";
import { ANY, ExpressionNames, type Name, type Names, THIS } from "../by-name/names.js";
import { ownerOf, type ScopeVariable } from "../by-name/scopes.js";
import { functionAround } from "../lower/function-around.js";
import { type ChangeByName, changesIn } from "./changes.js";
import { type LoopByName, loopsAround } from "./loops-by-name.js";

type Source = Readonly<TSESLint.SourceCode>;

/**
 * The functions of a file that may change what they iterate, as far as names tell: the others need not be lowered.
 *
 * Starts from the changes, which are few, and goes outwards: to the loops around them, and to the loops around the calls
 * of the functions that make them.
 */
export function suspectsIn(source: Source): TSESTree.Node[] {
  const suspects = new Suspects(source);
  for (const change of changesIn(source)) suspects.addChange(change);
  // Inner functions come before outer ones, as they do where all of them are lowered.
  return [...suspects.found].sort((a, b) => a.range[1] - b.range[1] || b.range[0] - a.range[0]);
}

class Suspects {
  readonly found = new Set<TSESTree.Node>();
  readonly #source: Source;
  readonly #names: ExpressionNames;
  /** What functions change of what their callers can know. */
  readonly #changed = new Map<TSESTree.Node, Set<Name>>();

  constructor(source: Source) {
    this.#source = source;
    this.#names = new ExpressionNames(source);
  }

  addChange({ target, node, method }: ChangeByName): void {
    const fn = functionAround(node);
    const names = this.#names.of(target, fn);
    this.#compare(fn, names, loopsAround(this.#source, node, method));
    this.#spread(fn, names);
  }

  #compare(fn: TSESTree.Node, names: Names, loops: readonly LoopByName[]): void {
    if (this.found.has(fn)) return;
    const isChanged = (over: TSESTree.Node): boolean => this.#names.haveCommon(names, this.#names.of(over, fn), fn);
    if (loops.some(({ over }) => isChanged(over))) this.found.add(fn);
  }

  /** Tells the callers of a function what it changes. */
  #spread(fn: TSESTree.Node, names: Names): void {
    let known = this.#changed.get(fn);
    if (known === undefined) this.#changed.set(fn, (known = new Set<Name>()));
    const news = new Set<Name>();
    for (const name of names) {
      if (!known.has(name) && isOfCaller(name, fn)) news.add(name);
    }
    if (news.size === 0) return;
    for (const name of news) known.add(name);
    for (const site of callSitesOf(this.#source, fn)) this.#arrive(site, fn, news);
  }

  #arrive(site: CallSite, fn: TSESTree.Node, names: Names): void {
    const { call, isVisit } = site;
    const caller = functionAround(call);
    const translated = this.#translate(site, fn, names, caller);
    const loops = loopsAround(this.#source, call, undefined);
    const { callee } = call;
    if (isVisit && callee.type === "MemberExpression") loops.push({ over: callee.object });
    this.#compare(caller, translated, loops);
    this.#spread(caller, translated);
  }

  /** What the names in a function stand for where it is called. */
  #translate(site: CallSite, fn: TSESTree.Node, names: Names, caller: TSESTree.Node): Set<Name> {
    const translated = new Set<Name>();
    const add = (more: Iterable<Name>): void => {
      for (const each of more) translated.add(each);
    };
    for (const name of names) {
      if (typeof name !== "string") add(this.#translateVariable(site, fn, name, caller));
      else if (name === ANY || name.startsWith("global ")) translated.add(name);
      else if (name === THIS && fn.type !== "ArrowFunctionExpression") {
        const { callee } = site.call;
        if (callee.type === "MemberExpression" && !site.isVisit) add(this.#names.of(callee.object, caller));
      } else add(this.#names.ofField(name, caller));
    }
    return translated;
  }

  #translateVariable(
    site: CallSite,
    fn: TSESTree.Node,
    variable: ScopeVariable,
    caller: TSESTree.Node,
  ): Iterable<Name> {
    if (ownerOf(variable) !== fn) return this.#names.ofVariable(variable, caller);
    const argument = argumentFor(site, parameterIndex(variable, fn));
    if (argument === undefined) return [];
    return typeof argument === "object" && "range" in argument ? this.#names.of(argument, caller) : [argument];
  }
}

/** Its own variables that are no parameters are what a function knows alone. */
const isOfCaller = (name: Name, fn: TSESTree.Node): boolean =>
  typeof name === "string" || ownerOf(name) !== fn || parameterIndex(name, fn) >= 0;

/** The index of the parameter that a variable is. */
function parameterIndex({ defs }: ScopeVariable, fn: TSESTree.Node): number {
  const params = "params" in fn ? fn.params : [];
  // TypeScript's `this` parameter is none.
  const first = params[0]?.type === "Identifier" && params[0].name === "this" ? 1 : 0;
  const index = params.findIndex((each) => {
    const inner = each.type === "TSParameterProperty" ? each.parameter : each;
    const target = inner.type === "AssignmentPattern" ? inner.left : inner;
    return defs.some(({ name }) => name === target);
  });
  return index < 0 ? -1 : index - first;
}
