import type { ESLint, Linter } from "eslint";
import plugin, { type ConfigName } from "../../index.js";
import type { ESLintClass } from "../load-eslint.js";
import { isWithoutConfiguration, Trouble } from "../trouble.js";
import { type Configuration, configurationOf, presetConfiguration } from "./configuration.js";
import { explainError } from "./explain-error.js";
import type { CheckedFile, CheckedFinding, CheckResult, RuleInfo } from "./finding.js";
import { collectReports, inOrder, type Reports, spotOf } from "./reports.js";

export interface CheckOptions {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile?: string | undefined;
  /** Use this set instead of any configuration. */
  readonly preset?: ConfigName | undefined;
  readonly fix?: boolean;
  /** Keep what rules of others report. */
  readonly all?: boolean;
  /** Keep what comments turn off. */
  readonly suppressed?: boolean;
  /** Added to the configuration. */
  readonly overrideConfig?: Linter.Config[];
}

/** Who wants to see what happens meanwhile. */
export interface Watcher {
  note(text: string): void;
  /** A file is done. */
  progress(done: number, total: number): void;
}

/**
 * Lets ESLint find and lint files, and joins to its messages the other places that the rules reported.
 *
 * @throws Trouble, and what ESLint throws
 */
export async function check(ESLint: ESLintClass, options: CheckOptions, watcher: Watcher): Promise<CheckResult> {
  const { cwd, preset, paths } = options;
  if (paths.includes("")) throw new Trouble("One of the paths to check is empty.", "Name files, folders and patterns.");
  if (preset !== undefined) {
    return checkWith(ESLint, options, tell(await presetConfiguration(cwd, preset), watcher), watcher);
  }
  try {
    return await checkWith(ESLint, options, configurationOf(cwd, options.configFile), watcher);
  } catch (error) {
    if (!isWithoutConfiguration(error)) throw error;
    const configuration = await presetConfiguration(cwd, "recommended");
    watcher.note(`There is no eslint.config.js (or .mjs, .cjs, .ts) in ${cwd} or above.`);
    return checkWith(ESLint, options, tell(configuration, watcher), watcher);
  }
}

function tell(configuration: Configuration, watcher: Watcher): Configuration {
  if (configuration.note !== undefined) watcher.note(configuration.note);
  return configuration;
}

async function checkWith(
  ESLint: ESLintClass,
  { cwd, paths, fix = false, all = false, suppressed = false, overrideConfig = [] }: CheckOptions,
  configuration: Configuration,
  watcher: Watcher,
): Promise<CheckResult> {
  const configured = new Set<string>();
  const isWanted = ({ ruleId }: { ruleId: string }): boolean => {
    const isOurs = isNamedAsOurs(ruleId);
    if (isOurs) configured.add(ruleId);
    return all || isOurs || overrideConfig.some(({ rules }) => rules !== undefined && ruleId in rules);
  };
  const common = { cwd, ...configuration.options };
  const explained = async (error: unknown): Promise<never> => {
    throw await explainError(error, new ESLint(common), cwd);
  };
  const listed = await list(ESLint, common, paths).catch(explained);
  const eslint = new ESLint({
    ...common,
    fix,
    ruleFilter: isWanted,
    overrideConfig: [...overrideConfig, ...(all ? [] : [WITHOUT_DIRECTIVES])],
  });
  using reports = collectReports();
  const results: ESLint.LintResult[] = [];
  for (const [index, file] of listed.entries()) {
    // What is ignored has been told, and is not linted.
    results.push(...(file.messages.length > 0 ? [file] : await eslint.lintFiles([file.filePath]).catch(explained)));
    watcher.progress(index + 1, listed.length);
  }
  if (fix) await ESLint.outputFixes(results);
  const linted = results.filter((result) => !listed.includes(result) && result.fatalErrorCount === 0).length;
  if (linted > 0 && configured.size === 0) notConfigured(linted);
  return resultOf(eslint, results, reports, { all, suppressed }, listed.length);
}

/** Where only some rules run, whole-line directives look unused, and a fix would remove them. */
const WITHOUT_DIRECTIVES: Linter.Config = { linterOptions: { reportUnusedDisableDirectives: "off" } };

function notConfigured(files: number): never {
  throw new Trouble(
    `The configuration turns on no rule of eslint-plugin-regions for ${files === 1 ? "this file" : `any of these ${files} files`}.`,
    "Add 'regions.configs.recommended' to it, or check with '--preset recommended'.",
  );
}

const RULES = new Set(Object.keys(plugin.rules));

/** A config can give the plugin any name. */
const isNamedAsOurs = (ruleId: string): boolean => ruleId.includes("/") && RULES.has(ruleId.replace(/^.*\//, ""));

/** It makes nothing of a file, so that it takes no time to lint it. */
const NAMES_ONLY: Linter.Processor = {
  meta: { name: "regions/names-only", version: "1" },
  preprocess: () => [],
  postprocess: () => [],
};

/** The files that ESLint would lint; those that were named but are ignored have a message that says so. */
function list(ESLint: ESLintClass, options: ESLint.Options, paths: readonly string[]): Promise<ESLint.LintResult[]> {
  return new ESLint({ ...options, overrideConfig: [{ processor: NAMES_ONLY }] }).lintFiles([...paths]);
}

function resultOf(
  eslint: ESLint,
  results: readonly ESLint.LintResult[],
  reports: Reports,
  { all, suppressed }: { readonly all: boolean; readonly suppressed: boolean },
  checked: number,
): CheckResult {
  const metas = Object.entries(eslint.getRulesMetaForResults([...results]));
  const rules = new Map(metas.map(([ruleId, meta]): [string, RuleInfo] => [ruleId, infoOf(meta.docs)]));
  const isKept = ({ ruleId, fatal, line }: Linter.LintMessage): boolean =>
    all || fatal === true || (ruleId === null ? !line : isDocumentedAsOurs(rules.get(ruleId)));
  const files: CheckedFile[] = [];
  for (const { filePath, messages, suppressedMessages, output, source } of results) {
    const kept = (suppressed ? [...messages, ...suppressedMessages] : messages).filter(isKept);
    if (kept.length === 0) continue;
    const findings = kept.map((message) => findingOf(message, reports.find(filePath, message)));
    files.push({ path: filePath, source: output ?? source ?? "", findings });
  }
  return { files, rules, checked };
}

const DOCUMENTATION = "https://github.com/regions-js/regions/";

/** Rules of other plugins can have a name of ours. */
const isDocumentedAsOurs = (info: RuleInfo | undefined): boolean => info?.url?.startsWith(DOCUMENTATION) === true;

function infoOf(docs: { description?: string | undefined; url?: string | undefined } | undefined): RuleInfo {
  return { description: docs?.description ?? "", url: docs?.url };
}

function findingOf(
  message: Linter.LintMessage | Linter.SuppressedLintMessage,
  reported: ReturnType<Reports["find"]>,
): CheckedFinding {
  const { ruleId, severity, fatal, line, column, endLine, endColumn, fix, suggestions = [] } = message;
  return {
    ruleId: ruleId ?? undefined,
    severity: severity === 2 ? "error" : "warning",
    message: message.message,
    isFatal: fatal === true,
    isSuppressed: "suppressions" in message,
    spot: {
      line: line || 1,
      column: column || 1,
      endLine: endLine ?? (line || 1),
      endColumn: endColumn ?? (column || 1),
      label: reported?.label ?? "",
    },
    places: (reported?.places ?? []).map(({ loc, label }) => spotOf(loc, label)).sort(inOrder),
    fix,
    suggestions,
  };
}
