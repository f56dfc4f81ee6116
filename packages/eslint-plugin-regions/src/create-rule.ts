import { ESLintUtils, type JSONSchema as Schemas, type TSESLint } from "@typescript-eslint/utils";
import manifest from "../package.json" with { type: "json" };
import { type Context, findingsOf, noteFailure, takeFailure, takeSettingsProblems } from "./analysis.js";
import type { Finding, RuleName } from "./findings/finding.js";
import { describe } from "./report/describe.js";
import { tellListener } from "./report/listener.js";
import { placesOf } from "./report/places.js";
import type { Problem } from "./report/problem.js";
import { repairsOf } from "./report/repair.js";

export interface RuleDocs {
  readonly description: string;
  /** The configs that turn the rule on. */
  readonly configs: readonly ("recommended" | "strict" | "platform")[];
}

type MessageIds = "mistake" | "repair" | "internal";

const INTERNAL =
  "Internal error of eslint-plugin-regions {{version}}: {{failure}}. Mistakes in this file may go unreported. " +
  "Please report it, with the file, at https://github.com/regions-js/regions/issues.";

/** A rule sees its options, if it has any. */
type OptionsContext = Context & Pick<RuleContext, "options">;

const create = ESLintUtils.RuleCreator<RuleDocs>(
  (name) => `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`,
);

type Options = readonly unknown[];
type JSONSchema = Schemas.JSONSchema4;

export type RegionsRule = TSESLint.RuleModule<MessageIds, Options, RuleDocs> & { readonly name: string };

export interface Capabilities {
  /** Some of its reports come with an edit that cannot change for the worse what the code does. */
  readonly isFixable?: boolean;
  /** Some come with edits for the author to choose from. */
  readonly hasSuggestions?: boolean;
  /** What may be given as its one option, and what is when nothing is. */
  readonly option?: { readonly schema: JSONSchema; readonly byDefault: unknown };
}

/** Of the rules that report findings of the shared analysis. */
const WITH_SUGGESTIONS = new Set<RuleName>([
  "no-mutate-frozen",
  "no-use-after-move",
  "no-use-after-transfer",
  "require-dispose",
]);

/**
 * A rule that reports the findings of its kind.
 *
 * @param find the analysis that finds them; that of states is shared by most rules of a file
 */
export function createRule(
  name: RuleName,
  docs: RuleDocs,
  find: (context: Context) => readonly Finding[] = findingsOf,
): RegionsRule {
  const hasSuggestions = WITH_SUGGESTIONS.has(name);
  return defineRule(name, docs, { hasSuggestions }, (context) =>
    find(context)
      .filter(({ rule }) => rule === name)
      .map((finding) => () => ({
        loc: finding.node.loc,
        message: describe(context.sourceCode, finding),
        ...placesOf(finding),
        repairs: hasSuggestions ? repairsOf(context.sourceCode, finding) : [],
      })),
  );
}

/** A rule with an analysis of its own, for mistakes in ordinary code, or in what is no code. */
export function createLightRule(
  name: string,
  docs: RuleDocs,
  find: (sourceCode: TSESLint.SourceCode, context: OptionsContext) => readonly Problem[],
  capabilities: Capabilities = {},
): RegionsRule {
  return defineRule(name, docs, capabilities, (context) =>
    find(context.sourceCode, context).map((problem) => () => problem),
  );
}

/** @param find what tells, for each place to report, what is wrong there */
function defineRule(
  name: string,
  docs: RuleDocs,
  { isFixable = false, hasSuggestions = false, option }: Capabilities,
  find: (context: OptionsContext) => readonly (() => Problem)[],
): RegionsRule {
  return create<Options, MessageIds>({
    name,
    meta: {
      type: "problem",
      docs,
      ...(isFixable && { fixable: "code" }),
      hasSuggestions,
      messages: {
        mistake: "{{message}}",
        repair: "{{description}}.",
        internal: INTERNAL,
      },
      schema: option === undefined ? [] : [option.schema],
      defaultOptions: option === undefined ? [] : [option.byDefault],
    },
    create: (context) => ({
      Program(program) {
        const attempt = (act: () => void): void => {
          try {
            act();
          } catch (error) {
            noteFailure(program, error);
          }
        };
        attempt(() => {
          for (const tell of find(context)) {
            attempt(() => {
              report(context, tell());
            });
          }
        });
        const failure = takeFailure(program);
        if (failure !== undefined) {
          const loc = { line: 1, column: 0 };
          context.report({ loc, messageId: "internal", data: { version: manifest.version, failure } });
        }
      },
      "Program:exit"() {
        // Not all configs have the rule that is for it.
        for (const problem of settingsProblems(context)) report(context, problem);
      },
    }),
  });
}

/** What is wrong with the settings, unless that was reported for this file. */
export function settingsProblems(context: Context): Problem[] {
  const start = { line: 1, column: 0 };
  return takeSettingsProblems(context).map((message) => ({ loc: { start, end: start }, message }));
}

type RuleContext = Readonly<TSESLint.RuleContext<MessageIds, Options>>;

function report(context: RuleContext, { loc, message, fix, repairs = [], ...places }: Problem): void {
  const { id: ruleId, filename, sourceCode } = context;
  tellListener({ ruleId, filename, ast: sourceCode.ast, loc, message, ...places });
  context.report({
    loc,
    messageId: "mistake",
    data: { message },
    ...(fix && { fix: (fixer) => fixer.replaceTextRange(fix.range, fix.text) }),
    suggest: repairs.map(({ description, range, text }) => ({
      messageId: "repair",
      data: { description },
      fix: (fixer) => fixer.replaceTextRange(range, text),
    })),
  });
}
