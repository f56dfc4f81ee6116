import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { analyseFile } from "./analyse-file.js";
import { mayConcern } from "./early-exit.js";
import type { Finding } from "./findings/finding.js";
import { checkSettings, type Settings } from "./settings/settings.js";
import { typesOf } from "./types/types.js";

/** By syntax tree, then by settings: all rules of a file share one analysis, computed when the first asks. */
const cache = new WeakMap<TSESTree.Program, Map<Settings, readonly Finding[]>>();

/** Files of which the analysis failed, and nobody has said so yet. */
const failures = new WeakMap<TSESTree.Program, string>();

export type Context = Pick<Readonly<TSESLint.RuleContext<string, readonly unknown[]>>, "sourceCode" | "settings">;

/** Everything that is wrong in a file. Of `settings.regions` what is well-formed counts. */
export function findingsOf(context: Context): readonly Finding[] {
  const settings = settingsOf(context);
  const { ast } = context.sourceCode;
  let bySettings = cache.get(ast);
  if (bySettings === undefined) cache.set(ast, (bySettings = new Map<Settings, readonly Finding[]>()));
  let findings = bySettings.get(settings);
  if (findings === undefined) bySettings.set(settings, (findings = analyse(context, settings)));
  return findings;
}

/** What of `settings.regions` is well-formed. */
export function settingsOf({ settings }: Context): Settings {
  return checkSettings(settings).settings;
}

const toldOfSettings = new WeakSet<TSESTree.Program>();

/** What is wrong with the settings, for the first who asks about a file: a mistake in a config is told once for each. */
export function takeSettingsProblems({ sourceCode, settings }: Context): readonly string[] {
  if (toldOfSettings.has(sourceCode.ast)) return [];
  toldOfSettings.add(sourceCode.ast);
  return checkSettings(settings).problems;
}

/** An error in the analysis must not end the whole run of ESLint, and must not look as if all were well. */
function analyse({ sourceCode }: Context, settings: Settings): readonly Finding[] {
  try {
    if (!mayConcern(sourceCode.text, settings) && !importsOfInterest(sourceCode)) return [];
    return analyseFile(sourceCode, settings.signatures);
  } catch (error) {
    noteFailure(sourceCode.ast, error);
    return [];
  }
}

/** Whether types say more of a file than its text: it imports from files that speak of ownership. */
function importsOfInterest(sourceCode: TSESLint.SourceCode): boolean {
  const types = typesOf(sourceCode);
  return types !== undefined && types.imported.size + types.inComments.size > 0;
}

/** Keeps the first error of a file, to be reported by whichever rule asks next. */
export function noteFailure(ast: TSESTree.Program, error: unknown): void {
  if (!failures.has(ast)) failures.set(ast, describeError(error));
}

/** The error that ended the analysis of a file, for the first who asks. */
export function takeFailure(ast: TSESTree.Program): string | undefined {
  const failure = failures.get(ast);
  if (failure !== undefined && failure !== REPORTED) failures.set(ast, REPORTED);
  return failure === REPORTED ? undefined : failure;
}

const REPORTED = "";

/** What is thrown, and where: enough to find the place, on one line. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error) || "unknown error";
  const place = /\n\s+at (?:async )?([^\s(]+) \(.*?([^/\\]+:\d+:\d+)\)/.exec(error.stack ?? "");
  const where = place === null ? "" : `, in '${place[1]!}' (${place[2]!})`;
  return `${error.name}: ${error.message.split("\n", 1)[0]!}${where}`;
}
