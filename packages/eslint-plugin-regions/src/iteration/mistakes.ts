import { aliasesOf } from "../aliases/aliases-of.js";
import type { Source } from "../report/words.js";
import { irOf } from "../lower/lower-file.js";
import { candidatesOf } from "./candidates.js";
import { describeIteration } from "./describe.js";
import { findInFunction } from "./find.js";
import type { IterationFinding } from "./finding.js";
import type { Problem } from "../report/problem.js";

/** Names without which nothing is iterated, or nothing changed. */
const ITERATES = /\bfor\s*(?:await\s*)?\(|\.\s*(?:forEach|map|filter|some|every|find\w*|flatMap|reduce\w*)\s*\(/;
const CHANGES =
  /\.\s*(?:push|pop|shift|unshift|splice|sort|reverse|copyWithin|add|set|delete|clear|length\s*[-+*]?=)\b/;

/** What the code base does on purpose. */
export interface Allowed {
  /** Loops that add to what they go over in every turn. */
  readonly append: boolean;
}

/** Changes of arrays, maps and sets while they are iterated. */
export function findIterationMistakes(source: Source, { append }: Allowed): Problem[] {
  if (!ITERATES.test(source.text) || !CHANGES.test(source.text)) return [];
  const file = aliasesOf(irOf(source));
  const found = new Map<string, IterationFinding>();
  for (const fn of candidatesOf(file)) {
    for (const finding of findInFunction(file, fn)) {
      const key = finding.node.range.join("-");
      if (!(append && finding.why === "endless") && !found.has(key)) found.set(key, finding);
    }
  }
  return [...found.values()].map((finding) => ({ loc: finding.node.loc, message: describeIteration(source, finding) }));
}
