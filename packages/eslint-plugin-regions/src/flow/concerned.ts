import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { builtinOf } from "./builtins.js";
import type { Definitions, FileContext } from "./frame.js";

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
        const used = instruction.op === "read" ? functionUsed(file, instruction) : undefined;
        if (used !== undefined) called.add(used);
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
  const concerned = new Set<FunctionIR>();
  for (const { fn } of functions) {
    if (fn.parameters.some(({ annotation }) => isRuntimeType(file, annotation))) concerned.add(fn);
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (isOperation(file, instruction)) concerned.add(fn);
        const used = functionUsed(file, instruction);
        if (used === undefined) continue;
        const list = users.get(used);
        if (list === undefined) users.set(used, [fn]);
        else list.push(fn);
      }
    }
  }
  for (const fn of concerned) users.get(fn)?.forEach((user) => concerned.add(user));
  return functions.map(({ fn }) => fn).filter((fn) => concerned.has(fn));
}

function isRuntimeType({ runtimeTypes }: FileContext, type: TSESTree.TypeNode | undefined): boolean {
  return (
    runtimeTypes.size > 0 &&
    type?.type === AST_NODE_TYPES.TSTypeReference &&
    type.typeName.type === AST_NODE_TYPES.Identifier &&
    runtimeTypes.has(type.typeName.name)
  );
}

function isOperation(file: FileContext, instruction: Instruction): boolean {
  if (instruction.op === "get") return instruction.key.kind === "name" && METHODS.has(instruction.key.name);
  if (instruction.op !== "read") return false;
  const kind = file.constants.kinds.get(instruction.variable);
  if (kind === "Region" || kind === "Cown") return true;
  const path = (file.constants.objects.get(instruction.variable) ?? builtinOf(file, instruction.variable))?.builtin;
  return (
    path !== undefined && (path.includes("#") || GLOBALS.has(path) || METHODS.has(path.slice(path.indexOf(".") + 1)))
  );
}

function functionUsed(file: FileContext, instruction: Instruction): FunctionIR | undefined {
  if (instruction.op === "function") return instruction.fn;
  return instruction.op === "read" ? file.constants.objects.get(instruction.variable)?.fn : undefined;
}
