import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type AliasFile, readFile } from "./file.js";
import { summarise } from "./summarise.js";

const cache = new WeakMap<TSESTree.Program, AliasFile>();

/** What two names for one thing are in a file, found once however many rules ask. */
export function aliasesOf(source: Readonly<TSESLint.SourceCode>): AliasFile {
  let file = cache.get(source.ast);
  if (file === undefined) cache.set(source.ast, (file = readFile(source, summarise)));
  return file;
}
