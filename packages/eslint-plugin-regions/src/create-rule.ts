import { ESLintUtils, type TSESLint } from "@typescript-eslint/utils";
import manifest from "../package.json" with { type: "json" };
import { type Context, findingsOf, noteFailure, takeFailure, takeSettingsProblems } from "./analysis.js";
import type { Finding, RuleName } from "./findings/finding.js";
import { describe } from "./report/describe.js";
import { repairsOf } from "./report/repair.js";
import type { Problem } from "./tags/problem.js";

export interface RuleDocs {
  readonly description: string;
  /** The configs that turn the rule on. */
  readonly configs: readonly ("recommended" | "strict" | "platform")[];
}

type MessageIds = "mistake" | "repair" | "internal";

const INTERNAL =
  "Internal error of eslint-plugin-regions {{version}}: {{failure}}. Mistakes in this file may go unreported. " +
  "Please report it, with the file, at https://github.com/regions-js/regions/issues.";

const create = ESLintUtils.RuleCreator<RuleDocs>(
  (name) => `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`,
);

export type RegionsRule = TSESLint.RuleModule<MessageIds, [], RuleDocs> & { readonly name: string };

/** Rules that offer an edit for some of their reports. */
const WITH_SUGGESTIONS = new Set<RuleName>([
  "no-mutate-frozen",
  "no-use-after-move",
  "no-use-after-transfer",
  "require-dispose",
  "valid-ownership-tags",
]);

/**
 * A rule that reports the findings of its kind: the analysis is shared by all rules of a file.
 *
 * @param problemsOf what it reports instead, if that has places which are no nodes
 */
export function createRule(
  name: RuleName,
  docs: RuleDocs,
  problemsOf?: (context: RuleContext) => readonly Problem[],
): RegionsRule {
  return create<[], MessageIds>({
    name,
    meta: {
      type: "problem",
      docs,
      hasSuggestions: WITH_SUGGESTIONS.has(name),
      messages: {
        mistake: "{{message}}",
        repair: "{{description}}.",
        internal: INTERNAL,
      },
      schema: [],
      defaultOptions: [],
    },
    create: (context) => ({
      Program() {
        const { ast } = context.sourceCode;
        const attempt = (report: () => void): void => {
          try {
            report();
          } catch (error) {
            noteFailure(ast, error);
          }
        };
        if (problemsOf !== undefined) {
          attempt(() => {
            for (const problem of problemsOf(context)) reportProblem(context, problem);
          });
        } else {
          for (const finding of findingsOf(context)) {
            if (finding.rule !== name) continue;
            attempt(() => {
              reportProblem(context, problemIn(context, finding));
            });
          }
        }
        const failure = takeFailure(ast);
        if (failure !== undefined) {
          const loc = { line: 1, column: 0 };
          context.report({ loc, messageId: "internal", data: { version: manifest.version, failure } });
        }
      },
      "Program:exit"() {
        // Not all configs have the rule that is for it.
        for (const problem of settingsProblems(context)) reportProblem(context, problem);
      },
    }),
  });
}

/** What is wrong with the settings, unless that was reported for this file. */
export function settingsProblems(context: Context): Problem[] {
  const start = { line: 1, column: 0 };
  const loc = { start, end: start };
  return takeSettingsProblems(context).map((message) => ({ loc, message, repairs: [] }));
}

type RuleContext = Readonly<TSESLint.RuleContext<MessageIds, []>>;

function problemIn({ sourceCode }: RuleContext, finding: Finding): Problem {
  return {
    loc: finding.node.loc,
    message: describe(sourceCode, finding),
    repairs: WITH_SUGGESTIONS.has(finding.rule) ? repairsOf(sourceCode, finding) : [],
  };
}

function reportProblem(context: RuleContext, { loc, message, repairs }: Problem): void {
  context.report({
    loc,
    messageId: "mistake",
    data: { message },
    suggest: repairs.map(({ description, range, text }) => ({
      messageId: "repair",
      data: { description },
      fix: (fixer) => fixer.replaceTextRange(range, text),
    })),
  });
}
