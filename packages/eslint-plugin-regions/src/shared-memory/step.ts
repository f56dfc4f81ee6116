import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { classAround } from "../flow/known/members.js";
import type { Instruction, Key, Variable } from "../lower/ir.js";
import { elementAccess } from "./access.js";
import { stepCall } from "./calls.js";
import { isClass } from "./class-node.js";
import { ANY, fieldsOf, grow } from "./program.js";
import { nodeOf, placeOf, resolve, type Run, share, shareLater, touch, valuesAt } from "./run.js";
import { valuesByChecker, valuesOfType } from "./types.js";
import type { Holder, Value, Values } from "./values.js";
import { NOTHING, OTHER, union, UNKNOWN } from "./values.js";

/** Carries the state over one instruction. */
export function step(run: Run, instruction: Instruction): void {
  const { program, temps } = run;
  switch (instruction.op) {
    case "literal":
      temps[instruction.to] = instruction.known ? NOTHING : UNKNOWN;
      break;
    case "fresh":
      temps[instruction.to] =
        instruction.kind === "class" ? UNKNOWN : new Set([program.table.holder(instruction.node)]);
      break;
    case "this":
      temps[instruction.to] = thisValues(run);
      break;
    case "read":
      temps[instruction.to] = readVariable(run, instruction.variable);
      break;
    case "write":
      writeVariable(run, instruction);
      break;
    case "copy":
      temps[instruction.to] = union(temps[instruction.to], valuesAt(run, instruction.from));
      break;
    case "get":
      temps[instruction.to] = getField(run, instruction);
      break;
    case "set":
      setField(run, instruction);
      break;
    case "spread":
      for (const each of valuesAt(run, instruction.into))
        if (each.kind === "holder") spreadInto(run, each, instruction);
      break;
    case "rest":
      temps[instruction.to] = valuesAt(run, instruction.from);
      break;
    case "call":
    case "new":
      temps[instruction.to] = stepCall(run, instruction);
      break;
    case "cast":
      temps[instruction.to] = declared(run, instruction.type) ?? valuesAt(run, instruction.from);
      break;
    case "next":
      temps[instruction.to] = instruction.how === "in" ? NOTHING : elements(run, instruction);
      if (instruction.how === "await") suspend(run);
      break;
    case "element":
      temps[instruction.to] = elements(run, instruction, String(instruction.index));
      break;
    case "await":
      temps[instruction.to] = valuesAt(run, instruction.from);
      suspend(run);
      break;
    case "yield":
      share(run, valuesAt(run, instruction.from), { node: instruction.node, isPosted: false });
      temps[instruction.to] = UNKNOWN;
      suspend(run);
      break;
    case "escape":
      shareLater(run, valuesAt(run, instruction.from), instruction.node);
      break;
    case "function":
    case "super":
      temps[instruction.to] = UNKNOWN;
      break;
    case "compute":
    case "delete":
      temps[instruction.to] = NOTHING;
      break;
    case "dispose":
      if (instruction.isAsync) suspend(run);
      break;
  }
}

/** Others run: what is in fields can be shared from now on. */
function suspend({ state, program }: Run): void {
  for (const memory of state.pending) {
    const sharing = program.shared.get(memory);
    if (sharing !== undefined) state.shared.set(memory, sharing);
  }
}

function thisValues({ program, fn }: Run): Values {
  const classNode = classAround(fn);
  return classNode === undefined ? UNKNOWN : new Set([program.table.holder(classNode)]);
}

/** What a type says, if it says anything. */
function declared(run: Run, type: TSESTree.TypeNode | undefined): Values | undefined {
  const values = valuesOfType(run.program, type);
  return values.size === 0 ? undefined : values;
}

function readVariable(run: Run, variable: Variable): Values {
  const { program, fn, state } = run;
  if (variable.kind === "global" || variable.imported !== undefined) return UNKNOWN;
  const here = state.variables.get(variable.id);
  const isShared = variable.owner !== fn || (variable.capturedBy.size > 0 && variable.writes > 1);
  if (here !== undefined && !isShared) return here;
  return union(here, resolve(run, program.variables.get(variable) ?? NOTHING));
}

function writeVariable(run: Run, { variable, from, node }: Instruction & { op: "write" }): void {
  const { program, state } = run;
  const values = declared(run, variable.annotation) ?? valuesAt(run, from);
  state.variables.set(variable.id, values);
  const fields = `${String(variable.id)}.`;
  for (const place of state.places.keys()) if (place.startsWith(fields)) state.places.delete(place);
  if (variable.capturedBy.size > 0) grow(program, program.variables, variable, values);
  if (variable.kind === "global") share(run, values, { node, isPosted: false });
  else if (variable.exported) shareLater(run, values, node);
}

/** Whether a key is an index, as far as one can tell. */
const isElement = (key: Key): boolean => key.kind === "dynamic" || /^\d+$/.test(key.name);

function getField(run: Run, { object, key, node }: Instruction & { op: "get" }): Values {
  const { state } = run;
  const place = placeOf(run, object, key);
  const narrowed = place === undefined ? undefined : state.places.get(place);
  if (narrowed !== undefined) return narrowed;
  if (isElement(key)) touch(run, valuesAt(run, object), elementAccess(node, false, nodeOf(run, object, node)));
  let values: Values = NOTHING;
  for (const each of valuesAt(run, object)) {
    if (!isElement(key) || each.kind !== "view") values = union(values, fieldOf(run, each, key));
  }
  return isUnknown(values) && !isElement(key) ? union(values, valuesByChecker(run.program, node)) : values;
}

const isUnknown = (values: Values): boolean => values.size === 1 && values.has(OTHER);

function fieldOf(run: Run, object: Value, key: Key): Values {
  const { program } = run;
  switch (object.kind) {
    case "view":
      return key.kind === "name" && key.name === "buffer" && object.memory !== undefined
        ? new Set([object.memory])
        : UNKNOWN;
    case "argument":
      return key.kind === "name" && key.name === "buffer" ? new Set([object]) : UNKNOWN;
    case "holder": {
      const fields = fieldsOf(program, object);
      // Which field of an object it is nobody knows; elements of an array are all alike.
      if (key.kind === "dynamic")
        return isArray(object) ? resolve(run, [...fields.values()].reduce<Values>(union, NOTHING)) : UNKNOWN;
      const stored = union(fields.get(key.name), fields.get(ANY));
      return stored.size === 0 || stored.has(OTHER)
        ? union(declaredField(run, object, key.name), stored)
        : resolve(run, stored);
    }
    default:
      return UNKNOWN;
  }
}

const isArray = ({ node }: Holder): boolean => node.type === AST_NODE_TYPES.ArrayExpression;

/** What the class says of a field whose value nobody here knows. */
function declaredField(run: Run, { node }: Holder, name: string): Values {
  if (node.type !== AST_NODE_TYPES.ClassDeclaration && node.type !== AST_NODE_TYPES.ClassExpression) return UNKNOWN;
  for (const member of node.body.body) {
    if (member.type === AST_NODE_TYPES.PropertyDefinition && !member.static && nameOf(member.key) === name)
      return declared(run, member.typeAnnotation?.typeAnnotation) ?? UNKNOWN;
  }
  return UNKNOWN;
}

function nameOf(key: TSESTree.Node): string | undefined {
  if (key.type === AST_NODE_TYPES.Identifier) return key.name;
  return key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${key.name}` : undefined;
}

function setField(run: Run, { object, key, from, node }: Instruction & { op: "set" }): void {
  const { program, state } = run;
  const values = valuesAt(run, from);
  if (isElement(key)) touch(run, valuesAt(run, object), elementAccess(node, true, nodeOf(run, object, node)));
  for (const each of valuesAt(run, object)) {
    if (each.kind === "holder") {
      const name = key.kind === "name" ? key.name : ANY;
      if (key.kind === "name" || isArray(each)) grow(program, fieldsOf(program, each), name, values);
      if (isClass(each.node) && !name.startsWith("#")) shareLater(run, values, node);
    } else if (each.kind === "other" || each.kind === "argument") share(run, values, { node, isPosted: false });
  }
  const place = placeOf(run, object, key);
  if (place !== undefined && (values.size > 0 || state.places.has(place))) state.places.set(place, values);
}

function spreadInto(run: Run, into: Holder, { from, node }: Instruction & { op: "spread" }): void {
  const { program } = run;
  for (const each of valuesAt(run, from)) {
    if (each.kind === "holder") {
      for (const [name, values] of fieldsOf(program, each)) grow(program, fieldsOf(program, into), name, values);
    } else if (each.kind === "view" || each.kind === "argument") {
      if (node.type === AST_NODE_TYPES.SpreadElement && node.parent.type === AST_NODE_TYPES.ArrayExpression)
        touch(run, new Set([each]), { node, view: node.argument, how: "read", member: undefined, by: "..." });
    }
  }
}

/** What iterating over something gives. */
function elements(run: Run, { from, node: at }: Instruction & { op: "next" | "element" }, index?: string): Values {
  const node = nodeOf(run, from, at);
  const values = valuesAt(run, from);
  touch(run, values, { node, view: node, how: "read", member: undefined, by: "iteration" });
  let found: Values = NOTHING;
  for (const each of values) {
    // Maps have their keys among what they give.
    if (each.kind !== "holder" || !isArray(each)) continue;
    const fields = fieldsOf(run.program, each);
    const all = index === undefined ? [...fields.values()].reduce<Values>(union, NOTHING) : fields.get(index);
    found = union(found, union(all, fields.get(ANY)));
  }
  return found.size === 0 ? UNKNOWN : resolve(run, found);
}
