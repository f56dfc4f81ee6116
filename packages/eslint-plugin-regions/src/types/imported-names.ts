import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { mayHaveTags } from "../tags/parse-tags.js";
import { filesOf, type Services, type SourceFile, withoutAliases } from "./checker.js";

/**
 * The names that a file imports from files which name the runtime or have ownership tags, by way of re-exports too.
 * Other files say nothing of ownership that their importers do not say themselves.
 */
export function importedNames(services: Services, ast: TSESTree.Program): ReadonlySet<string> {
  const checker = services.program.getTypeChecker();
  const names = new Set<string>();
  for (const statement of ast.body) {
    if (statement.type !== AST_NODE_TYPES.ImportDeclaration) continue;
    for (const { local } of statement.specifiers) {
      const symbol = services.getSymbolAtLocation(local);
      if (symbol !== undefined && filesOf(withoutAliases(checker, symbol)).some(isOfInterest)) names.add(local.name);
    }
  }
  return names;
}

/** A program has each file once, and is asked by all that import from it. */
const answers = new WeakMap<SourceFile, boolean>();

function isOfInterest(file: SourceFile): boolean {
  let answer = answers.get(file);
  if (answer === undefined) {
    answer = mayHaveTags(file.text) || file.text.includes("regions-runtime");
    answers.set(file, answer);
  }
  return answer;
}
