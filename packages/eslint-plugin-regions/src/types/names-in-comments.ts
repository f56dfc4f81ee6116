import type { TSESLint } from "@typescript-eslint/utils";
import { type Declaration, filesOf, type Services } from "./checker.js";
import { mentions, type Topic } from "./imported-names.js";

const RUNTIME = "regions-runtime";
const IMPORTS = /@import\b|\bimport\(["']/;

/** The modules that a file imports from; of plain JavaScript those in its comments, too. */
interface WithImports {
  readonly imports?: readonly (Declaration & { readonly text: string })[];
}

const NONE: ReadonlySet<string> = new Set();

/**
 * In plain JavaScript comments import types: `@type {import("module").Job}`.
 *
 * @returns the paths of the files which mention something, and the names that comments give to what is imported from them
 */
export function namesInComments(
  services: Services,
  { ast, text }: Pick<TSESLint.SourceCode, "ast" | "text">,
  topic: Topic,
): ReadonlySet<string> {
  if (!IMPORTS.test(text)) return NONE;
  const checker = services.program.getTypeChecker();
  const { imports = [] } = services.esTreeNodeToTSNodeMap.get(ast) as WithImports;
  const paths = imports.filter((each) => {
    const symbol = each.text === RUNTIME ? undefined : checker.getSymbolAtLocation(each);
    return each.text === RUNTIME || (symbol !== undefined && filesOf(symbol).some((file) => mentions(file, topic)));
  });
  const comments = ast.comments.map(({ value }) => value);
  const names = new Set(paths.map((each) => each.text).filter((path) => isImportedIn(comments, path)));
  if (names.size > 0) addAliases(names, comments);
  return names;
}

const isImportedIn = (comments: readonly string[], path: string): boolean =>
  comments.some((each) => IMPORTS.test(each) && each.includes(path));

/** `@typedef {import("module").Job} Job` and `@import { Job } from "module"`. */
function addAliases(names: Set<string>, comments: readonly string[]): void {
  for (const comment of comments) {
    if (![...names].some((name) => comment.includes(name))) continue;
    const alias = /@typedef\s+\{[^]*\}\s+([\w$]+)/.exec(comment)?.[1];
    if (alias !== undefined) names.add(alias);
    for (const [, list] of comment.matchAll(/@import\s+\{([^}]*)\}/g))
      for (const [name] of list!.matchAll(/[\w$]+(?=\s*(?:,|$))/g)) names.add(name);
  }
}
