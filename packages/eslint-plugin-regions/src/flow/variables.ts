import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction, Variable } from "../lower/ir.js";
import type { AbstractObject, Kind } from "./abstract-object.js";
import { constant } from "./abstract-object.js";
import { builtinMember, builtinOf, moduleObject } from "./builtins.js";
import { declaredKind } from "./declared-types.js";
import type { Constants, FileContext, Frame } from "./frame.js";
import { objectsOf, operationAt } from "./frame.js";
import { addFactTo } from "./heap.js";
import * as intMap from "./int-map.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING } from "./points-to.js";
import type { Cursor } from "./state.js";

export function functionObject(file: FileContext, fn: FunctionIR): AbstractObject {
  return constant(file.table, `function ${String(fn.id)}`, fn.node, { kind: "function", fn });
}

/** Finds the constants of a file: `const { freeze } = Object`, `const lib = require("regions-runtime")`, functions. */
export function findConstants(constants: Constants, frames: readonly Frame[]): void {
  // Outer functions first, so that what they define is known inside.
  for (const frame of [...frames].reverse()) {
    for (const block of frame.fn.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.op !== "write" || instruction.variable.writes !== 1) continue;
        const object = constantOf(frame, constants, instruction.from);
        if (object !== undefined) constants.objects.set(instruction.variable, object);
        else {
          const kind = kindOf(frame, constants, instruction.from);
          if (kind !== undefined) constants.kinds.set(instruction.variable, kind);
        }
      }
    }
  }
}

function constantOf(frame: Frame, constants: Constants, temp: number): AbstractObject | undefined {
  const definition: Instruction | undefined = frame.definitions[temp];
  switch (definition?.op) {
    case "function":
      return functionObject(frame.file, definition.fn);
    case "read":
      return constants.objects.get(definition.variable) ?? builtinOf(frame.file, definition.variable);
    case "cast":
      return constantOf(frame, constants, definition.from);
    case "get": {
      if (definition.key.kind !== "name") return undefined;
      const object = constantOf(frame, constants, definition.object);
      return object && builtinMember(frame, object, definition.key.name);
    }
    case "call": {
      const callee = constantOf(frame, constants, definition.callee);
      return callee?.builtin === "require" ? requiredModule(frame.file, definition.node) : undefined;
    }
    default:
      return undefined;
  }
}

/** The module that `require("…")` gives. */
export function requiredModule(file: FileContext, call: TSESTree.Node): AbstractObject | undefined {
  if (call.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const [source] = call.arguments;
  return source?.type === AST_NODE_TYPES.Literal && typeof source.value === "string"
    ? moduleObject(file, source.value)
    : undefined;
}

function kindOf(frame: Frame, constants: Constants, temp: number): Kind | undefined {
  const definition = frame.definitions[temp];
  switch (definition?.op) {
    case "fresh":
      return definition.kind === "array" ? "array" : undefined;
    case "read":
      return constants.kinds.get(definition.variable);
    case "new": {
      const callee = constantOf(frame, constants, definition.callee);
      const result = callee?.builtin && frame.file.signatures.get(`new ${callee.builtin}`)?.result;
      return typeof result === "object" ? result.fresh : undefined;
    }
    case "call": {
      const callee = constantOf(frame, constants, definition.callee);
      const result = callee?.builtin && frame.file.signatures.get(callee.builtin)?.result;
      if (typeof result === "object" && result.promise === undefined) return result.fresh;
      const [first] = definition.args;
      return result === "argument 0" && first ? kindOf(frame, constants, first.temp) : undefined;
    }
    default:
      return undefined;
  }
}

/** Applies an annotation: it can tell the kind of a value, or that it is none that matters here. */
export function annotate(
  frame: Frame,
  cursor: Cursor,
  value: PointsTo,
  type: TSESTree.TypeNode | undefined,
): PointsTo {
  if (type === undefined) return value;
  const kind = declaredKind(type);
  if (kind === "primitive") return NOTHING;
  for (const object of objectsOf(frame, value)) {
    if (object.isLost) continue;
    if (kind !== undefined && object.kind === "unknown") object.kind = kind;
    else if (kind === undefined && isRegionType(frame, type) && object.kind === "unknown") {
      object.kind = "Region";
      addFactTo(cursor, object, { kind: "region", operation: operationAt(frame, type, "declared", type), via: [] });
    }
  }
  return value;
}

function isRegionType(frame: Frame, type: TSESTree.TypeNode): boolean {
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = type.typeName;
  return frame.file.ir.variables.some(
    (each) => each.name === name && each.imported?.source === "regions-runtime" && each.imported.name === "Region",
  );
}

/** What stands for the value of a variable that another function gives. */
function capturedRoot(frame: Frame, variable: Variable): AbstractObject {
  return constant(frame.file.table, `captured ${String(variable.id)} in ${String(frame.fn.id)}`, frame.fn.node, {
    root: { kind: "captured", variable },
  });
}

export function readVariable(frame: Frame, cursor: Cursor, variable: Variable): PointsTo {
  const known = intMap.get(cursor.variables, variable.id);
  if (known !== undefined) return known;
  const { constants } = frame.file;
  const object = constants.objects.get(variable) ?? builtinOf(frame.file, variable);
  if (object !== undefined) return object.single;
  if (variable.owner === frame.fn) return NOTHING;
  const root = capturedRoot(frame, variable);
  const kind = constants.kinds.get(variable);
  if (kind !== undefined && root.kind === "unknown") root.kind = kind;
  const value = annotate(frame, cursor, root.single, variable.annotation);
  cursor.variables = intMap.set(cursor.variables, variable.id, value);
  return value;
}

export function writeVariable(cursor: Cursor, variable: Variable, value: PointsTo): void {
  cursor.variables = intMap.set(cursor.variables, variable.id, value);
}

/** What `this` stands for in the function of a frame. */
export function thisObject(frame: Frame): AbstractObject {
  return constant(frame.file.table, `this of ${String(frame.fn.id)}`, frame.fn.node, { root: { kind: "this" } });
}
