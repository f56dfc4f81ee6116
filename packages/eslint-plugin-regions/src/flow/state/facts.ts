import type { TSESTree } from "@typescript-eslint/utils";
import type { Kind } from "./abstract-object.js";

/**
 * What an operation did to an object, on some path that leads here.
 *
 * - `frozen`, `frozenShallow`: deeply, or only its own fields (`Object.freeze`)
 * - `moved`: consumed by a move, `send`, `pack`, a cown, `dissolve`
 * - `invalid`: a handle that `close`, dropping the region or the end of its borrow made dead
 * - `merged`: no region of its own any more, its fields stay usable
 * - `transferred`, `locked`: a detached buffer, port or stream; a stream that is read, teed or piped
 * - `released`: a guard whose cown was given back, and what was reached through it
 * - `readOnly`: reached through `read(cown)`
 * - `borrowed`: a borrow that is counted, and not over yet
 * - `held`: a guard whose cown is not given back yet
 * - `undisposed`: something that has to be disposed of here, because nobody else has it
 * - `floating`: a promise that nobody waits for yet, whose function goes on to use a guard
 * - `touched`: closed or disposed of, which means more to callers: they know what it is
 * - `posted`: copied to another thread; `outdated`: changed since, so that the copy there differs
 * - `adopted`: a local object that became part of a region, where its handles stand for it
 * - `tried`: freezing it may have failed, and what it is then nobody knows
 * - `owned`: a subregion, or a region given to a cown, as far as the slot that owns it still holds it
 */
export type FactKind =
  | "frozen"
  | "frozenShallow"
  | "moved"
  | "invalid"
  | "merged"
  | "transferred"
  | "locked"
  | "released"
  | "readOnly"
  | "borrowed"
  | "held"
  | "undisposed"
  | "floating"
  | "touched"
  | "posted"
  | "outdated"
  | "adopted"
  | "tried"
  | "owned";

/** One place in the source that freezes, moves, transfers … something. */
export interface Operation {
  readonly node: TSESTree.Node;
  /** Completes "was … on line 4": "frozen", "moved", "transferred", "closed". */
  readonly verb: string;
  /** The expression for the thing it was done to. */
  readonly subject: TSESTree.Node;
  /** The call returns the same thing under a new handle. */
  readonly handsBack: boolean;
  /** What kind of object that is. */
  readonly kind: Kind;
}

export interface Fact {
  readonly kind: FactKind;
  readonly operation: Operation;
  /** How this object is reached from the operation's subject: `["tags", "[]"]`. */
  readonly via: readonly string[];
  /** It was done to one element of a container, and this object may be another. */
  readonly perhaps?: boolean;
  /** The loop in each turn of which it is done to one of the elements, and so to all in the end. */
  readonly each?: TSESTree.Node;
  /** It was done to one of several objects that the subject can be. */
  readonly ambiguous?: boolean;
}

/** The verb of handing a region to a cown, which borrows outlive. */
export const GIVEN = "given to a cown";

/** The verb of what a guard shows: its cown owns it. */
export const HELD_BY_COWN = "held by a cown";

/** In `Fact.via`: it is a view of the buffer. */
export const VIEW = "@view";

/** In `Fact.via`: the stream is its body. */
export const BODY = "@body";

/** In `Fact.via`: it holds the thing somewhere inside. */
export const CONTAINS = "@contains";

export const NO_FACTS: readonly Fact[] = [];

export function hasFact(facts: readonly Fact[], kind: FactKind): boolean {
  return facts.some((fact) => fact.kind === kind);
}

/** One object of which more is known stands for too many to say anything more of it. */
const MOST_FACTS = 32;

/** @returns `facts` itself when it has one of this kind and operation. */
export function addFact(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  const index = facts.findIndex((known) => known.kind === fact.kind && known.operation === fact.operation);
  if (index < 0) return facts.length < MOST_FACTS ? [...facts, fact] : facts;
  if (facts[index]!.perhaps !== true || fact.perhaps === true) return facts;
  return [...facts.slice(0, index), fact, ...facts.slice(index + 1)];
}

/** @returns `a` itself when `b` adds nothing. */
export function joinFacts(a: readonly Fact[], b: readonly Fact[]): readonly Fact[] {
  if (a === b) return a;
  let out = a;
  for (const fact of b) out = addFact(out, fact);
  return out;
}

/** Kinds after which using the object, in the sense of each rule, is a mistake. */
export const DEAD: ReadonlySet<FactKind> = new Set<FactKind>(["moved", "invalid", "transferred", "locked", "released"]);

/** What is open until something was disposed of. */
export const OBLIGATIONS: ReadonlySet<FactKind> = new Set<FactKind>(["borrowed", "held", "undisposed"]);

export const isObligation = ({ kind }: Fact): boolean => OBLIGATIONS.has(kind);

/** What holds for every part of an object that it holds for. */
export const DEEP: ReadonlySet<FactKind> = new Set<FactKind>(["frozen", "readOnly"]);

/** Whether both say the same of what makes later uses and changes mistakes. */
export function sameFacts(a: readonly Fact[], b: readonly Fact[]): boolean {
  if (a === b) return true;
  const has = (facts: readonly Fact[], { kind, operation }: Fact): boolean =>
    facts.some((fact) => fact.kind === kind && fact.operation === operation);
  // That a copy differs makes nothing a mistake by itself.
  const telling = (facts: readonly Fact[]): readonly Fact[] =>
    facts.some(({ kind }) => kind === "outdated") ? facts.filter(({ kind }) => kind !== "outdated") : facts;
  const mine = telling(a);
  const theirs = telling(b);
  return mine.length === theirs.length && mine.every((fact) => has(theirs, fact));
}
