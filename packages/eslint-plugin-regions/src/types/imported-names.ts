import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { mayHaveTags } from "../tags/parse-tags.js";
import { filesOf, type Services, type SourceFile, withoutAliases } from "./checker.js";

/** What a file has to mention for its importers to be of interest; a program has each file once, and many importers. */
export interface Topic {
  readonly isIn: (text: string) => boolean;
  readonly answers: WeakMap<SourceFile, boolean>;
}

const topic = (isIn: Topic["isIn"]): Topic => ({ isIn, answers: new WeakMap() });

const IMPORTS_RUNTIME = /\b(?:from|import|require|module)[\s(]*["']regions-runtime/;
/** Files that neither import the runtime nor have tags say nothing of ownership that their importers do not say themselves. */
export const OWNERSHIP = topic((text) => mayHaveTags(text) || IMPORTS_RUNTIME.test(text));
export const SHARED_MEMORY = topic((text) => text.includes("SharedArrayBuffer"));

/** The names that a file imports from files which mention something, by way of re-exports too. */
export function importedNames(services: Services, ast: TSESTree.Program, topic: Topic): ReadonlySet<string> {
  const checker = services.program.getTypeChecker();
  const names = new Set<string>();
  for (const statement of ast.body) {
    if (statement.type !== AST_NODE_TYPES.ImportDeclaration) continue;
    for (const { local } of statement.specifiers) {
      const symbol = services.getSymbolAtLocation(local);
      const files = symbol === undefined ? [] : filesOf(withoutAliases(checker, symbol));
      if (files.some((file) => mentions(file, topic))) names.add(local.name);
    }
  }
  return names;
}

/** Whether a file mentions what a topic is about. */
export function mentions(file: SourceFile, { isIn, answers }: Topic): boolean {
  let answer = answers.get(file);
  if (answer === undefined) answers.set(file, (answer = isIn(file.text)));
  return answer;
}
