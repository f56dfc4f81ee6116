import type { TSESTree } from "@typescript-eslint/utils";
import { lowerAssignment, lowerUpdate } from "./assignments.js";
import type { Builder } from "./builder.js";
import { lowerChain, lowerNew } from "./chains.js";
import { discardLogical, lowerConditional, lowerLogical } from "./conditions.js";
import { emitAwait, emitCall, emitCast, emitSelf, emitUnknown, emitYield } from "./emit.js";
import { lowerGeneric } from "./generic.js";
import type { Argument, Temp } from "./ir.js";
import { lowerJsx } from "./jsx.js";
import { lowerArray, lowerLiteral, lowerObject, lowerTemplate } from "./literals.js";
import { lowerBinary, lowerUnary } from "./operators.js";
import { lowerReference } from "./references.js";

/** Evaluates an expression. */
export function lowerExpression(b: Builder, node: TSESTree.Node): Temp {
  switch (node.type) {
    case "Identifier":
      return lowerReference(b, node);
    case "MemberExpression":
    case "CallExpression":
    case "ChainExpression":
    case "TaggedTemplateExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return lowerChain(b, node);
    case "Literal":
      return lowerLiteral(b, node);
    case "BinaryExpression":
      return lowerBinary(b, node);
    case "LogicalExpression":
      return lowerLogical(b, node);
    case "AssignmentExpression":
      return lowerAssignment(b, node);
    case "ObjectExpression":
      return lowerObject(b, node);
    case "ArrayExpression":
      return lowerArray(b, node);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return b.lower.functionValue(b, node);
    case "ThisExpression":
      return emitSelf(b, node, "this");
    case "Super":
      return emitSelf(b, node, "super");
    case "UnaryExpression":
      return lowerUnary(b, node);
    case "UpdateExpression":
      return lowerUpdate(b, node);
    case "TemplateLiteral":
      return lowerTemplate(b, node);
    case "NewExpression":
      return lowerNew(b, node);
    case "ConditionalExpression": {
      const result = b.temps++;
      lowerConditional(b, node, result);
      return result;
    }
    case "AwaitExpression":
      return emitAwait(b, node, b.lower.expression(b, node.argument));
    case "YieldExpression":
      return emitYield(b, node, node.argument ? b.lower.expression(b, node.argument) : undefined, node.delegate);
    case "SequenceExpression": {
      const { expressions } = node;
      const last = expressions.length - 1;
      for (let i = 0; i < last; i++) lowerDiscarded(b, expressions[i]!);
      return b.lower.expression(b, expressions[last]!);
    }
    case "ClassExpression":
      return b.lower.classValue(b, node);
    case "ImportExpression":
      return lowerImport(b, node);
    case "MetaProperty":
      return emitUnknown(b, node);
    case "JSXElement":
    case "JSXFragment":
      return lowerJsx(b, node);
    default:
      return lowerForeign(b, node);
  }
}

/** Evaluates an expression for its effects. */
export function lowerDiscarded(b: Builder, node: TSESTree.Node): void {
  if (node.type === "LogicalExpression") discardLogical(b, node);
  else if (node.type === "ConditionalExpression") lowerConditional(b, node, undefined);
  else if (node.type === "SequenceExpression") {
    for (const expression of node.expressions) lowerDiscarded(b, expression);
  } else b.lower.expression(b, node);
}

function lowerImport(b: Builder, node: TSESTree.ImportExpression): Temp {
  const callee = emitUnknown(b, node);
  const args: Argument[] = [{ temp: b.lower.expression(b, node.source), spread: false }];
  if (node.options) args.push({ temp: b.lower.expression(b, node.options), spread: false });
  return emitCall(b, node, callee, undefined, args);
}

/** Node types that only some parsers make. */
function lowerForeign(b: Builder, node: TSESTree.Node): Temp {
  const type: string = node.type;
  if ("expression" in node && typeof node.expression === "object") {
    const inner = node.expression as TSESTree.Node;
    if (type === "ParenthesizedExpression") return b.lower.expression(b, inner);
    if (type === "TypeCastExpression") return emitCast(b, node, b.lower.expression(b, inner), undefined);
  }
  return lowerGeneric(b, node);
}
