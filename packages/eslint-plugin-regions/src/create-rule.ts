import { ESLintUtils, type TSESLint } from "@typescript-eslint/utils";
import manifest from "../package.json" with { type: "json" };
import { findingsOf, noteFailure, takeFailure } from "./analysis.js";
import type { Finding, RuleName } from "./findings/finding.js";
import { describe } from "./report/describe.js";
import { repairsOf } from "./report/repair.js";

export interface RuleDocs {
  readonly description: string;
  /** The configs that turn the rule on. */
  readonly configs: readonly ("recommended" | "strict" | "platform")[];
}

type MessageIds = "mistake" | "repair" | "internal";

export const INTERNAL =
  "Internal error of eslint-plugin-regions {{version}}: {{failure}}. Mistakes in this file may go unreported. " +
  "Please report it, with the file, at https://github.com/regions-js/regions/issues.";

/** The page of a rule. */
export const urlOf = (name: string): string => `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`;

const create = ESLintUtils.RuleCreator<RuleDocs>(urlOf);

export type RegionsRule = TSESLint.RuleModule<MessageIds, [], RuleDocs> & { readonly name: string };

/** Rules that offer an edit for some of their reports. */
const WITH_SUGGESTIONS = new Set<RuleName>([
  "no-mutate-frozen",
  "no-use-after-move",
  "no-use-after-transfer",
  "require-dispose",
]);

/** A rule that reports the findings of its kind: the analysis is shared by all rules of a file. */
export function createRule(name: RuleName, docs: RuleDocs): RegionsRule {
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
        for (const finding of findingsOf(context)) {
          if (finding.rule !== name) continue;
          try {
            reportFinding(context, finding);
          } catch (error) {
            noteFailure(ast, error);
          }
        }
        const failure = takeFailure(ast);
        if (failure !== undefined) {
          const loc = { line: 1, column: 0 };
          context.report({ loc, messageId: "internal", data: { version: manifest.version, failure } });
        }
      },
    }),
  });
}

type RuleContext = Readonly<TSESLint.RuleContext<MessageIds, []>>;

function reportFinding(context: RuleContext, finding: Finding): void {
  const { sourceCode } = context;
  context.report({
    node: finding.node,
    messageId: "mistake",
    data: { message: describe(sourceCode, finding) },
    suggest: (WITH_SUGGESTIONS.has(finding.rule) ? repairsOf(sourceCode, finding) : []).map(
      ({ description, range, text }) => ({
        messageId: "repair",
        data: { description },
        fix: (fixer) => fixer.replaceTextRange(range, text),
      }),
    ),
  });
}
