import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Variable } from "../lower/ir.js";
import type { AbstractObject } from "./abstract-object.js";
import { constant } from "./abstract-object.js";
import { builtinOf } from "./builtins.js";
import { declaredKind } from "./declared-types.js";
import type { Frame } from "./frame.js";
import { objectsOf } from "./frame.js";
import * as intMap from "./int-map.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING } from "./points-to.js";
import type { Cursor } from "./state.js";

/** Applies an annotation: it can tell the kind of a value, or that it is none that matters here. */
export function annotate(frame: Frame, cursor: Cursor, value: PointsTo, type: TSESTree.TypeNode | undefined): PointsTo {
  if (type === undefined) return value;
  const kind = declaredKind(type);
  if (kind === "primitive") return NOTHING;
  for (const object of objectsOf(frame, value)) {
    if (object.isLost) continue;
    if (kind !== undefined && object.kind === "unknown") object.kind = kind;
    else if (kind === undefined && isRegionType(frame, type) && object.kind === "unknown") {
      object.kind = "object";
      object.isRegion = true;
    }
  }
  return value;
}

function isRegionType(frame: Frame, type: TSESTree.TypeNode): boolean {
  if (type.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = type.typeName;
  return frame.file.regionTypes.has(name);
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
