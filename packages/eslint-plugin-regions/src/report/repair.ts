import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import type { Fact } from "../flow/state/facts.js";
import { isCloneable } from "./cloneable.js";

/** A safe edit that the author can choose. */
export interface Repair {
  readonly description: string;
  readonly range: readonly [number, number];
  readonly text: string;
}

type Source = TSESLint.SourceCode;

/** The edits that would put a finding right. */
export function repairsOf(source: Source, finding: Finding): Repair[] {
  if (finding.by !== undefined) return [];
  switch (finding.kind) {
    case "use":
      return repairUse(source, finding.fact, finding.node);
    case "mutation":
      // What is read-only is somebody else's: a copy of it may not be what is wanted.
      return finding.rule === "no-mutate-frozen" ? repairMutation(finding.node) : [];
    case "undisposed":
      return declareWithUsing(source, finding.node);
    default:
      return [];
  }
}

/** `const list = borrow(x)` of a variable that is never assigned anew ends with its block as `using list = …`. */
function declareWithUsing(source: Source, node: TSESTree.Node): Repair[] {
  let value = node;
  if (value.parent?.type === AST_NODE_TYPES.AwaitExpression) value = value.parent;
  const holder = value.parent;
  if (holder?.type !== AST_NODE_TYPES.VariableDeclarator || holder.init !== value) return [];
  const declaration = holder.parent;
  if (declaration.declarations.length !== 1 || holder.id.type !== AST_NODE_TYPES.Identifier) return [];
  const isExported = declaration.parent.type === AST_NODE_TYPES.ExportNamedDeclaration;
  const keyword = source.getFirstToken(declaration);
  if (keyword === null || isExported || declaration.kind !== "const") return [];
  return [
    {
      description: "Declare it with 'using', which disposes of it at the end of the block",
      range: keyword.range,
      text: "using",
    },
  ];
}

/** Mutating array methods and what returns a changed copy instead. */
const COPYING: Partial<Record<string, string>> = { sort: "toSorted", reverse: "toReversed", splice: "toSpliced" };

/** `const s = frozen.sort()` can take the method that copies, because its result is all that is used. */
function repairMutation(node: TSESTree.Node): Repair[] {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression) return [];
  const { property, computed } = node.callee;
  if (computed || property.type !== AST_NODE_TYPES.Identifier) return [];
  const copying = COPYING[property.name];
  if (copying === undefined || node.parent.type === AST_NODE_TYPES.ExpressionStatement) return [];
  // `splice` returns what was taken out, `toSpliced` what is left.
  if (property.name === "splice") return [];
  return [{ description: `Use '${copying}', which returns a changed copy`, range: property.range, text: copying }];
}

/** After `const next = move(job)`, a use of `job` can become a use of `next`. */
function repairUse(source: Source, fact: Fact, node: TSESTree.Node): Repair[] {
  const { handsBack, kind } = fact.operation;
  if (!handsBack) return fact.kind === "transferred" && isCloneable(kind) ? copyInstead(source, fact) : [];
  if (node.type !== AST_NODE_TYPES.Identifier) return [];
  if (source.getText(fact.operation.subject) !== node.name) return [];
  const holder = fact.operation.node.parent;
  if (holder?.type !== AST_NODE_TYPES.VariableDeclarator || holder.init !== fact.operation.node) return [];
  if (holder.id.type !== AST_NODE_TYPES.Identifier || holder.parent.kind !== "const") return [];
  const { name } = holder.id;
  if (holder.range[1] > node.range[0] || !isVisible(source, holder.id, node)) return [];
  return [{ description: `Use '${name}', which holds it now`, range: node.range, text: name }];
}

function isVisible(source: Source, declared: TSESTree.Identifier, at: TSESTree.Node): boolean {
  const manager = source.scopeManager;
  let scope = null;
  for (let each: TSESTree.Node | undefined = at; each && !scope; each = each.parent) {
    scope = manager?.acquire(each, true) ?? null;
  }
  for (let each = scope; each; each = each.upper) {
    const variable = each.set.get(declared.name);
    if (variable) return variable.identifiers.includes(declared);
  }
  return false;
}

/** `postMessage(buf, [buf])` without its list posts a copy, and leaves the original as it is. */
function copyInstead(source: Source, fact: Fact): Repair[] {
  const call = fact.operation.node;
  if (call.type !== AST_NODE_TYPES.CallExpression || call.arguments.length !== 2) return [];
  const [message, list] = call.arguments;
  if (message === undefined || list?.type !== AST_NODE_TYPES.ArrayExpression || list.elements.length !== 1) return [];
  // What the message does not hold is not posted at all without the list.
  if (!source.getText(message).includes(source.getText(root(list.elements[0] ?? list)))) return [];
  const range = [message.range[1], list.range[1]] as const;
  if (source.getCommentsInside(call).length > 0) return [];
  return [
    {
      description: `Post a copy: leave '${source.getText(list.elements[0] ?? list)}' out of the transfer list (line ${String(call.loc.start.line)})`,
      range,
      text: "",
    },
  ];
}

/** The variable that an expression such as `view.buffer` starts from. */
function root(node: TSESTree.Node): TSESTree.Node {
  return node.type === AST_NODE_TYPES.MemberExpression ? root(node.object) : node;
}
