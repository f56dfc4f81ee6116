import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { builtinOf } from "./builtins.js";
import type { Definitions, FileContext } from "./frame.js";
import { classAround } from "./members.js";

/** Methods that begin a mistake, whatever they are called on. */
const METHODS = new Set([
  "freeze",
  "structuredClone",
  "postMessage",
  "transfer",
  "transferToFixedLength",
  "getReader",
  "getWriter",
  "tee",
  "pipeTo",
  "pipeThrough",
  "acquire",
  "tryAcquire",
]);
const GLOBALS = new Set(["structuredClone", "postMessage"]);

/** The functions of which a caller can be in the file: all but declarations that nothing in it names. */
export function findCalled(file: FileContext, functions: readonly Definitions[]): ReadonlySet<FunctionIR> {
  const called = new Set<FunctionIR>();
  for (const { fn } of functions) {
    if (fn.node.type !== AST_NODE_TYPES.FunctionDeclaration && fn.kind !== "module") called.add(fn);
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.op === "read") functionsUsed(file, instruction).forEach((used) => called.add(used));
      }
    }
  }
  return called;
}

/**
 * The functions in which something can be frozen, moved or transferred, here or in a function that they call or make.
 * No other function needs to be looked at, unless one of these calls it.
 */
export function findConcerned(file: FileContext, functions: readonly Definitions[]): FunctionIR[] {
  const users = new Map<FunctionIR, FunctionIR[]>();
  const byName = new Map<string, FunctionIR[]>();
  const members = new Map<TSESTree.Node, FunctionIR[]>();
  const concerned = new Set<FunctionIR>();
  for (const { fn } of functions) {
    if (fn.parameters.some(({ annotation }) => isRuntimeType(file, annotation))) concerned.add(fn);
    if (isOfRuntimeClass(file, fn)) concerned.add(fn);
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (isOperation(file, instruction)) concerned.add(fn);
        const used = functionsUsed(file, instruction);
        for (const each of used) addUser(users, each, fn);
        if (used.length === 0 && "key" in instruction && instruction.key.kind === "name") {
          addUser(byName, instruction.key.name, fn);
        }
      }
    }
    const classNode = classAround(fn);
    if (classNode !== undefined) addUser(members, classNode, fn);
  }
  for (const fn of concerned) {
    for (const user of users.get(fn) ?? []) concerned.add(user);
    // Whatever calls a method of this name, and all methods that see what fields are initialised with.
    if (fn.name !== undefined && fn.node.type !== AST_NODE_TYPES.FunctionDeclaration) {
      for (const user of byName.get(fn.name) ?? []) concerned.add(user);
    }
    if (fn.kind === "fields") for (const user of members.get(fn.node.parent!) ?? []) concerned.add(user);
  }
  return functions.map(({ fn }) => fn).filter((fn) => concerned.has(fn));
}

/** A method of a class whose fields hold something of the runtime. */
function isOfRuntimeClass({ runtimeTypes, sourceCode }: FileContext, { node }: FunctionIR): boolean {
  if (runtimeTypes.size === 0 || node.parent?.type !== AST_NODE_TYPES.MethodDefinition) return false;
  return node.parent.parent.body.some((member) => {
    const parts =
      member.type === AST_NODE_TYPES.PropertyDefinition
        ? [member.typeAnnotation, member.value]
        : member.type === AST_NODE_TYPES.MethodDefinition && member.kind === "constructor"
          ? member.value.params
          : [];
    const text = parts.map((part) => (part ? sourceCode.getText(part) : "")).join(" ");
    return [...runtimeTypes.keys(), ...typeNames(sourceCode)].some((name) => text.includes(name));
  });
}

/** Whether an annotation names a type of the runtime, or one of the file, which may stand for one. */
function isRuntimeType({ runtimeTypes, sourceCode }: FileContext, type: TSESTree.TypeNode | undefined): boolean {
  if (type === undefined || runtimeTypes.size === 0) return false;
  const text = sourceCode.getText(type);
  for (const name of runtimeTypes.keys()) if (text.includes(name)) return true;
  return typeNames(sourceCode).some((name) => text.includes(name));
}

function typeNames({ ast }: FileContext["sourceCode"]): string[] {
  return ast.body.flatMap((statement) => {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    return declaration?.type === AST_NODE_TYPES.TSTypeAliasDeclaration ||
      declaration?.type === AST_NODE_TYPES.TSInterfaceDeclaration
      ? [declaration.id.name]
      : [];
  });
}

function addUser<K>(users: Map<K, FunctionIR[]>, used: K, user: FunctionIR): void {
  const list = users.get(used);
  if (list === undefined) users.set(used, [user]);
  else if (list.at(-1) !== user) list.push(user);
}

function isOperation(file: FileContext, instruction: Instruction): boolean {
  if (instruction.op === "cast") return isRuntimeType(file, instruction.type);
  if (instruction.op === "get") return instruction.key.kind === "name" && METHODS.has(instruction.key.name);
  if (instruction.op !== "read") return false;
  if (isRuntimeType(file, instruction.variable.annotation)) return true;
  const kind = file.constants.kinds.get(instruction.variable);
  if (kind === "Region" || kind === "Cown") return true;
  const path = (file.constants.objects.get(instruction.variable) ?? builtinOf(file, instruction.variable))?.builtin;
  return (
    path !== undefined && (path.includes("#") || GLOBALS.has(path) || METHODS.has(path.slice(path.indexOf(".") + 1)))
  );
}

const NO_FUNCTIONS: readonly FunctionIR[] = [];

/** The functions that an instruction makes or names; those of a class with the class. */
function functionsUsed(file: FileContext, instruction: Instruction): readonly FunctionIR[] {
  if (instruction.op === "function") return [instruction.fn];
  if (instruction.op !== "read") return NO_FUNCTIONS;
  const { objects, classes, methods } = file.constants;
  const fn = objects.get(instruction.variable)?.fn;
  if (fn !== undefined) return [fn];
  const node = classes.get(instruction.variable);
  if (node === undefined || !("body" in node)) return NO_FUNCTIONS;
  const members = [...(methods.get(node)?.values() ?? [])].flatMap((each) => each.fn ?? []);
  const fields = file.ir.functionOf.get(node.body as TSESTree.Node);
  return fields === undefined ? members : [...members, fields];
}
