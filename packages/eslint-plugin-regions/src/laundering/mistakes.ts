import type { TSESTree } from "@typescript-eslint/utils";
import type { Problem } from "../report/problem.js";
import { withoutAssertion } from "../lower/assertions.js";
import { type Source, textOf } from "../report/words.js";
import { type Checker, servicesOf } from "../types/checker.js";
import { type Lost, readonlyTypesOf } from "./readonly-types.js";

/** Read-only values that are given a type through which they can be changed. */
export function findLaundering(source: Source): Problem[] {
  const known = servicesOf(source);
  if (known === undefined) return [];
  const services = known;
  const checker = services.program.getTypeChecker();
  const types = readonlyTypesOf(checker);
  const mistakes: Problem[] = [];
  const queue: TSESTree.Node[] = [source.ast];
  for (const node of queue) {
    for (const value of valuesGivenBy(node)) {
      const mistake = judge(value, node);
      if (mistake !== undefined) mistakes.push(mistake);
    }
    for (const key of source.visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null>)[key];
      for (const each of Array.isArray(child) ? child : [child]) if (each) queue.push(each);
    }
  }
  return mistakes;

  function judge(value: TSESTree.Node, giver: TSESTree.Node): Problem | undefined {
    if (FRESH.has(value.type)) return undefined;
    const expression = services.esTreeNodeToTSNodeMap.get(value) as Parameters<Checker["getContextualType"]>[0];
    const own = services.getTypeAtLocation(value);
    // to ask what is expected takes longest
    if (!types.isObject(own)) return undefined;
    const isCast = giver.type === "TSAsExpression" || giver.type === "TSTypeAssertion";
    const target = isCast ? services.getTypeAtLocation(giver) : checker.getContextualType(expression);
    if (target === undefined) return undefined;
    const lost = types.lost(own, target);
    if (lost === undefined) return undefined;
    return {
      loc: value.loc,
      message: describe(source, value, checker.typeToString(own), checker.typeToString(target), lost),
      label: "given a mutable type here",
    };
  }
}

/** What is made on the spot, so that nobody else relies on it, and what is no object. */
const FRESH = new Set<string>([
  "ObjectExpression",
  "ArrayExpression",
  "ArrowFunctionExpression",
  "FunctionExpression",
  "ClassExpression",
  "Literal",
  "NewExpression",
  "TemplateLiteral",
  "BinaryExpression",
  "UnaryExpression",
  "UpdateExpression",
]);

/** The expressions that a piece of syntax gives to something that may be declared with another type. */
function valuesGivenBy(node: TSESTree.Node): readonly TSESTree.Node[] {
  switch (node.type) {
    case "VariableDeclarator":
      return node.init !== null && node.id.typeAnnotation ? [node.init] : [];
    case "PropertyDefinition":
      return node.value !== null && node.typeAnnotation ? [node.value] : [];
    case "AssignmentExpression":
      return node.operator === "=" ? [node.right] : [];
    case "AssignmentPattern":
      return [node.right];
    case "CallExpression":
    case "NewExpression":
      return node.arguments.filter((each) => each.type !== "SpreadElement");
    case "ReturnStatement":
      return node.argument === null ? [] : [node.argument];
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? [] : [node.body];
    case "Property":
      return node.parent.type === "ObjectExpression" && node.kind === "init" && !node.method ? [node.value] : [];
    case "TSAsExpression":
    case "TSTypeAssertion":
      return isConst(node.typeAnnotation) ? [] : [withoutAssertion(node.expression)];
    default:
      return [];
  }
}

const isConst = (type: TSESTree.TypeNode): boolean =>
  type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";

function describe(source: Source, value: TSESTree.Node, own: string, target: string, { path, what }: Lost): string {
  const field = path.map((each) => `.${each}`).join("");
  const elements = field === "" ? "its elements" : `elements of '${field}'`;
  const part = what === "elements" ? elements : `'${field}'`;
  return (
    `'${textOf(source, value)}' is read-only ('${shorten(own)}'), but is given the type '${shorten(target)}', through which ${part} can be changed.\n` +
    "Declare that type as readonly, or give a copy."
  );
}

const shorten = (type: string): string => (type.length > 60 ? `${type.slice(0, 57)}...` : type);
