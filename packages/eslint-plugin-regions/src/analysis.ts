import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { analyseFile } from "./analyse-file.js";
import { mayConcern } from "./early-exit.js";
import type { Finding } from "./findings/finding.js";
import { readSettings, type Settings } from "./settings.js";

/** By syntax tree, then by settings: all rules of a file share one analysis, computed when the first asks. */
const cache = new WeakMap<TSESTree.Program, Map<Settings, readonly Finding[]>>();

export type Context = Pick<Readonly<TSESLint.RuleContext<string, readonly unknown[]>>, "sourceCode" | "settings">;

/**
 * Everything that is wrong in a file.
 *
 * @throws Error when `settings.regions` is malformed
 */
export function findingsOf(context: Context): readonly Finding[] {
  const settings = readSettings(context.settings);
  const { ast } = context.sourceCode;
  let bySettings = cache.get(ast);
  if (bySettings === undefined) cache.set(ast, (bySettings = new Map<Settings, readonly Finding[]>()));
  let findings = bySettings.get(settings);
  if (findings === undefined) {
    findings = mayConcern(context.sourceCode.text, settings)
      ? analyseFile(context.sourceCode, settings.signatures)
      : [];
    bySettings.set(settings, findings);
  }
  return findings;
}
