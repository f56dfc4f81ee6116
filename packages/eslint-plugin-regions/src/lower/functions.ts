import type { TSESTree } from "@typescript-eslint/utils";
import { type Builder, finish, type FunctionNode, isLive, newBuilder } from "./builder.js";
import type { DraftFunction } from "./draft.js";
import { emitFunction, emitLiteral, emitRead, emitSelf, emitSet, emitUnknown, nameKey } from "./emit.js";
import { finishFunction } from "./finish-function.js";
import type { FunctionIR, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";
import { variableAt } from "./references.js";
import { functionAt } from "./variables.js";

/** A function as a value; its body is lowered on first sight, or put off. */
export function lowerFunctionValue(
  b: Builder,
  node: FunctionNode,
  kind: FunctionIR["kind"] | undefined,
  name: string | undefined,
): Temp {
  return emitFunction(b, node, b.file.functionOf.get(node) ?? lowerFunction(b, node, kind, name));
}

function lowerFunction(
  outer: Builder,
  node: FunctionNode,
  kind: FunctionIR["kind"] | undefined,
  name: string | undefined,
): FunctionIR {
  const isArrow = node.type === "ArrowFunctionExpression";
  const fn = functionAt(outer.file.bindings, node);
  fn.kind = kind ?? (isArrow ? "arrow" : "function");
  fn.name = node.id?.name ?? name;
  fn.isAsync = node.async;
  fn.isGenerator = node.generator;
  const b = enter(outer, fn, isArrow);
  const { later } = outer.file;
  if (later === undefined) lowerBody(b, node);
  else
    later.set(fn, () => {
      lowerBody(b, node);
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

/** The initialisers of a class's instance fields, as one function. Computed keys were evaluated with the class. */
export function lowerFields(
  outer: Builder,
  body: TSESTree.ClassBody,
  fields: readonly (TSESTree.PropertyDefinition | TSESTree.AccessorProperty)[],
  name: string | undefined,
): Temp {
  const known = outer.file.functionOf.get(body);
  if (known !== undefined) return emitFunction(outer, body, known);
  const fn = functionAt(outer.file.bindings, body);
  fn.kind = "fields";
  fn.name = name;
  const b = enter(outer, fn, false);
  for (const field of fields) {
    const self = emitSelf(b, field, "this");
    const key = isDynamic(field)
      ? ({ kind: "dynamic", temp: emitUnknown(b, field.key), node: field.key } as const)
      : lowerKey(b, field.key, field.computed);
    const value =
      field.value === null
        ? emitLiteral(b, field, undefined)
        : b.lower.named(b, field.value, key.kind === "name" ? key.name : undefined);
    emitSet(b, field, self, key, value, "init");
  }
  leave(b);
  return emitFunction(outer, body, fn);
}

function isDynamic(field: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): boolean {
  return field.computed && field.key.type !== "Literal";
}

function enter(outer: Builder, fn: DraftFunction, isArrow: boolean): Builder {
  fn.parent = outer.fn;
  outer.fn.inner.push(fn);
  outer.file.functionOf.set(fn.node, fn);
  return newBuilder(outer.file, outer.lower, fn, isArrow && (outer.selfUnknown || outer.self !== undefined));
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
