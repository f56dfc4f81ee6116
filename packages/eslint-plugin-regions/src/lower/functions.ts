import type { TSESTree } from "@typescript-eslint/utils";
import { type Builder, type FileContext, finish, type FunctionNode, isLive, newBuilder } from "./builder.js";
import type { DraftFunction } from "./draft.js";
import { emitFunction, emitLiteral, emitRead, emitSelf, emitSet, emitUnknown, nameKey } from "./emit.js";
import { finishFunction } from "./finish-function.js";
import type { FunctionIR, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";
import { variableAt } from "./references.js";
import { functionAt } from "./variables.js";

/** A function as a value; its body is lowered on first sight, or put off. */
export function lowerFunctionValue(b: Builder, node: FunctionNode): Temp {
  return emitFunction(b, node, b.file.functionOf.get(node) ?? lowerFunction(b.file, node, b.fn));
}

/** @param parent the function that makes it */
export function lowerFunction(file: FileContext, node: FunctionNode, parent: DraftFunction): FunctionIR {
  const fn = enter(file, node, parent);
  const { later } = file;
  if (later === undefined) lowerBody(newBuilder(file, fn), node);
  else
    later.set(fn, () => {
      lowerBody(newBuilder(file, fn), node);
    });
  return fn;
}

function lowerBody(b: Builder, node: FunctionNode): void {
  lowerParameters(b, node.params);
  // A function whose body is missing has been declared elsewhere.
  const body = node.body as TSESTree.BlockStatement | TSESTree.Expression | null;
  if (body?.type === "BlockStatement") b.lower.scope(b, body.body);
  else if (body) finish(b, "return", b.lower.expression(b, body), body);
  leave(b);
}

type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

/** The initialisers of a class's instance fields as a value that nothing holds. */
export function lowerFieldsValue(b: Builder, body: TSESTree.ClassBody): Temp {
  return emitFunction(b, body, b.file.functionOf.get(body) ?? lowerFields(b.file, body, b.fn));
}

/**
 * The initialisers of a class's instance fields, as one function. Computed keys were evaluated with the class.
 *
 * @param parent the function that the class stands in
 */
export function lowerFields(file: FileContext, body: TSESTree.ClassBody, parent: DraftFunction): FunctionIR {
  const fn = enter(file, body, parent);
  const b = newBuilder(file, fn);
  for (const field of body.body) {
    if (!isInstanceField(field)) continue;
    const self = emitSelf(b, field, "this");
    const key = isDynamic(field)
      ? ({ kind: "dynamic", temp: emitUnknown(b, field.key), node: field.key } as const)
      : lowerKey(b, field.key, field.computed);
    const value = field.value === null ? emitLiteral(b, field, undefined) : b.lower.expression(b, field.value);
    emitSet(b, field, self, key, value, "init");
  }
  leave(b);
  return fn;
}

/** Whether a member of a class is a field that each of its objects has. */
export function isInstanceField(member: TSESTree.ClassElement): member is Field {
  return (
    (member.type === "PropertyDefinition" || member.type === "AccessorProperty") && !member.static && !member.declare
  );
}

function isDynamic(field: Field): boolean {
  return field.computed && field.key.type !== "Literal";
}

function enter(file: FileContext, node: TSESTree.Node, parent: DraftFunction): DraftFunction {
  const fn = functionAt(file.bindings, node);
  fn.parent = parent;
  parent.inner.push(fn);
  file.functionOf.set(node, fn);
  return fn;
}

function leave(b: Builder): void {
  if (isLive(b)) finish(b, "return", undefined, b.fn.node);
  finishFunction(b);
}

function lowerParameters(b: Builder, params: readonly TSESTree.Parameter[]): void {
  // TypeScript's `this` parameter is none.
  const first = params[0]?.type === "Identifier" && params[0].name === "this" ? 1 : 0;
  const properties: TSESTree.Identifier[] = [];
  for (let i = first; i < params.length; i++) {
    const node = params[i]!;
    const inner = node.type === "TSParameterProperty" ? node.parameter : node;
    const rest = inner.type === "RestElement";
    const pattern = rest ? inner.argument : inner;
    const target = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
    const annotation =
      (rest ? inner.typeAnnotation : undefined) ?? ("typeAnnotation" in target ? target.typeAnnotation : undefined);
    const variable = target.type === "Identifier" ? variableAt(b, target) : undefined;
    // The annotation of `...rest: T[]` belongs to the rest element, that of `x: T = 1` to the name.
    if (variable !== undefined && annotation) variable.annotation ??= annotation.typeAnnotation;
    b.fn.parameters.push({ temp: b.temps++, rest, variable, annotation: annotation?.typeAnnotation, node });
    if (node.type === "TSParameterProperty" && target.type === "Identifier") properties.push(target);
  }
  for (let i = first; i < params.length; i++) {
    const node = params[i]!;
    const inner = node.type === "TSParameterProperty" ? node.parameter : node;
    b.lower.bind(b, inner.type === "RestElement" ? inner.argument : inner, b.fn.parameters[i - first]!.temp, true);
  }
  for (const property of properties) {
    const self = emitSelf(b, property, "this");
    emitSet(b, property, self, nameKey(property.name), emitRead(b, property, variableAt(b, property)), "init");
  }
}
