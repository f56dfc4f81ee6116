import { ESLintUtils, type TSESLint } from "@typescript-eslint/utils";
import { findingsOf } from "./analysis.js";
import type { RuleName } from "./findings/finding.js";
import { describe } from "./report/describe.js";
import { repairsOf } from "./report/repair.js";

export interface RuleDocs {
  readonly description: string;
  /** The configs that turn the rule on. */
  readonly configs: readonly ("recommended" | "strict" | "platform")[];
}

type MessageIds = "mistake" | "repair";

const create = ESLintUtils.RuleCreator<RuleDocs>(
  (name) => `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`,
);

export type RegionsRule = TSESLint.RuleModule<MessageIds, [], RuleDocs> & { readonly name: string };

/** A rule that reports the findings of its kind: the analysis is shared by all rules of a file. */
export function createRule(name: RuleName, docs: RuleDocs): RegionsRule {
  return create<[], MessageIds>({
    name,
    meta: {
      type: "problem",
      docs,
      hasSuggestions: true,
      messages: { mistake: "{{message}}", repair: "{{description}}." },
      schema: [],
      defaultOptions: [],
    },
    create: (context) => ({
      Program() {
        for (const finding of findingsOf(context)) {
          if (finding.rule !== name) continue;
          context.report({
            node: finding.node,
            messageId: "mistake",
            data: { message: describe(context.sourceCode, finding) },
            suggest: repairsOf(context.sourceCode, finding).map(({ description, range, text }) => ({
              messageId: "repair",
              data: { description },
              fix: (fixer) => fixer.replaceTextRange(range, text),
            })),
          });
        }
      },
    }),
  });
}
