import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "../../lower/ir.js";
import type { FileContext, FreezingCall } from "../state/frame.js";
import { freezingCall } from "./freezing-calls.js";

/** A class whose constructor freezes `this` in any case. */
interface FrozenClass {
  readonly call: FreezingCall;
  /** Members that may be called before. */
  readonly early: ReadonlySet<string>;
}

const known = new WeakMap<FunctionIR, FrozenClass | undefined>();

/** By which call `this` is frozen wherever `fn` is called, a method of the class of `constructor`; undefined: it may not be. */
export function frozenThis(file: FileContext, constructor: FunctionIR, fn: FunctionIR): FreezingCall | undefined {
  if (!known.has(constructor)) known.set(constructor, findFrozen(file, constructor));
  const frozen = known.get(constructor);
  return frozen === undefined || fn.name === undefined || frozen.early.has(fn.name) ? undefined : frozen.call;
}

function findFrozen(file: FileContext, constructor: FunctionIR): FrozenClass | undefined {
  const member = constructor.node.parent;
  const classBody = member?.parent;
  const classNode = classBody?.parent;
  // A base class may call what its subclasses override, and a class that is extended freezes what these add to.
  if (classNode === undefined || !("superClass" in classNode) || classNode.superClass !== null) return undefined;
  if ([...file.constants.bases.values()].includes(classNode)) return undefined;
  const call = freezeAtEnd(file, constructor);
  if (call === undefined) return undefined;
  const methods = file.constants.methods.get(classNode);
  const early = new Set<string>();
  const functions = [constructor, file.ir.functionOf.get(classBody!)].filter((each) => each !== undefined);
  // A list goes on to what is added while it is gone through.
  for (const fn of functions) {
    for (const name of namesOfThis(file, fn)) {
      if (early.has(name)) continue;
      early.add(name);
      for (const key of [name, `get ${name}`, `set ${name}`]) {
        const method = methods?.get(key)?.fn;
        if (method !== undefined) functions.push(method);
      }
    }
  }
  return { call, early };
}

/** A statement of the constructor's own that freezes `this`. */
function freezeAtEnd(file: FileContext, constructor: FunctionIR): FreezingCall | undefined {
  const definitions = { fn: constructor, definitions: file.definitionsOf(constructor) };
  for (const instruction of constructor.blocks.flatMap(({ instructions }) => instructions)) {
    const [first] = instruction.op === "call" ? instruction.args : [];
    if (instruction.op !== "call" || first === undefined || definitions.definitions[first.temp]?.op !== "this")
      continue;
    const call = freezingCall(file, definitions, instruction);
    if (call !== undefined && isStatementOf(constructor.node, call.node)) return call;
  }
  return undefined;
}

const isStatementOf = (fn: TSESTree.Node, { parent }: TSESTree.Node): boolean =>
  parent?.type === AST_NODE_TYPES.ExpressionStatement && "body" in fn && parent.parent === fn.body;

/** The members of `this` that a function, or one inside of it, names. */
function namesOfThis(file: FileContext, fn: FunctionIR): string[] {
  const definitions = file.definitionsOf(fn);
  const own = fn.blocks.flatMap(({ instructions }) =>
    instructions.flatMap((each) =>
      (each.op === "get" || each.op === "set") && each.key.kind === "name" && definitions[each.object]?.op === "this"
        ? [each.key.name]
        : [],
    ),
  );
  return [...own, ...fn.inner.filter(({ kind }) => kind === "arrow").flatMap((each) => namesOfThis(file, each))];
}
