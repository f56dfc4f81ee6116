import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { classAround } from "../flow/known/members.js";
import { addFinding } from "../flow/ownership/check.js";
import type { Root } from "../flow/state/abstract-object.js";
import type { Frame } from "../flow/state/frame.js";
import type { Effect } from "../operations/signature.js";
import type { PathEffect, Summary, ValueReference } from "../summaries/summary.js";
import type { Promised } from "./contract.js";
import type { TaggedComment } from "./file-tags.js";
import { keyName } from "./overloads.js";
import type { TagName } from "./parse-tags.js";

/** Holds what a function was seen to do against what its tags promise to callers. */
export function checkContract(frame: Frame, summary: Summary): void {
  for (const comment of frame.file.tags.functions.get(frame.fn.node)?.comments ?? []) {
    for (const promise of comment.promises) {
      const said = new Set(
        comment.promises.filter(({ parameter }) => parameter === promise.parameter).map(({ tag }) => tag.name),
      );
      // Whoever takes something over may do with it as he likes.
      if (!said.has("moves")) checkPromise(frame, summary, comment, promise, said);
    }
  }
}

type Breach = "moved" | "frozen" | "kept";

function checkPromise(
  frame: Frame,
  summary: Summary,
  comment: TaggedComment,
  promise: Promised,
  said: ReadonlySet<TagName>,
): void {
  const isLent = promise.tag.name === "borrows";
  const report = (node: TSESTree.Node, what: Breach): void => {
    addFinding(frame, { kind: "contradiction", rule: "valid-ownership-tags", node, comment, promise, what });
  };
  for (const effect of frame.effects) {
    if (!isOf(effect.path.root, promise.parameter)) continue;
    const what = breachOf(effect);
    if (what === undefined || (what === "frozen" && said.has("freezes")) || (what === "kept" && !isLent)) continue;
    // Parts go with a change; what is lent stays whole.
    if (effect.path.keys.length === 0 || (isLent && !said.has("mutates"))) report(effect.node, what);
  }
  if (!isLent) return;
  for (const [node, value] of keptValues(frame, summary, promise.parameter))
    if (holds(summary, value, promise.parameter)) report(node, "kept");
  for (const node of keptFunctions(frame, promise.parameter)) report(node, "kept");
  for (const node of pushedToFields(frame, promise.parameter)) report(node, "kept");
}

const isOf = (root: Root, parameter: number | "this"): boolean =>
  parameter === "this" ? root.kind === "this" : root.kind === "parameter" && root.index === parameter;

const BREACHES: Partial<Record<Effect, Breach>> = {
  move: "moved",
  give: "moved",
  dissolve: "moved",
  drop: "moved",
  transfer: "moved",
  transferList: "moved",
  freeze: "frozen",
  freezeShallow: "frozen",
  capture: "kept",
};

function breachOf(effect: PathEffect): Breach | undefined {
  return effect.kind === "consume" ? BREACHES[effect.effect] : undefined;
}

/** What others than the parameter itself have once the function is over, and where they got it. */
function keptValues(
  { fn }: Frame,
  { stores, writes }: Summary,
  parameter: number | "this",
): readonly (readonly [TSESTree.Node, readonly ValueReference[]])[] {
  return [...stores.filter(({ path }) => !isOf(path.root, parameter)), ...writes].map(
    ({ node, value }) => [node ?? fn.node, value] as const,
  );
}

/** Functions that are called later, and use it then. */
function keptFunctions({ fn, kept }: Frame, parameter: number | "this"): readonly TSESTree.Node[] {
  const name = parameter === "this" ? undefined : fn.parameters[parameter]?.variable;
  return [...kept].flatMap(([node, later]) => (name !== undefined && later.captures.has(name) ? [node] : []));
}

/** `this.jobs.push(job)` of a class that says `jobs = []`. */
function pushedToFields({ fn, effects }: Frame, parameter: number | "this"): readonly TSESTree.Node[] {
  return effects.flatMap((effect) => {
    const { path, node } = effect;
    if (effect.kind !== "invoke" || path.root.kind !== "this" || path.keys.length !== 1) return [];
    if (effect.method !== "push" && effect.method !== "unshift") return [];
    const isPushed = effect.args
      .flat()
      .some((each) => "root" in each && each.keys.length === 0 && isOf(each.root, parameter));
    return isPushed && isList(classAround(fn), path.keys[0]!) ? [node] : [];
  });
}

/** Whether a class gives a field an array literal to start with. */
function isList(classNode: TSESTree.Node | undefined, field: string): boolean {
  if (classNode?.type !== AST_NODE_TYPES.ClassDeclaration && classNode?.type !== AST_NODE_TYPES.ClassExpression)
    return false;
  return classNode.body.body.some(
    (member) =>
      member.type === AST_NODE_TYPES.PropertyDefinition &&
      keyName(member) === field &&
      member.value?.type === AST_NODE_TYPES.ArrayExpression,
  );
}

/** Whether a value is what was given for a parameter, or something new that holds it. */
function holds(summary: Summary, value: readonly ValueReference[], parameter: number | "this"): boolean {
  const queue = [...value];
  const seen = new Set<number>();
  for (const each of queue) {
    // A part of unknown type may be a number.
    if (each.kind === "path" && each.path.keys.length === 0 && isOf(each.path.root, parameter)) return true;
    if (each.kind !== "made" || seen.has(each.index)) continue;
    seen.add(each.index);
    for (const [key, inner] of summary.made[each.index]?.fields ?? []) if (!key.startsWith("@")) queue.push(...inner);
  }
  return false;
}
