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

const INTERNAL =
  "Internal error of eslint-plugin-regions {{version}}: {{failure}}. Mistakes in this file may go unreported. " +
  "Please report it, with the file, at https://github.com/regions-js/regions/issues.";

export const create = ESLintUtils.RuleCreator<RuleDocs>(
  (name) => `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`,
);

export type RegionsRule = TSESLint.RuleModule<MessageIds, [], RuleDocs> & { readonly name: string };

/** What all rules have in common. */
export const META: Omit<TSESLint.RuleMetaData<MessageIds, RuleDocs>, "docs"> = {
  type: "problem",
  messages: {
    mistake: "{{message}}",
    repair: "{{description}}.",
    internal: INTERNAL,
  },
  schema: [],
  defaultOptions: [],
};

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
      ...META,
      docs,
      hasSuggestions: WITH_SUGGESTIONS.has(name),
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
        reportFailure(context);
      },
    }),
  });
}

/** Says that the analysis failed, once for a file. */
export function reportFailure(context: RuleContext): void {
  const failure = takeFailure(context.sourceCode.ast);
  if (failure === undefined) return;
  const loc = { line: 1, column: 0 };
  context.report({ loc, messageId: "internal", data: { version: manifest.version, failure } });
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
