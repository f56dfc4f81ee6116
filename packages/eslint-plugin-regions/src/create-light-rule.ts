import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type Context, noteFailure } from "./analysis.js";
import { create, type RegionsRule, type RuleDocs, reportFailure, META } from "./create-rule.js";

/** Something to report. */
export interface Mistake {
  readonly node: TSESTree.Node;
  readonly message: string;
}

/** A rule with an analysis of its own, for mistakes of ordinary code, which names nothing of interest. */
export function createLightRule(
  name: string,
  docs: RuleDocs,
  find: (source: Readonly<TSESLint.SourceCode>, context: Context) => readonly Mistake[],
): RegionsRule {
  return create<[], "mistake" | "repair" | "internal">({
    name,
    meta: { ...META, docs },
    create: (context) => ({
      Program() {
        const { sourceCode } = context;
        try {
          for (const { node, message } of find(sourceCode, context)) {
            context.report({ node, messageId: "mistake", data: { message } });
          }
        } catch (error) {
          noteFailure(sourceCode.ast, error);
        }
        reportFailure(context);
      },
    }),
  });
}
