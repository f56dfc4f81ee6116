import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { isPrimitiveMember } from "../../operations/primitive-members.js";
import type { Variable } from "../../lower/ir.js";
import type { PathEffect, Use } from "../../summaries/summary.js";
import type { AbstractObject, Path } from "../state/abstract-object.js";
import { pathOf } from "../state/abstract-object.js";
import type { Operation } from "../state/facts.js";
import { type Done, type Frame, note } from "../state/frame.js";
import { addFactTo, isVague, originsOf, stillAmong } from "../state/heap.js";
import * as intMap from "../state/int-map.js";
import type { Cursor } from "../state/state.js";
import { DETACHED_ANSWERS, NEEDS_UNLOCKED } from "./harmless-uses.js";

/** Deeper paths than this are not followed into callers, and no more effects than this are noted. */
const LONGEST_PATH = 4;
const MOST_EFFECTS = 200;
/** Beyond so many, further effects of a class are left out: they must not crowd out those of other classes. */
const MOST_REPEATED = 150;

/** The part of an effect that says what is done. */
type Deed = PathEffect extends infer E
  ? E extends PathEffect
    ? Omit<E, "path" | "suspended" | "after">
    : never
  : never;

/** Notes for callers what is done to something that they know too. */
export function record(frame: Frame, cursor: Cursor, object: AbstractObject, deed: Deed): void {
  if (isRecorded(frame, object)) recordAs(frame, cursor, object, deedClass(deed), placeOf(frame, object, deed), deed);
}

/** Notes an operation on something of the caller's that leaves no other trace here. */
export function touch(frame: Frame, cursor: Cursor, object: AbstractObject, operation: Operation): void {
  if (object.top.root !== undefined && frame.file.called.has(frame.fn))
    addFactTo(cursor, object, { kind: "touched", operation, via: [] });
}

const isRecorded = (frame: Frame, object: AbstractObject): boolean =>
  frame.isCalling && (object.top.root !== undefined || object.loop !== undefined);

/** Notes for callers that something of theirs is used. */
export function recordUse(frame: Frame, cursor: Cursor, object: AbstractObject, use: Use, node: TSESTree.Node): void {
  if (isRecorded(frame, object))
    recordAs(frame, cursor, object, useClass(use), "", { kind: "use", use, node, subject: node });
}

/**
 * @param what the class of the deed: of each class one is enough
 * @param place what tells apart those of a class that are reported each by itself
 */
function recordAs(frame: Frame, cursor: Cursor, object: AbstractObject, what: string, place: string, deed: Deed): void {
  if (object.top.root === undefined) {
    const origins = deed.kind === "consume" ? stillAmong : originsOf;
    for (const origin of origins(cursor, frame.file.table, object) ?? []) {
      if (origin.top.root !== undefined) recordAs(frame, cursor, origin, what, place, deed);
    }
    return;
  }
  if (object.top.root.kind !== "captured" && !frame.file.called.has(frame.fn)) return;
  if (object.depth > LONGEST_PATH || frame.effects.length >= MOST_EFFECTS) return;
  const { suspended, facts } = cursor;
  note(frame, () => {
    keepEffect(frame, object, what, place, deed, suspended, facts);
  });
}

function keepEffect(
  frame: Frame,
  object: AbstractObject,
  what: string,
  place: string,
  deed: Deed,
  suspended: boolean,
  facts: Cursor["facts"],
): void {
  if (frame.effects.length >= MOST_EFFECTS) return;
  let seen = frame.recorded.get(object.id);
  if (seen === undefined) frame.recorded.set(object.id, (seen = new Set()));
  const path = pathOf(object)!;
  const { nodes, text } = hasElements(path) ? NOTHING_DONE : doneBefore(frame, facts);
  const kind = `${what}${suspended ? "~" : ""}${text}`;
  const key = kind + place;
  if (seen.has(key) || (seen.has(kind) && frame.effects.length >= MOST_REPEATED)) return;
  seen.add(kind).add(key);
  frame.effects.push({ ...deed, path, suspended, after: nodes });
  if (path.root.kind === "captured") noteDistant(frame, path.root.variable);
}

function noteDistant({ file: { distant }, fn }: Frame, variable: Variable): void {
  if (variable.capturedBy.has(fn)) return;
  const known = distant.get(fn);
  if (known === undefined) distant.set(fn, new Set([variable]));
  else known.add(variable);
}

/** Elements are told apart better in the function than by its callers. */
const hasElements = ({ keys }: Path): boolean => keys.some(isVague);

const NOTHING_DONE: Done = { facts: undefined, nodes: [], text: "" };

/** What was done to what the callers know, as far as it still matters. Many uses follow one operation. */
function doneBefore(frame: Frame, facts: Cursor["facts"]): Done {
  if (facts === undefined) return NOTHING_DONE;
  if (frame.done.facts !== facts) frame.done = doneAt(facts, operationsIn(frame, facts));
  const { applying, done } = frame;
  if (applying === undefined || applying.done.size === 0) return done;
  const others = new Set<TSESTree.Node>();
  // What the helper at hand does as well, on other paths through it.
  for (const [{ node }, doneBy] of applying.done)
    if (applying.effect?.after.some((each) => doneBy.includes(each)) !== true) others.add(node);
  for (const node of (applying.nodesBefore ??= new Set(operationsIn(frame, applying.before)))) others.delete(node);
  return others.size === 0
    ? done
    : doneAt(
        facts,
        done.nodes.filter((node) => !others.has(node)),
      );
}

const doneAt = (facts: Cursor["facts"], nodes: readonly TSESTree.Node[]): Done => {
  return { facts, nodes, text: nodes.map(({ range }) => ` ${range.join("-")}`).join("") };
};

function operationsIn(frame: Frame, allFacts: Cursor["facts"]): TSESTree.Node[] {
  const nodes = new Set<TSESTree.Node>();
  intMap.forEach(allFacts, (facts, id) => {
    const path = pathOf(frame.file.table.objects[id]!);
    if (path === undefined || hasElements(path)) return;
    for (const { operation } of facts) nodes.add(operation.node);
  });
  return [...nodes];
}

/** Effects of one class say the same to callers. */
function deedClass(deed: Deed): string {
  switch (deed.kind) {
    case "use":
      return useClass(deed.use);
    case "change":
      return deed.change.own ? "change own" : "change";
    case "consume":
      return deed.isFreed === true ? `${deed.effect} freed` : deed.effect;
    case "adopt":
      return deed.isFreed === true ? "adopt freed" : "adopt";
    case "invoke":
      return `.${deed.method ?? ""}`;
  }
}

/** Each change of something frozen is a mistake, where one use after a move is enough. */
function placeOf(frame: Frame, object: AbstractObject, { kind, node }: Deed): string {
  const isEach = kind === "invoke" || (kind === "change" && isToldInside(frame, object));
  return isEach ? ` ${node.range.join("-")}` : "";
}

/** Whether a mistake is reported where the function makes it, each by itself, and not at a call of the function. */
function isToldInside({ fn }: Frame, { top }: AbstractObject): boolean {
  return top.root?.kind === "captured" || (fn.kind !== "method" && fn.node.type !== AST_NODE_TYPES.FunctionDeclaration);
}

function useClass(use: Use): string {
  if (use.kind !== "get") return use.kind;
  if (use.key === undefined) return "get element";
  if (DETACHED_ANSWERS.has(use.key) || NEEDS_UNLOCKED.has(use.key) || use.key === "locked") return `get ${use.key}`;
  return isPrimitiveMember(use.key) ? "get weak" : "get";
}
