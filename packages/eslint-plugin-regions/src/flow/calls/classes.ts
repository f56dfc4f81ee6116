import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction } from "../../lower/ir.js";
import { applySummary, fieldValues } from "../../summaries/apply.js";
import { storeConstructed } from "../../summaries/constructed.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { allocate, part } from "../state/abstract-object.js";
import type { Call, Given } from "../state/call-site.js";
import type { FileContext, Frame } from "../state/frame.js";
import { nodeOf, operationAt, valueOf } from "../state/frame.js";
import { addFactTo, create, fieldsOf, store, stored } from "../state/heap.js";
import { frozenThis } from "../known/frozen-instances.js";
import { assignedOutside, isAssigned } from "../known/assigned-fields.js";
import { keepFrozen } from "../known/keep-frozen.js";
import { classAround, memberOfConstant, methodOf } from "../known/members.js";
import { NOTHING, type PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { thisObject } from "../values/variables.js";

/** `new C()` of a class of the file. */
export function construct(frame: Frame, cursor: Cursor, call: Call, classNode: TSESTree.Node): PointsTo {
  const { table } = frame.file;
  const instance = allocate(table, call.node, "instance", { kind: "instance", classNode });
  create(cursor, table, instance);
  const receiver: Given = { value: instance.single, node: call.node };
  initialise(frame, cursor, { ...call, isNew: false, receiver }, classNode, new Set());
  return instance.single;
}

/** Runs the constructor and the initialisers of the fields; those of a derived class run when `super()` is over. */
function initialise(
  frame: Frame,
  cursor: Cursor,
  call: Call,
  classNode: TSESTree.Node,
  seen: Set<TSESTree.Node>,
): void {
  const { methods, bases } = frame.file.constants;
  const constructor = methods.get(classNode)?.get("constructor")?.fn;
  const base = bases.get(classNode);
  const isDerived = superClassOf(classNode) !== null;
  if (isDerived && constructor === undefined && base !== undefined && !seen.has(base)) {
    initialise(frame, cursor, call, base, seen.add(base));
  }
  if (!isDerived || constructor === undefined) initialiseFields(frame, cursor, call, classNode);
  if (constructor !== undefined) applySummary(frame, cursor, constructor, call);
}

function initialiseFields(frame: Frame, cursor: Cursor, call: Call, classNode: TSESTree.Node): void {
  const fields = fieldsFunction(frame.file, classNode);
  if (fields !== undefined && fields !== frame.fn)
    applySummary(frame, cursor, fields, { ...call, args: [], spread: [] });
}

const fieldsFunction = (file: FileContext, classNode: TSESTree.Node): FunctionIR | undefined =>
  "body" in classNode ? file.ir.functionOf.get(classNode.body as TSESTree.Node) : undefined;

const superClassOf = (classNode: TSESTree.Node): TSESTree.Node | null =>
  "superClass" in classNode ? classNode.superClass : null;

/** `super(…)` in a constructor. */
export function superCall(frame: Frame, cursor: Cursor, call: Call): void {
  const classNode = classAround(frame.fn);
  if (classNode === undefined) return;
  const receiver: Given = { value: thisObject(frame).single, node: call.node };
  const base = frame.file.constants.bases.get(classNode);
  if (base !== undefined) initialise(frame, cursor, { ...call, receiver }, base, new Set([base]));
  initialiseFields(frame, cursor, { ...call, receiver }, classNode);
}

/** What `super.method` looks methods up in. */
export function superObject(frame: Frame, cursor: Cursor, node: TSESTree.Node): AbstractObject | undefined {
  const classNode = classAround(frame.fn);
  const base = classNode && frame.file.constants.bases.get(classNode);
  if (base === undefined) return undefined;
  const object = allocate(frame.file.table, node, "super", { classNode: base });
  create(cursor, frame.file.table, object);
  return object;
}

/** The accessor of the file that reading or writing a field calls. */
export function accessorOf(
  frame: Frame,
  cursor: Cursor,
  object: AbstractObject,
  how: "get" | "set",
  key: string,
): AbstractObject | undefined {
  const accessor = `${how} ${key}`;
  if (object.classNode !== undefined) return methodOf(frame.file, object.classNode, accessor);
  const [id] = stored(cursor, object, `@${accessor}`) ?? [];
  return id === undefined ? memberOfConstant(frame.file, object, accessor) : frame.file.table.objects[id];
}

/** The getters that an object literal has, by the names of the fields. */
export function gettersOf(frame: Frame, cursor: Cursor, object: AbstractObject): [string, AbstractObject][] {
  const getters: [string, AbstractObject][] = [];
  for (const [key, [id]] of fieldsOf(cursor, object)?.entries() ?? []) {
    if (key.startsWith(GETTER) && id !== undefined)
      getters.push([key.slice(GETTER.length), frame.file.table.objects[id]!]);
  }
  const { root } = object;
  const members = root?.kind === "captured" ? frame.file.constants.members.get(root.variable) : undefined;
  for (const [key, getter] of members ?? [])
    if (key.startsWith("get ")) getters.push([key.slice("get ".length), getter]);
  return getters;
}

const GETTER = "@get ";

/** Calls an accessor. */
export function callAccessor(
  frame: Frame,
  cursor: Cursor,
  accessor: AbstractObject,
  receiver: Given,
  args: readonly Given[],
  node: TSESTree.Node,
): PointsTo {
  if (accessor.fn === undefined) return NOTHING;
  const instruction = { op: "call", to: -1, callee: -1, receiver: undefined, args: [], node } as const;
  const call = { node, isNew: false, callee: accessor, receiver, args, spread: [], instruction, isStatement: false };
  const result = applySummary(frame, cursor, accessor.fn, call);
  cursor.reachable = true;
  return result;
}

/** Calls the setter that an assignment meets. @returns whether there is one */
export function callSetter(
  frame: Frame,
  cursor: Cursor,
  target: AbstractObject,
  { key, from, node }: Instruction & { op: "set" },
  subject: TSESTree.Node,
): boolean {
  const setter = key.kind === "name" ? accessorOf(frame, cursor, target, "set", key.name) : undefined;
  if (setter?.fn === undefined) return false;
  const argument = { value: valueOf(frame, cursor, from), node: nodeOf(frame, from, node) };
  callAccessor(frame, cursor, setter, { value: target.single, node: subject }, [argument], node);
  return true;
}

/**
 * At the entry of a method, fields that only their initialisers write hold what those gave them; at that of a
 * constructor all fields do.
 */
export function enterMethod(frame: Frame, cursor: Cursor): void {
  const classNode = classAround(frame.fn);
  const { kind } = frame.fn;
  const constructor = classNode && methodOf(frame.file, classNode, "constructor")?.fn;
  const isMethod = kind === "method" || kind === "getter" || kind === "setter";
  if (constructor !== undefined && isMethod) enterFrozen(frame, cursor, constructor);
  if (constructor !== undefined && isMethod && frame.file.concerned.has(constructor))
    storeConstructed(frame, cursor, constructor, (key) => assignedOutside(frame.file).has(key));
  if (classNode !== undefined && (isMethod || kind === "arrow"))
    keepFrozen(frame, cursor, classNode, thisObject(frame));
  const fields = classNode && fieldsFunction(frame.file, classNode);
  if (fields === undefined || fields === frame.fn || frame.fn.kind === "arrow") return;
  const isConstructor = frame.fn.kind === "constructor";
  if (isConstructor && superClassOf(classNode!) !== null) return;
  for (const [key, value] of fieldValues(frame, cursor, fields)) {
    const isKept = !isAssigned(frame.file, classNode!, key) && !assignedOutside(frame.file).has(key);
    if (isConstructor || isKept) store(cursor, thisObject(frame), key, value);
  }
}

/** What the constructor has frozen is frozen in the methods. */
function enterFrozen(frame: Frame, cursor: Cursor, constructor: FunctionIR): void {
  const call = frozenThis(frame.file, constructor, frame.fn);
  if (call === undefined) return;
  const operation = operationAt(frame, call.node, "frozen", call.subject);
  const self = thisObject(frame);
  addFactTo(cursor, self, { kind: call.fact, operation, via: [] });
  // Nothing else can be assigned to its fields any more.
  const { stores, made } = frame.file.summaryOf(constructor);
  for (const { path, key, value } of stores) {
    if (path.root.kind !== "this" || path.keys.length > 0) continue;
    const kinds = new Set(value.map((each) => (each.kind === "made" ? made[each.index]!.kind : "unknown")));
    const field = part(frame.file.table, self, key);
    if (kinds.size === 1 && field.kind === "unknown") [field.kind = "unknown"] = kinds;
  }
}
