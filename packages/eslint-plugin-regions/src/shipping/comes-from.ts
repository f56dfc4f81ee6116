import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { contains } from "../lower/loops-around.js";
import { importOf, moduleOf, plain, variableOf, type Variable } from "./origins.js";

type Source = TSESLint.SourceCode;

/**
 * Whether a value comes from a module: it is imported from it, got by calls and members of what is, declared to be of
 * one of its types, or handed by it to a callback.
 *
 * - "unknown": a parameter or a field of which nothing is said
 */
export type ComesFrom = "yes" | "no" | "unknown";

/** Values are followed over so many steps. */
const MOST_STEPS = 20;

export function comesFrom(source: Source, expression: TSESTree.Node, module: string, steps = MOST_STEPS): ComesFrom {
  if (steps === 0) return "no";
  const follow = (node: TSESTree.Node): ComesFrom => comesFrom(source, node, module, steps - 1);
  const node = plain(expression);
  switch (node.type) {
    case AST_NODE_TYPES.Identifier: {
      const variable = variableOf(source, node);
      return variable === undefined ? "no" : variableComesFrom(source, variable, module, steps - 1);
    }
    case AST_NODE_TYPES.AwaitExpression:
      return moduleOf(source, node) === module ? "yes" : follow(node.argument);
    case AST_NODE_TYPES.CallExpression:
      return moduleOf(source, node) === module ? "yes" : follow(node.callee);
    case AST_NODE_TYPES.NewExpression:
      return follow(node.callee);
    case AST_NODE_TYPES.MemberExpression:
      return node.object.type === AST_NODE_TYPES.ThisExpression
        ? fieldComesFrom(source, node, module, steps - 1)
        : follow(node.object);
    default:
      return "no";
  }
}

function variableComesFrom(source: Source, variable: Variable, module: string, steps: number): ComesFrom {
  const imported = importOf(source, variable);
  if (imported !== undefined) return imported.module === module ? "yes" : "no";
  const [definition] = variable.defs;
  const type = typeOf(definition?.name);
  if (type !== undefined) return isTypeOf(source, type, module) ? "yes" : "no";
  if (definition?.type === "Parameter") {
    const parameter = definition.node.params.find((each) => contains(each, definition.name));
    const declared = typeOf(parameter);
    if (declared !== undefined) return isTypeOf(source, declared, module) ? "yes" : "no";
    return parameterComesFrom(source, definition.node, module, steps);
  }
  const written = variable.references.flatMap(({ writeExpr }) => writeExpr ?? []);
  const answers = written.map((each) => comesFrom(source, each, module, steps));
  return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
}

/** `test("…", async ({ page }) => …)`: a callback gets what the one that calls it has. */
function parameterComesFrom(source: Source, fn: TSESTree.Node, module: string, steps: number): ComesFrom {
  let call = fn.parent;
  while (call !== undefined && LITERAL.has(call.type)) call = call.parent;
  if (call?.type !== AST_NODE_TYPES.CallExpression || contains(call.callee, fn)) return "unknown";
  return comesFrom(source, call.callee, module, steps) === "yes" ? "yes" : "unknown";
}

const LITERAL = new Set<string>([
  AST_NODE_TYPES.Property,
  AST_NODE_TYPES.ObjectExpression,
  AST_NODE_TYPES.ArrayExpression,
]);

/** `this.page`: what the class says of the field, or is seen to put into it. */
function fieldComesFrom(source: Source, node: TSESTree.MemberExpression, module: string, steps: number): ComesFrom {
  const body = classAround(node);
  if (body === undefined || node.property.type !== AST_NODE_TYPES.Identifier) return "unknown";
  const { name } = node.property;
  for (const member of body.body) {
    if (member.type === AST_NODE_TYPES.PropertyDefinition && isNamed(member.key, name)) {
      if (member.typeAnnotation) return isTypeOf(source, member.typeAnnotation, module) ? "yes" : "no";
      if (member.value) return comesFrom(source, member.value, module, steps);
    }
    if (member.type !== AST_NODE_TYPES.MethodDefinition || member.kind !== "constructor") continue;
    for (const each of member.value.params) {
      if (each.type !== AST_NODE_TYPES.TSParameterProperty || !isNamed(each.parameter, name)) continue;
      const type = typeOf(each.parameter);
      if (type !== undefined) return isTypeOf(source, type, module) ? "yes" : "no";
    }
  }
  return "unknown";
}

function classAround(node: TSESTree.Node): TSESTree.ClassBody | undefined {
  for (let each: TSESTree.Node | undefined = node; each; each = each.parent)
    if (each.type === AST_NODE_TYPES.ClassBody) return each;
  return undefined;
}

const isNamed = (node: TSESTree.Node, name: string): boolean =>
  node.type === AST_NODE_TYPES.Identifier && node.name === name;

/** The annotation of a binding; where there is none, some parsers have null. */
const typeOf = (node: TSESTree.Node | undefined): TSESTree.Node | undefined =>
  node !== undefined && "typeAnnotation" in node
    ? ((node.typeAnnotation as TSESTree.Node | null | undefined) ?? undefined)
    : undefined;

/** Whether a type names one that is imported from a module. */
function isTypeOf(source: Source, type: TSESTree.Node, module: string): boolean {
  const manager = source.scopeManager;
  const scopes = manager?.scopes.filter(({ block }) => block.type === AST_NODE_TYPES.Program) ?? [];
  const text = source.getText(type);
  return scopes.some(({ variables }) =>
    variables.some(
      (variable) =>
        importOf(source, variable)?.module === module &&
        new RegExp(`(?<![\\w$.])${escape(variable.name)}(?![\\w$])`).test(text),
    ),
  );
}

const escape = (name: string): string => name.replaceAll("$", "\\$");
