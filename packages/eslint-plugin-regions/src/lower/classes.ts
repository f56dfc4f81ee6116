import type { TSESTree } from "@typescript-eslint/utils";
import type { Builder, ClassNode } from "./builder.js";
import { emitCall, emitFresh, emitGet, emitLiteral, emitSet, emitWrite, nameKey } from "./emit.js";
import { isInstanceField, lowerFieldsValue } from "./functions.js";
import type { Instruction, Key, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";
import { variableAt } from "./references.js";

type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;
type How = (Instruction & { op: "set" })["how"];

interface Decoration {
  readonly decorators: readonly TSESTree.Decorator[];
  readonly callees: readonly Temp[];
  readonly argument: Temp | undefined;
}

/**
 * A class: heritage, keys and methods in source order, then the binding of its name, then decorators, then static
 * fields and blocks, which are lowered into the function around the class.
 */
export function lowerClass(b: Builder, node: ClassNode): Temp {
  const classDecorators = lowerDecorators(b, node.decorators);
  if (node.superClass) b.lower.expression(b, node.superClass);
  const cls = emitFresh(b, node, "class");
  const decorations: Decoration[] = [];
  const statics: (Field | TSESTree.StaticBlock)[] = [];
  const staticKeys: Key[] = [];
  let prototype: Temp | undefined;

  for (const member of node.body.body) {
    switch (member.type) {
      case "MethodDefinition": {
        const { value } = member;
        // Overloads have no body.
        if (value.type !== "FunctionExpression" || !value.body) break;
        const callees = lowerDecorators(b, member.decorators);
        const key = lowerKey(b, member.key, member.computed);
        const how: How = member.kind === "get" ? "getter" : member.kind === "set" ? "setter" : "init";
        if (!member.static) prototype ??= emitGet(b, node, cls, nameKey("prototype"), false);
        const method = b.lower.functionValue(b, value);
        emitSet(b, member, member.static ? cls : prototype!, key, method, how);
        decorate(decorations, member.decorators, callees, method);
        for (const parameter of value.params)
          decorate(decorations, parameter.decorators, lowerDecorators(b, parameter.decorators), cls);
        break;
      }
      case "PropertyDefinition":
      case "AccessorProperty": {
        const callees = lowerDecorators(b, member.decorators);
        if (member.declare) break;
        if (member.static) {
          statics.push(member);
          staticKeys[statics.length - 1] = lowerKey(b, member.key, member.computed);
        } else if (member.computed) lowerKey(b, member.key, true);
        decorate(decorations, member.decorators, callees, undefined);
        break;
      }
      case "StaticBlock":
        statics.push(member);
        break;
      // Abstract members and index signatures are types only.
    }
  }
  if (node.body.body.some(isInstanceField)) lowerFieldsValue(b, node.body);
  if (node.id) emitWrite(b, node, variableAt(b, node.id), cls, true);
  for (const { decorators, callees, argument } of decorations)
    applyDecorators(b, decorators, callees, argument ?? emitLiteral(b, decorators[0]!, undefined));
  applyDecorators(b, node.decorators, classDecorators, cls);
  if (statics.length > 0) lowerStatics(b, cls, statics, staticKeys);
  return cls;
}

function lowerStatics(
  b: Builder,
  cls: Temp,
  statics: readonly (Field | TSESTree.StaticBlock)[],
  keys: readonly Key[],
): void {
  const { self } = b;
  b.self = cls;
  for (let i = 0; i < statics.length; i++) {
    const member = statics[i]!;
    if (member.type === "StaticBlock") {
      b.lower.scope(b, member.body);
      continue;
    }
    const key = keys[i]!;
    const value = member.value === null ? emitLiteral(b, member, undefined) : b.lower.expression(b, member.value);
    emitSet(b, member, cls, key, value, "init");
  }
  b.self = self;
}

const NO_CALLEES: readonly Temp[] = [];

function lowerDecorators(b: Builder, decorators: readonly TSESTree.Decorator[] | undefined): readonly Temp[] {
  if (!decorators?.length) return NO_CALLEES;
  return decorators.map((decorator) => b.lower.expression(b, decorator.expression));
}

function decorate(
  list: Decoration[],
  decorators: readonly TSESTree.Decorator[] | undefined,
  callees: readonly Temp[],
  argument: Temp | undefined,
): void {
  if (decorators && callees.length > 0) list.push({ decorators, callees, argument });
}

/** Decorators are called innermost first. */
function applyDecorators(
  b: Builder,
  decorators: readonly TSESTree.Decorator[] | undefined,
  callees: readonly Temp[],
  argument: Temp,
): void {
  for (let i = callees.length - 1; i >= 0; i--)
    emitCall(b, decorators![i]!, callees[i]!, undefined, [{ temp: argument, spread: false }]);
}
