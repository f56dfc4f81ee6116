import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { promisesOf, type Promised } from "./contract.js";
import { type Documented, documentedBy, type NamedParameter, parametersOf } from "./documented.js";
import { mayMeanTags, parseTags, type Tag } from "./parse-tags.js";

/** A JSDoc comment with ownership tags. */
export interface TaggedComment {
  readonly comment: TSESTree.Comment;
  readonly tags: readonly Tag[];
  readonly documented: Documented;
  readonly parameters: readonly NamedParameter[];
  readonly promises: readonly Promised[];
}

const NONE: readonly TaggedComment[] = [];
const cache = new WeakMap<TSESTree.Program, readonly TaggedComment[]>();

/** The comments of a file that have ownership tags. Files without cost one search of their text. */
export function taggedComments(sourceCode: TSESLint.SourceCode): readonly TaggedComment[] {
  const { ast } = sourceCode;
  let comments = cache.get(ast);
  if (comments === undefined) cache.set(ast, (comments = mayMeanTags(sourceCode.text) ? find(sourceCode) : NONE));
  return comments;
}

function find(sourceCode: TSESLint.SourceCode): TaggedComment[] {
  return sourceCode.getAllComments().flatMap((comment) => {
    if (comment.type !== "Block" || !comment.value.startsWith("*") || !mayMeanTags(comment.value)) return [];
    const tags = parseTags(sourceCode.text.slice(...comment.range));
    if (tags.length === 0) return [];
    const documented = documentedBy(sourceCode, comment);
    const isKnown = documented !== undefined && documented !== "unknown";
    const parameters = isKnown ? parametersOf(sourceCode, documented) : [];
    return [{ comment, tags, documented, parameters, promises: isKnown ? promisesOf(tags, parameters) : [] }];
  });
}
