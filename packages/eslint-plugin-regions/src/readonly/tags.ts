import type { TSESTree } from "@typescript-eslint/utils";
import type { Source } from "../report/words.js";
import { declarationsIn } from "../tags/declarations.js";

/** What a declaration forbids to change: elements of the value, its own fields, or all that can be reached from it. */
export type Guard = "elements" | "fields" | "deep";

interface Tag {
  readonly guard: Guard;
  readonly text: string;
}

const NONE: ReadonlyMap<string, Tag> = new Map();

/** What the JSDoc comment of a function says of its parameters: `@param {readonly T[]} xs`, and `@borrows xs` without `@mutates xs`. */
export function tagsOf(source: Source, fn: TSESTree.Node): ReadonlyMap<string, Tag> {
  const comment = commentOf(source, fn);
  const promises =
    declarationsIn(source)
      .functions.get(fn)
      ?.comments.flatMap((each) => each.promises) ?? [];
  if (comment === undefined && promises.length === 0) return NONE;
  const tags = new Map<string, Tag>();
  for (const [, type, name] of comment?.matchAll(/@param\s+\{((?:[^{}]|\{[^{}]*\})*)\}\s+\[?([\w$]+)/g) ?? []) {
    const guard = guardOf(type!);
    if (guard !== undefined) tags.set(name!, { guard, text: type!.trim() });
  }
  for (const { tag, target, parameter } of promises) {
    const isMutated = promises.some((each) => each.tag.name === "mutates" && each.parameter === parameter);
    if (tag.name === "borrows" && !isMutated) tags.set(target.text, { guard: "deep", text: `@borrows ${target.text}` });
  }
  return tags;
}

/** The comment stands before the function, or before the declaration or property whose value it is. */
function commentOf(source: Source, fn: TSESTree.Node): string | undefined {
  let holder = fn;
  while (HOLDERS.has(holder.parent?.type ?? "")) holder = holder.parent!;
  for (let each = fn; ; each = each.parent!) {
    const comment = source.getCommentsBefore(each).at(-1);
    if (comment?.type === "Block" && comment.value.startsWith("*")) return comment.value;
    if (each === holder) return undefined;
  }
}

const HOLDERS = new Set<string>([
  "VariableDeclarator",
  "VariableDeclaration",
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
  "MethodDefinition",
  "PropertyDefinition",
  "Property",
]);

/** What a type in a comment forbids. */
function guardOf(written: string): Guard | undefined {
  const type = written
    .replace(/^[?!]|=$|[?!]$/g, "")
    .replace(/\|\s*(?:null|undefined)\b|\b(?:null|undefined)\s*\|/g, "")
    .trim();
  if (/^(?:import\(["']regions-runtime["']\)\.)?Frozen</.test(type)) return "deep";
  if (/^readonly\s+[^|]+\[\]$|^readonly\s+\[[^|]*\]$|^Readonly(?:Array|Map|Set)<[^|]*>$/.test(type)) return "elements";
  if (/^Readonly<(?:[^|<>]+\[\]|Array<[^|]*>)>$/.test(type)) return "elements";
  return /^Readonly<[^|]*>$/.test(type) ? "fields" : undefined;
}
