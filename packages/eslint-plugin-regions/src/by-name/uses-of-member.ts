import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { constantKey } from "../lower/constant-key.js";
import { codeOf } from "./code-of.js";
import { nodeAt } from "./node-at.js";

type Source = Readonly<TSESLint.SourceCode>;

/** Where a range of a file reads a member of this name, of whatever object: `a.name`, `a["name"]`, `{ name } = a`. */
export function usesOfMember(source: Source, name: string, [start, end]: TSESTree.Range): TSESTree.Node[] {
  const pattern = new RegExp(`(?<![\\w$#])${name.replace(/[^\w]/g, String.raw`\$&`)}(?![\\w$])`, "g");
  const uses: TSESTree.Node[] = [];
  for (const { index } of codeOf(source).slice(start, end).matchAll(pattern)) {
    const use = useAt(nodeAt(source, start + index), name);
    if (use !== undefined) uses.push(use);
  }
  return uses;
}

function useAt(key: TSESTree.Node, name: string): TSESTree.Node | undefined {
  const { parent } = key.type === "TemplateElement" ? key.parent : key;
  if (parent?.type === "MemberExpression")
    return constantKey(parent.property, parent.computed) === name ? parent : undefined;
  if (parent?.type !== "Property" || parent.parent.type !== "ObjectPattern") return undefined;
  return constantKey(parent.key, parent.computed) === name ? parent : undefined;
}
