import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { classAround } from "../flow/known/members.js";
import { typesOf } from "../types/types.js";
import type { FunctionIR, Instruction, Variable } from "../lower/ir.js";
import { instructionsOf, type Program } from "./program.js";

const NAMES = new Set(["SharedArrayBuffer", "WebAssembly"]);

/** Who has to be looked at again when something is learnt about a function. */
interface Neighbours {
  /** Functions that call a function, or make it. */
  readonly users: ReadonlyMap<FunctionIR, ReadonlySet<FunctionIR>>;
  /** Functions that see what a function writes: to captured variables, and to fields of `this`. */
  readonly readers: ReadonlyMap<FunctionIR, ReadonlySet<FunctionIR>>;
}

/** The functions in which shared memory can occur; no other needs to be looked at. */
export interface Concerned {
  readonly functions: ReadonlySet<FunctionIR>;
  /** Shared memory is given to a function. @returns whether that is news */
  readonly add: (fn: FunctionIR) => boolean;
}

export function findConcerned(program: Program): Concerned {
  const functions = new Set<FunctionIR>();
  let neighbours: Neighbours | undefined;
  const add = (fn: FunctionIR): boolean => {
    if (functions.has(fn)) return false;
    neighbours ??= findNeighbours(program);
    const queue = new Set([fn]);
    for (const each of queue) {
      functions.add(each);
      for (const next of [...(neighbours.users.get(each) ?? []), ...(neighbours.readers.get(each) ?? [])])
        if (!functions.has(next)) queue.add(next);
    }
    return true;
  };
  const isNamed = namesShared(program);
  for (const fn of program.ir.functions) if (hasSource(program, fn, isNamed)) add(fn);
  return { functions, add };
}

/** Whether a type mentions shared memory, by its own name or by that of a type of the file. */
function namesShared({ sourceCode, types }: Program): (type: TSESTree.Node | null | undefined) => boolean {
  const names = new Set(["SharedArrayBuffer", ...(typesOf(sourceCode)?.importedShared() ?? [])]);
  const mentions = (node: TSESTree.Node): boolean => {
    const text = sourceCode.getText(node);
    for (const name of names) if (text.includes(name)) return true;
    return false;
  };
  for (let known = 0; known < names.size;) {
    known = names.size;
    for (const [name, type] of types) if (!names.has(name) && mentions(type)) names.add(name);
  }
  return (type) => type != null && mentions(type);
}

function hasSource(
  { ir }: Program,
  fn: FunctionIR,
  isNamed: (type: TSESTree.Node | null | undefined) => boolean,
): boolean {
  const isSource = (instruction: Instruction): boolean => {
    switch (instruction.op) {
      case "read":
        return instruction.variable.kind === "global" && NAMES.has(instruction.variable.name);
      case "write":
        return isNamed(instruction.variable.annotation);
      case "cast":
        return isNamed(instruction.type);
      default:
        return false;
    }
  };
  if (fn.parameters.some(({ annotation }) => isNamed(annotation)) || instructionsOf(fn).some(isSource)) return true;
  const classNode = fn === ir.module ? undefined : classAround(fn);
  if (classNode?.type !== AST_NODE_TYPES.ClassDeclaration && classNode?.type !== AST_NODE_TYPES.ClassExpression)
    return false;
  return classNode.body.body.some(
    (member) => member.type === AST_NODE_TYPES.PropertyDefinition && isNamed(member.typeAnnotation),
  );
}

function findNeighbours(program: Program): Neighbours {
  const users = new Map<FunctionIR, Set<FunctionIR>>();
  const readers = new Map<FunctionIR, Set<FunctionIR>>();
  const put = (map: Map<FunctionIR, Set<FunctionIR>>, key: FunctionIR, fn: FunctionIR): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, new Set([fn]));
    else known.add(fn);
  };
  const methodsByName = new Map<string, FunctionIR[]>();
  for (const methods of program.methods.values())
    for (const [name, fn] of methods) methodsByName.set(name, [...(methodsByName.get(name) ?? []), fn]);
  const inClass = new Map<TSESTree.Node, FunctionIR[]>();
  for (const fn of program.ir.functions) {
    const classNode = fn === program.ir.module ? undefined : classAround(fn);
    if (classNode !== undefined) inClass.set(classNode, [...(inClass.get(classNode) ?? []), fn]);
  }
  const seeing = (variable: Variable): FunctionIR[] => [
    ...variable.capturedBy,
    ...(variable.owner === undefined ? [] : [variable.owner]),
  ];
  for (const { fn, definitions } of program.definitions.values()) {
    const members = inClass.get(classAround(fn) ?? fn.node) ?? [];
    for (const instruction of instructionsOf(fn)) {
      if (instruction.op === "function") put(users, instruction.fn, fn);
      else if (instruction.op === "read") {
        const { variable } = instruction;
        const used = program.functions.get(variable) ?? constructorOf(program, variable);
        if (used !== undefined) put(users, used, fn);
      } else if (instruction.op === "write") {
        for (const each of seeing(instruction.variable)) put(readers, fn, each);
      } else if (instruction.op === "get" && instruction.key.kind === "name") {
        const isThis = definitions[instruction.object]?.op === "this";
        const { name } = instruction.key;
        for (const method of methodsByName.get(name) ?? [])
          if (!isThis || members.includes(method)) put(users, method, fn);
      } else if (instruction.op === "set" && definitions[instruction.object]?.op === "this") {
        for (const each of members) put(readers, fn, each);
      }
    }
  }
  return { users, readers };
}

const constructorOf = ({ classes, methods }: Program, variable: Variable): FunctionIR | undefined => {
  const classNode = classes.get(variable);
  return classNode && methods.get(classNode)?.get("constructor");
};
