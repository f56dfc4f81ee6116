import type { TSESTree } from "@typescript-eslint/utils";
import type { Variable } from "../../lower/ir.js";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { constant } from "../state/abstract-object.js";
import { builtinOf } from "../known/builtins.js";
import { annotate, asRegion } from "../known/annotate.js";
import { learnType } from "../known/learn-type.js";
import { describeFields, describeInitial } from "../known/initial-values.js";
import { holdsFrozen } from "../known/frozen-variables.js";
import { keepFrozen } from "../known/keep-frozen.js";
import type { FileContext, Frame } from "../state/frame.js";
import * as intMap from "../state/int-map.js";
import { classAround } from "../known/members.js";
import { madeByHelper } from "./made-by-helpers.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";

/** What stands for the value of a variable that another function gives. */
function capturedRoot({ file, fn }: Frame, variable: Variable): AbstractObject {
  const { instances, classes } = file.constants;
  const type = instances.get(variable);
  return constant(file.table, `captured ${String(variable.id)} in ${String(fn.id)}`, fn.node, {
    root: { kind: "captured", variable },
    classNode: type && classes.get(type),
  });
}

export function readVariable(frame: Frame, cursor: Cursor, variable: Variable): PointsTo {
  const known = intMap.get(cursor.variables, variable.id);
  if (known !== undefined) return known;
  const { constants } = frame.file;
  const object = constants.objects.get(variable) ?? builtinOf(frame.file, variable);
  if (object !== undefined) return object.single;
  if (variable.owner === frame.fn && variable.kind !== "import") return NOTHING;
  const made = madeByHelper(frame, cursor, variable);
  if (made !== undefined) {
    cursor.variables = intMap.set(cursor.variables, variable.id, made);
    return made;
  }
  const root = capturedRoot(frame, variable);
  const kind = constants.kinds.get(variable);
  if (root.kind === "unknown") describeRoot(frame, root, variable, kind);
  if (root.classNode !== undefined) keepFrozen(frame, cursor, root.classNode, root);
  holdsFrozen(frame, cursor, variable, root);
  const value = annotate(frame, cursor, root.single, variable.annotation);
  const [declaration] = variable.scopeVariable?.identifiers ?? [];
  if (declaration !== undefined) learnType(frame, cursor, value, declaration);
  cursor.variables = intMap.set(cursor.variables, variable.id, value);
  return value;
}

function describeRoot(frame: Frame, root: AbstractObject, variable: Variable, kind: Kind | undefined): void {
  const { initial, classes, types } = frame.file.constants;
  root.type = types.get(variable);
  const made = initial.get(variable);
  const classNode = classes.get(variable);
  if (made !== undefined) describeInitial(frame.file, root, made);
  if (classNode !== undefined) describeFields(frame.file, root, classNode, true);
  if (kind === "Region") asRegion(root);
  else if (kind !== undefined && root.kind === "unknown") root.kind = kind;
  if (root.classNode !== undefined) describeInstance(frame.file, root, root.classNode);
}

/** What the class of an instance, and those that it extends, say of its fields. */
function describeInstance(file: FileContext, object: AbstractObject, classNode: TSESTree.Node): void {
  object.kind = "instance";
  const { bases } = file.constants;
  const seen = new Set<TSESTree.Node>();
  for (let each: TSESTree.Node | undefined = classNode; each && !seen.has(each); each = bases.get(each)) {
    seen.add(each);
    describeFields(file, object, each, false);
  }
}

export function writeVariable(cursor: Cursor, variable: Variable, value: PointsTo): void {
  cursor.variables = intMap.set(cursor.variables, variable.id, value);
}

/** What `this` stands for in the function of a frame. */
export function thisObject(frame: Frame): AbstractObject {
  const { file, fn } = frame;
  const classNode = classAround(fn);
  const object = constant(file.table, `this of ${String(fn.id)}`, fn.node, { root: { kind: "this" }, classNode });
  if (classNode !== undefined && object.kind === "unknown") {
    object.type = "body" in classNode ? file.tags.types.get(classNode.body as TSESTree.Node) : undefined;
    describeInstance(file, object, classNode);
  }
  return object;
}
