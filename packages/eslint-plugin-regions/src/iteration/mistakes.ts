import type { TSESTree } from "@typescript-eslint/utils";
import { aliasesOf } from "../aliases/aliases-of.js";
import type { Source } from "../report/words.js";
import { hasChanges } from "./changes.js";
import { describeIteration, placesOfIteration } from "./describe.js";
import { findInFunction } from "./find.js";
import type { IterationFinding } from "./finding.js";
import type { Problem } from "../report/problem.js";
import { suspectsIn } from "./suspects.js";

/** Names without which nothing is iterated. */
const ITERATES = /\bfor\s*(?:await\s*)?\(|(?:\.|["'`])\s*(?:forEach|map|filter|some|every|find\w*|flatMap|reduce\w*)\b/;

/** What the code base does on purpose. */
export interface Allowed {
  /** Loops that add to what they go over in every turn. */
  readonly append: boolean;
}

/** Changes of arrays, maps and sets while they are iterated. */
export function findIterationMistakes(source: Source, allowed: Allowed): Problem[] {
  return ITERATES.test(source.text) && hasChanges(source.text) ? mistakesIn(source, suspectsIn(source), allowed) : [];
}

/** The same in some functions of a file. */
export function mistakesIn(source: Source, functions: readonly TSESTree.Node[], { append }: Allowed): Problem[] {
  if (functions.length === 0) return [];
  const file = aliasesOf(source);
  const found = new Map<string, IterationFinding>();
  for (const node of functions) {
    const fn = file.functions.at(node);
    for (const finding of fn === undefined ? [] : findInFunction(file, fn)) {
      const key = finding.node.range.join("-");
      if (!(append && finding.why === "endless") && !found.has(key)) found.set(key, finding);
    }
  }
  return [...found.values()].map((finding) => ({
    loc: finding.node.loc,
    message: describeIteration(source, finding),
    ...placesOfIteration(finding),
  }));
}
