import { ESLintUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import manifest from "../package.json" with { type: "json" };
import { noteFailure, takeFailure } from "./analysis.js";
import { INTERNAL, type RegionsRule, type RuleDocs, urlOf } from "./create-rule.js";
import type { Repair } from "./report/repair.js";

/** A mistake as ESLint gets it. */
export interface Report {
  readonly node: TSESTree.Node;
  readonly message: string;
  readonly repairs: readonly Repair[];
}

const create = ESLintUtils.RuleCreator<RuleDocs>(urlOf);

/** A rule with an analysis of its own, for mistakes in ordinary code, which the analysis of ownership does not look at. */
export function createLightRule(
  name: string,
  docs: RuleDocs,
  check: (sourceCode: Readonly<TSESLint.SourceCode>) => readonly Report[],
): RegionsRule {
  return create<[], "mistake" | "repair" | "internal">({
    name,
    meta: {
      type: "problem",
      docs,
      hasSuggestions: true,
      messages: { mistake: "{{message}}", repair: "{{description}}.", internal: INTERNAL },
      schema: [],
      defaultOptions: [],
    },
    create: (context) => ({
      Program(program) {
        try {
          for (const { node, message, repairs } of check(context.sourceCode)) {
            context.report({
              node,
              messageId: "mistake",
              data: { message },
              suggest: repairs.map(({ description, range, text }) => ({
                messageId: "repair",
                data: { description },
                fix: (fixer) => fixer.replaceTextRange(range, text),
              })),
            });
          }
        } catch (error) {
          noteFailure(program, error);
        }
        const failure = takeFailure(program);
        if (failure === undefined) return;
        const loc = { line: 1, column: 0 };
        context.report({ loc, messageId: "internal", data: { version: manifest.version, failure } });
      },
    }),
  });
}
