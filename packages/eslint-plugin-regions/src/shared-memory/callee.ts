import type { CallInstruction } from "../flow/state/call-site.js";
import type { FunctionIR, Temp } from "../lower/ir.js";
import { methodNamed } from "./program.js";
import { type Run, valuesAt } from "./run.js";

const GLOBAL_OBJECTS = new Set(["globalThis", "window", "self", "global"]);

/** Where a function comes from: "Atomics.load", "worker_threads#Worker"; undefined: it is none of the platform. */
export function pathOf(run: Run, temp: Temp): string | undefined {
  const definition = run.definitions.definitions[temp];
  if (definition?.op === "read") {
    const { imported, kind, name } = definition.variable;
    if (imported === undefined) return kind === "global" ? name : undefined;
    const source = imported.source.replace(/^node:/, "");
    return imported.name === "*" || imported.name === "default" ? `${source}#` : `${source}#${imported.name}`;
  }
  if (definition?.op !== "get" || definition.key.kind !== "name") return undefined;
  const object = pathOf(run, definition.object);
  if (object === undefined) return undefined;
  if (GLOBAL_OBJECTS.has(object)) return definition.key.name;
  return object.endsWith("#") ? `${object}${definition.key.name}` : `${object}.${definition.key.name}`;
}

/** The name by which a method is called. */
export function methodOf({ definitions }: Run, { callee }: CallInstruction): string | undefined {
  const definition = definitions.definitions[callee];
  return definition?.op === "get" && definition.key.kind === "name" ? definition.key.name : undefined;
}

/** The function of the file that a temporary holds for sure. */
export function functionAt({ definitions, program }: Run, temp: Temp): FunctionIR | undefined {
  const definition = definitions.definitions[temp];
  if (definition?.op === "function") return definition.fn;
  return definition?.op === "read" ? program.functions.get(definition.variable) : undefined;
}

/** The function or method of the file that is called. */
export function calleeOf(run: Run, call: CallInstruction): FunctionIR | undefined {
  const { definitions, program, fn } = run;
  const definition = definitions.definitions[call.callee];
  if (call.op === "new") {
    const classNode = definition?.op === "read" ? program.classes.get(definition.variable) : undefined;
    return classNode && program.methods.get(classNode)?.get("constructor");
  }
  const method = methodOf(run, call);
  if (method === undefined) return functionAt(run, call.callee);
  if (call.receiver !== undefined && definitions.definitions[call.receiver]?.op === "this")
    return methodNamed(program.methods, fn, method);
  for (const each of valuesAt(run, call.receiver)) {
    const found = each.kind === "holder" ? program.methods.get(each.node)?.get(method) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the function called is the one that a setting names. */
export function isNamed(run: Run, call: CallInstruction, from: string | undefined, name: string): boolean {
  if (from !== undefined) return pathOf(run, call.callee) === `${from.replace(/^node:/, "")}#${name}`;
  if (methodOf(run, call) === name) return true;
  const definition = run.definitions.definitions[call.callee];
  return definition?.op === "read" && definition.variable.name === name;
}
