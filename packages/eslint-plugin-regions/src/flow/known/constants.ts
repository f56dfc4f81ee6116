import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction, Variable } from "../../lower/ir.js";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { constant } from "../state/abstract-object.js";
import { builtinMember, builtinOf, defaultExport, functionNamed, moduleObject } from "./builtins.js";
import type { TaggedType } from "../../tags/tagged-types.js";
import type { ConstantCall, Constants, Definitions, FileContext, Freezability } from "../state/frame.js";

export function createConstants(): Constants {
  return {
    objects: new Map(),
    kinds: new Map(),
    members: new Map(),
    classes: new Map(),
    methods: new Map(),
    bases: new Map(),
    exportedClasses: new Set(),
    freezability: new Map(),
    initial: new Map(),
    instances: new Map(),
    results: new Map(),
    frozen: new Map(),
    types: new Map(),
  };
}

export function functionObject(file: FileContext, fn: FunctionIR): AbstractObject {
  return constant(file.table, `function ${String(fn.id)}`, fn.node, { kind: "function", fn });
}

/** Finds the constants of a file: `const { freeze } = Object`, `const lib = require("regions-runtime")`, functions. */
export function findConstants(file: FileContext, functions: readonly Definitions[]): void {
  // Outer functions first, so that what they define is known inside.
  const { constants } = file;
  const rewritten = new Map<Variable, boolean>();
  for (const definitions of [...functions].reverse()) {
    const members = functionMembers(file, definitions);
    for (const block of definitions.fn.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.op === "write" && instruction.variable.writes > 1) {
          noteWrite(file, definitions, rewritten, instruction);
        }
        if (instruction.op !== "write" || instruction.variable.writes !== 1) continue;
        const object = constantOf(file, definitions, instruction.from);
        const functions = members.get(instruction.from);
        if (functions !== undefined) constants.members.set(instruction.variable, functions);
        const written = definitions.definitions[instruction.from];
        if (written?.op === "fresh" && written.kind === "class")
          constants.classes.set(instruction.variable, written.node);
        if (object !== undefined) constants.objects.set(instruction.variable, object);
        else {
          const kind = kindOf(file, definitions, instruction.from);
          if (kind !== undefined) constants.kinds.set(instruction.variable, kind);
          const type = typeOf(file, definitions, instruction.from);
          if (type !== undefined) constants.types.set(instruction.variable, type);
          const made = definitions.definitions[instruction.from];
          if (made?.op === "new" || made?.op === "fresh" || isFreezing(file, definitions, made))
            constants.initial.set(instruction.variable, made.node);
          const called = made?.op === "new" ? definitions.definitions[made.callee] : undefined;
          if (called?.op === "read") constants.instances.set(instruction.variable, called.variable);
          const result = made?.op === "call" ? constantCall(file, definitions, made) : undefined;
          if (result !== undefined) constants.results.set(instruction.variable, result);
        }
      }
    }
  }
  findDeclared(file);
  for (const [variable, isRegion] of rewritten) if (isRegion) constants.kinds.set(variable, "Region");
  if (constants.classes.size > 0) {
    findBases(constants);
    for (const definitions of functions) findRegistered(file, definitions);
  }
}

/** `once(() => …)`, `(() => …)()`: a call of a function of the file. */
function constantCall(
  file: FileContext,
  definitions: Definitions,
  instruction: Instruction & { op: "call" },
): ConstantCall | undefined {
  const callee = constantOf(file, definitions, instruction.callee);
  if (callee?.fn === undefined || instruction.args.some(({ spread }) => spread)) return undefined;
  const args = instruction.args.map(({ temp }) => {
    const given = constantOf(file, definitions, temp);
    return given?.fn === undefined ? undefined : given;
  });
  return { instruction, callee, args };
}

/** `freeze({ … })`: so that it is frozen is known everywhere. */
function isFreezing(
  file: FileContext,
  definitions: Definitions,
  made: Instruction | undefined,
): made is Instruction & { op: "call" } {
  return made?.op === "call" && constantOf(file, definitions, made.callee)?.builtin === "regions-runtime#freeze";
}

/** Variables that hold a function of which nothing but its tags is known. */
function findDeclared({ tags, ir, table, sourceCode, constants }: FileContext): void {
  if (tags.variables.size === 0) return;
  for (const variable of ir.variables) {
    const path =
      variable.kind === "global"
        ? tags.globals.get(variable.name)
        : variable.scopeVariable?.identifiers.map((each) => tags.variables.get(each)).find(Boolean);
    if (path !== undefined && variable.writes < 2)
      constants.objects.set(variable, constant(table, path, sourceCode.ast, { kind: "function", builtin: path }));
  }
}

/** Whether all that a variable is given anew is a region, or nothing. */
function noteWrite(
  file: FileContext,
  definitions: Definitions,
  rewritten: Map<Variable, boolean>,
  { variable, from }: Instruction & { op: "write" },
): void {
  if (rewritten.get(variable) === false) return;
  if (definitions.definitions[from]?.op === "literal") return;
  rewritten.set(variable, kindOf(file, definitions, from) === "Region");
}

function findBases({ classes, bases, exportedClasses }: Constants): void {
  for (const [variable, node] of classes) if (variable.exported) exportedClasses.add(node);
  const byName = new Map([...classes].map(([variable, node]) => [variable.name, node]));
  for (const node of classes.values()) {
    if (node.type !== AST_NODE_TYPES.ClassDeclaration && node.type !== AST_NODE_TYPES.ClassExpression) continue;
    const { superClass } = node;
    const base = superClass?.type === AST_NODE_TYPES.Identifier ? byName.get(superClass.name) : undefined;
    if (base !== undefined && base !== node) bases.set(node, base);
  }
}

function findRegistered(file: FileContext, definitions: Definitions): void {
  for (const block of definitions.fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== "call") continue;
      const [first] = instruction.args;
      const argument = first && definitions.definitions[first.temp];
      const node = argument?.op === "read" ? file.constants.classes.get(argument.variable) : undefined;
      if (node === undefined || instruction.node.type !== AST_NODE_TYPES.CallExpression) continue;
      const path = constantOf(file, definitions, instruction.callee)?.builtin;
      const [, said] = instruction.node.arguments;
      if (path === "regions-runtime#setFreezable") file.constants.freezability.set(node, freezabilityIn(said));
      else if (path === "regions-runtime#registerType") file.constants.freezability.set(node, traitIn(said));
    }
  }
}

/** The freezability that an argument names. */
export function freezabilityIn(node: TSESTree.Node | undefined): Freezability {
  const value = node?.type === AST_NODE_TYPES.Literal ? node.value : undefined;
  return value === "yes" || value === "no" || value === "explicit" ? value : "unknown";
}

/** `registerType` makes instances freezable only when it says so. */
function traitIn(traits: TSESTree.Node | undefined): Freezability {
  if (traits?.type !== AST_NODE_TYPES.ObjectExpression) return "unknown";
  for (const each of traits.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.key.type !== AST_NODE_TYPES.Identifier) return "unknown";
    if (each.key.name === "freezable") return freezabilityIn(each.value);
  }
  return "no";
}

/** Accessors stand among the other members under "get x" and "set x". */
const PREFIX: Partial<Record<string, string>> = { getter: "get ", setter: "set " };

/** The functions that are fields of each literal or class, by the temporary that holds it. */
function functionMembers(file: FileContext, definitions: Definitions): Map<number, Map<string, AbstractObject>> {
  const members = new Map<number, Map<string, AbstractObject>>();
  for (const block of definitions.fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== "set" || instruction.how === "assign" || instruction.key.kind !== "name") continue;
      const name = `${PREFIX[instruction.how] ?? ""}${instruction.key.name}`;
      const holder = definitions.definitions[instruction.object];
      const isLiteral = holder?.op === "fresh";
      const isPrototype = holder?.op === "get" && holder.key.kind === "name" && holder.key.name === "prototype";
      const value = isLiteral || isPrototype ? constantOf(file, definitions, instruction.from) : undefined;
      if (value === undefined) {
        // Functions in an object in the object.
        if (isLiteral) {
          for (const [inner, fn] of members.get(instruction.from) ?? []) {
            addMember(members, holder.to, `${name}.${inner}`, fn);
          }
        }
        continue;
      }
      const owner = isPrototype ? definitions.definitions[holder.object] : holder;
      if (owner?.op !== "fresh") continue;
      if (isPrototype) addMember(file.constants.methods, owner.node, name, value);
      else addMember(members, owner.to, name, value);
    }
  }
  return members;
}

function addMember<K>(members: Map<K, Map<string, AbstractObject>>, of: K, name: string, value: AbstractObject): void {
  const known = members.get(of);
  if (known === undefined) members.set(of, new Map([[name, value]]));
  else known.set(name, value);
}

/** The constant that a temporary holds, if it does not depend on control flow. */
export function constantOf(file: FileContext, definitions: Definitions, temp: number): AbstractObject | undefined {
  const definition: Instruction | undefined = definitions.definitions[temp];
  switch (definition?.op) {
    case "function":
      return functionObject(file, definition.fn);
    case "read":
      return file.constants.objects.get(definition.variable) ?? builtinOf(file, definition.variable);
    case "cast":
      return constantOf(file, definitions, definition.from);
    case "get": {
      if (definition.key.kind !== "name") return undefined;
      const object = constantOf(file, definitions, definition.object);
      return object && builtinMember(file, object, definition.key.name);
    }
    case "call": {
      const callee = constantOf(file, definitions, definition.callee);
      if (callee?.builtin === "require") return requiredModule(file, definition.node);
      const curried = callee?.builtin === undefined ? undefined : file.signatures.get(callee.builtin)?.curried;
      return curried !== undefined && isGivenFunction(definitions, definition)
        ? functionNamed(file, curried)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a call has a function for its first argument. */
function isGivenFunction({ definitions }: Definitions, { args }: Instruction & { op: "call" }): boolean {
  const [first] = args;
  return first !== undefined && definitions[first.temp]?.op === "function";
}

/** The module that `require("…")` gives. */
export function requiredModule(file: FileContext, call: TSESTree.Node): AbstractObject | undefined {
  if (call.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const [source] = call.arguments;
  return source?.type === AST_NODE_TYPES.Literal && typeof source.value === "string"
    ? moduleObject(file, source.value)
    : undefined;
}

/** The declared methods of what a function or class makes. */
function typeOf(file: FileContext, definitions: Definitions, temp: number): TaggedType | undefined {
  const definition = file.importedTypes.size === 0 ? undefined : definitions.definitions[temp];
  if (definition?.op !== "call" && definition?.op !== "new") return undefined;
  const path = constantOf(file, definitions, definition.callee)?.builtin;
  if (path === undefined) return undefined;
  const made = definition.op === "new" ? defaultExport(path) : file.signatures.get(path)?.makes;
  return made === undefined ? undefined : file.importedTypes.get(made);
}

function kindOf(file: FileContext, definitions: Definitions, temp: number): Kind | undefined {
  const definition = definitions.definitions[temp];
  switch (definition?.op) {
    case "fresh":
      return definition.kind === "array" ? "array" : undefined;
    case "read":
      return file.constants.kinds.get(definition.variable);
    case "new": {
      const callee = constantOf(file, definitions, definition.callee);
      const result = callee?.builtin && file.signatures.get(`new ${callee.builtin}`)?.result;
      return typeof result === "object" ? result.fresh : undefined;
    }
    case "call": {
      const callee = constantOf(file, definitions, definition.callee);
      const result = callee?.builtin && file.signatures.get(callee.builtin)?.result;
      if (typeof result === "object" && result.promise === undefined) return result.fresh;
      const [first] = definition.args;
      return result === "argument 0" && first ? kindOf(file, definitions, first.temp) : undefined;
    }
    default:
      return undefined;
  }
}
