import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { LostUpdate } from "../lost-updates/find-lost-updates.js";
import { contains } from "../lower/loops-around.js";
import type { Repair } from "./repair.js";
import type { Source } from "./words.js";

/** `total += await next()` becomes `const value = await next(); total += value`: the read comes after the wait. */
export function repairLostUpdate(source: Source, { write, read, suspension }: LostUpdate): Repair[] {
  if (write.type !== AST_NODE_TYPES.AssignmentExpression || suspension.type !== AST_NODE_TYPES.AwaitExpression)
    return [];
  const statement = write.parent;
  if (statement.type !== AST_NODE_TYPES.ExpressionStatement || !BLOCKS.has(statement.parent.type)) return [];
  if (!contains(write, read) || !contains(write.right, suspension) || !isFirstToRun(source, write, suspension))
    return [];
  const name = freeName(source, statement);
  const [start, end] = statement.range;
  const text = source.getText(statement);
  const from = suspension.range[0] - start;
  const rest = text.slice(0, from) + name + text.slice(suspension.range[1] - start);
  const line = source.lines[statement.loc.start.line - 1] ?? "";
  const indentation = line.slice(0, line.length - line.trimStart().length);
  return [
    {
      description: `Await first: 'const ${name} = await …'`,
      range: [start, end],
      text: `const ${name} = ${source.getText(suspension)};\n${indentation}${rest}`,
    },
  ];
}

const BLOCKS = new Set<string>([AST_NODE_TYPES.BlockStatement, AST_NODE_TYPES.Program, AST_NODE_TYPES.StaticBlock]);

/** Nothing else in the statement is run before the `await`, is skipped together with it, or waits too. */
function isFirstToRun(source: Source, write: TSESTree.AssignmentExpression, wait: TSESTree.Node): boolean {
  if (LOGICAL.has(write.operator)) return false;
  for (let each: TSESTree.Node | undefined = wait.parent; each !== undefined && each !== write; each = each.parent)
    if (CONDITIONAL.has(each.type)) return false;
  const isActive = (node: TSESTree.Node): boolean => {
    if (node === wait || node.range[0] >= wait.range[1]) return node !== wait && hasWait(source, node);
    return ACTIVE.has(node.type) && !contains(node, wait) ? true : childrenOf(source, node).some(isActive);
  };
  return !isActive(write.left) && !isActive(write.right);
}

function hasWait(source: Source, node: TSESTree.Node): boolean {
  return WAITS.has(node.type) || childrenOf(source, node).some((child) => hasWait(source, child));
}

function childrenOf({ visitorKeys }: Source, node: TSESTree.Node): TSESTree.Node[] {
  const parts = (visitorKeys[node.type] ?? []).map((key) => (node as unknown as Record<string, unknown>)[key]);
  return parts.flat().filter((part): part is TSESTree.Node => typeof part === "object" && part !== null);
}

const LOGICAL = new Set(["&&=", "||=", "??="]);
const WAITS = new Set<string>([AST_NODE_TYPES.AwaitExpression, AST_NODE_TYPES.YieldExpression]);
const CONDITIONAL = new Set<string>([AST_NODE_TYPES.ConditionalExpression, AST_NODE_TYPES.LogicalExpression]);
const ACTIVE = new Set<string>([
  AST_NODE_TYPES.CallExpression,
  AST_NODE_TYPES.NewExpression,
  AST_NODE_TYPES.TaggedTemplateExpression,
  AST_NODE_TYPES.UpdateExpression,
  AST_NODE_TYPES.AssignmentExpression,
  AST_NODE_TYPES.AwaitExpression,
  AST_NODE_TYPES.YieldExpression,
  AST_NODE_TYPES.ImportExpression,
]);

/** A name that means nothing in the file yet. */
function freeName(source: Source, statement: TSESTree.Node): string {
  const taken = new Set(
    source.scopeManager?.scopes.flatMap(({ set, through }) => [
      ...set.keys(),
      ...through.map(({ identifier }) => identifier.name),
    ]),
  );
  const names = ["value", "awaited", `value${String(statement.loc.start.line)}`];
  return names.find((name) => !taken.has(name)) ?? `_${names[0]!}${String(statement.range[0])}`;
}
