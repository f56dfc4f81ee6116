import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { writesOf } from "../by-name/variables.js";
import type { FunctionIR, Instruction, Key, Temp, Variable } from "../lower/ir.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import { type Course, isOwn } from "./course.js";
import { sourcesOf } from "./object-assign.js";
import { createPlaces, type PartKey, type Place, type Places } from "./places.js";

/** What a course reads and writes outside its own variables, and where it waits. */
export interface Accesses {
  readonly course: Course;
  readonly reads: ReadonlyMap<Instruction, Place>;
  readonly writes: ReadonlyMap<Instruction, Place>;
  /** The instruction that defines each temporary; the last one of several. */
  readonly definitions: readonly (Instruction | undefined)[];
  /** The place whose value each temporary is. */
  readonly ofTemp: readonly (Place | undefined)[];
  /** The call by which the course's function comes to a read or a write in a helper. */
  readonly through: ReadonlyMap<Instruction, TSESTree.Node>;
}

interface Resolver {
  readonly course: Course;
  /** Of which function the instruction at hand is. */
  fn: FunctionIR;
  readonly places: Places;
  readonly definitions: (Instruction | undefined)[];
  /** The place whose value each temporary is. */
  readonly ofTemp: (Place | undefined)[];
  /** The place whose value a variable of this function was given, once and for all. */
  readonly ofLocal: Map<Variable, Place>;
  /** What each literal is made of. */
  readonly ofLiteral: Map<Temp, (Instruction & { op: "set" })[]>;
  /** The places of which literals, and variables that hold them for good, have all fields. */
  readonly copies: Map<Temp | Variable, Place>;
  readonly reads: Map<Instruction, Place>;
  readonly writes: Map<Instruction, Place>;
  readonly through: Map<Instruction, TSESTree.Node>;
}

/** Follows paths such as `this.state.items` through the variables of a course, in evaluation order. */
export function findAccesses(course: Course): Accesses {
  const { fn } = course;
  const r: Resolver = {
    course,
    fn,
    places: createPlaces(),
    definitions: new Array<undefined>(course.temps).fill(undefined),
    ofTemp: new Array<undefined>(course.temps).fill(undefined),
    ofLocal: new Map(),
    ofLiteral: new Map(),
    copies: new Map(),
    reads: new Map(),
    writes: new Map(),
    through: new Map(),
  };
  fn.parameters.forEach(({ temp, rest }, index) => {
    if (!rest) r.ofTemp[temp] = r.places.ofRoot({ kind: "argument", fn, index }, String(temp));
  });
  for (const { fn: owner, instructions, through } of course.blocks) {
    r.fn = owner;
    for (const instruction of instructions) {
      visit(r, instruction);
      if (through !== undefined && (r.reads.has(instruction) || r.writes.has(instruction)))
        r.through.set(instruction, through);
    }
  }
  return r;
}

function visit(r: Resolver, instruction: Instruction): void {
  if ("to" in instruction) r.definitions[instruction.to] = instruction;
  switch (instruction.op) {
    case "this":
      r.ofTemp[instruction.to] = r.places.ofRoot({ kind: "this", fn: ownerOfThis(r.fn) }, "");
      break;
    case "read":
      readVariable(r, instruction);
      break;
    case "write":
      writeVariable(r, instruction);
      break;
    case "get":
      read(r, instruction, partOf(r, instruction.object, instruction.key));
      break;
    case "element":
      read(r, instruction, partOf(r, instruction.from, { kind: "name", name: String(instruction.index) }));
      break;
    case "set": {
      const place = instruction.how === "assign" ? partOf(r, instruction.object, instruction.key) : undefined;
      if (place !== undefined) r.writes.set(instruction, place);
      if (instruction.how === "init") {
        const before = r.ofLiteral.get(instruction.object);
        if (before === undefined) r.ofLiteral.set(instruction.object, [instruction]);
        else before.push(instruction);
      }
      break;
    }
    case "next": {
      const list = r.ofTemp[instruction.from];
      if (list !== undefined && instruction.how === "of")
        r.ofTemp[instruction.to] = r.places.part(list, { kind: "temp", temp: instruction.to });
      break;
    }
    case "spread":
      copyFields(r, instruction);
      break;
    case "cast":
      r.ofTemp[instruction.to] = r.ofTemp[instruction.from];
      noteCopy(r, instruction.to, r.copies.get(instruction.from));
      break;
    case "call":
      accessEntry(r, instruction);
      assignFields(r, instruction);
      break;
    default:
  }
}

function read(r: Resolver, instruction: Instruction & { readonly to: Temp }, place: Place | undefined): void {
  if (place === undefined) return;
  r.ofTemp[instruction.to] = place;
  r.reads.set(instruction, place);
}

function readVariable(r: Resolver, instruction: Instruction & { op: "read" }): void {
  const { variable } = instruction;
  if (isOwn(r.course, variable)) {
    r.ofTemp[instruction.to] = r.ofLocal.get(variable);
    noteCopy(r, instruction.to, r.copies.get(variable));
    return;
  }
  const alias = r.ofLocal.get(variable);
  if (alias === undefined) read(r, instruction, placeOfVariable(r, variable));
  else r.ofTemp[instruction.to] = alias;
}

function writeVariable(r: Resolver, instruction: Instruction & { op: "write" }): void {
  const { variable, from } = instruction;
  if (
    variable.owner !== undefined &&
    r.course.parts.has(variable.owner.node) &&
    writesOf(r.course.source, variable) === 1
  ) {
    const place = r.ofTemp[from];
    if (place === undefined) r.ofLocal.delete(variable);
    else r.ofLocal.set(variable, place);
    noteCopy(r, variable, r.copies.get(from));
  } else if (!instruction.declares && !isOwn(r.course, variable)) {
    r.writes.set(instruction, placeOfVariable(r, variable));
  }
}

function placeOfVariable(r: Resolver, variable: Variable): Place {
  const self = isThisByAnotherName(r.course, variable) ? variable.owner : undefined;
  return self === undefined
    ? r.places.ofRoot({ kind: "variable", variable }, String(variable.id))
    : r.places.ofRoot({ kind: "this", fn: ownerOfThis(self) }, "");
}

/** `const self = this`, in a function around this one. */
function isThisByAnotherName({ source }: Course, variable: Variable): boolean {
  const declarator = variable.scopeVariable?.defs[0]?.node;
  return (
    writesOf(source, variable) === 1 &&
    declarator?.type === AST_NODE_TYPES.VariableDeclarator &&
    declarator.id.type === AST_NODE_TYPES.Identifier &&
    declarator.init?.type === AST_NODE_TYPES.ThisExpression
  );
}

/** `map.get(key)` and `map.set(key, value)`. */
function accessEntry(r: Resolver, call: Instruction & { op: "call" }): void {
  const map = call.receiver === undefined ? undefined : r.ofTemp[call.receiver];
  const callee = r.definitions[call.callee];
  if (map === undefined || callee?.op !== "get" || callee.key.kind !== "name") return;
  const { name } = callee.key;
  const [key, value, ...others] = call.args;
  if (key === undefined || others.length > 0 || key.spread) return;
  if (name === "get" && value === undefined) {
    // What has to be waited for is no Map: nobody knows what happens in between.
    if (call.node.parent?.type !== AST_NODE_TYPES.AwaitExpression)
      read(r, call, r.places.part(map, keyOf(r, key.temp)));
  } else if (name === "set" && value !== undefined && call.node.parent?.type !== AST_NODE_TYPES.AwaitExpression)
    r.writes.set(call, r.places.part(map, keyOf(r, key.temp)));
}

/** `{ ...this }`: all fields are read at once. */
function copyFields(r: Resolver, instruction: Instruction & { op: "spread" }): void {
  const whole = r.ofTemp[instruction.from];
  if (whole !== undefined) r.reads.set(instruction, r.places.part(whole, ALL_FIELDS));
  noteCopy(r, instruction.into, whole ?? r.copies.get(instruction.from));
}

function noteCopy(r: Resolver, copy: Temp | Variable, of: Place | undefined): void {
  if (of !== undefined) r.copies.set(copy, of);
}

const ALL_FIELDS: PartKey = { kind: "name", name: "..." };

function assignFields(r: Resolver, call: Instruction & { op: "call" }): void {
  const [target] = call.args;
  for (const literal of sourcesOf(r.definitions, call) ?? []) {
    const whole = r.ofTemp[target!.temp];
    // What has all fields of the target puts all of them back.
    if (whole !== undefined && call.args.length === 2 && r.copies.get(literal) === whole)
      r.writes.set(call, r.places.part(whole, ALL_FIELDS));
    for (const set of r.ofLiteral.get(literal) ?? []) {
      const place = partOf(r, target!.temp, set.key);
      if (place !== undefined) r.writes.set(set, place);
    }
  }
}

function partOf(r: Resolver, object: Temp, key: Key): Place | undefined {
  const whole = r.ofTemp[object];
  if (whole === undefined) return undefined;
  return r.places.part(whole, key.kind === "name" ? key : keyOf(r, key.temp));
}

function keyOf(r: Resolver, temp: Temp): PartKey {
  const definition = r.definitions[temp];
  if (definition?.op === "literal" && definition.known) return { kind: "name", name: String(definition.value) };
  if (definition?.op === "read" && isOwnBusiness(r.course, definition.variable))
    return { kind: "variable", variable: definition.variable };
  const place = r.ofTemp[temp];
  return place === undefined ? { kind: "temp", temp } : { kind: "place", place };
}

/** Nobody but the course itself can give the variable another value. */
function isOwnBusiness(course: Course, variable: Variable): boolean {
  return writesOf(course.source, variable) <= 1 || isOwn(course, variable);
}
