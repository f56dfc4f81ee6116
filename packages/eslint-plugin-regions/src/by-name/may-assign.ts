import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { codeOf } from "./code-of.js";

/** An assignment to a member or by a pattern, a count, or `delete`. */
const ASSIGNS =
  /(?:\.\s*#?[\w$]+["'`]?|[\]})])[\s)!]*[-+*/%&|^<>?]{0,3}=(?![=>])|\+\+|--|\bdelete\b|\bfor\s*\(\s*[\w$]+\s*[.[]/;

const cache = new WeakMap<TSESTree.Node, boolean>();

/** Whether a function, or one inside it, may assign to what others know. */
export function mayAssign(source: Readonly<TSESLint.SourceCode>, fn: TSESTree.Node): boolean {
  let known = cache.get(fn);
  if (known === undefined) {
    const through = source.scopeManager?.acquire(fn, true)?.through ?? [];
    // Fields are assigned without a dot.
    const isFields = fn.type === "ClassBody";
    known = isFields || through.some((each) => each.isWrite()) || ASSIGNS.test(codeOf(source).slice(...fn.range));
    cache.set(fn, known);
  }
  return known;
}
