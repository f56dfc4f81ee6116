import { ESLintUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import manifest from "../package.json" with { type: "json" };
import { type Context, findingsOf, noteFailure, takeFailure } from "./analysis.js";
import type { Finding, RuleName } from "./findings/finding.js";
import { describe } from "./report/describe.js";
import { type Repair, repairsOf } from "./report/repair.js";
import { readSettings, type Settings } from "./settings.js";

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
]);

/** What a rule reports at one place. */
export interface Problem {
  readonly node: TSESTree.Node;
  readonly message: string;
  /** An edit that cannot change for the worse what the code does. */
  readonly fix?: Repair | undefined;
  /** Edits for the author to choose from. */
  readonly suggestions: readonly Repair[];
}

export interface Capabilities {
  readonly isFixable?: boolean;
  readonly hasSuggestions?: boolean;
}

/** A rule that reports the findings of its kind: the analysis is shared by all rules of a file. */
export function createRule(name: RuleName, docs: RuleDocs): RegionsRule {
  const hasSuggestions = WITH_SUGGESTIONS.has(name);
  return defineRule(name, docs, { hasSuggestions }, (context) =>
    findingsOf(context)
      .filter(({ rule }) => rule === name)
      .map((finding) => () => problemOf(context, finding, hasSuggestions)),
  );
}

/** A rule with an analysis of its own. */
export function createOwnRule(
  name: string,
  docs: RuleDocs,
  capabilities: Capabilities,
  find: (sourceCode: Context["sourceCode"], settings: Settings) => readonly Problem[],
): RegionsRule {
  return defineRule(name, docs, capabilities, (context) => {
    const settings = readSettings(context.settings);
    try {
      return find(context.sourceCode, settings).map((problem) => () => problem);
    } catch (error) {
      noteFailure(context.sourceCode.ast, error);
      return [];
    }
  });
}

function defineRule(
  name: string,
  docs: RuleDocs,
  { isFixable = false, hasSuggestions = false }: Capabilities,
  find: (context: Context) => readonly (() => Problem)[],
): RegionsRule {
  return create<[], MessageIds>({
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
      schema: [],
      defaultOptions: [],
    },
    create: (context) => ({
      Program() {
        const { ast } = context.sourceCode;
        for (const describeProblem of find(context)) {
          try {
            report(context, describeProblem());
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

function problemOf({ sourceCode }: Context, finding: Finding, hasSuggestions: boolean): Problem {
  return {
    node: finding.node,
    message: describe(sourceCode, finding),
    suggestions: hasSuggestions ? repairsOf(sourceCode, finding) : [],
  };
}

function report(context: RuleContext, { node, message, fix, suggestions }: Problem): void {
  context.report({
    node,
    messageId: "mistake",
    data: { message },
    ...(fix && { fix: (fixer) => fixer.replaceTextRange(fix.range, fix.text) }),
    suggest: suggestions.map(({ description, range, text }) => ({
      messageId: "repair",
      data: { description },
      fix: (fixer) => fixer.replaceTextRange(range, text),
    })),
  });
}
