import type { Variable } from "../../lower/ir.js";
import { typedArrayNames } from "../../operations/ecmascript.js";
import type { AbstractObject, Kind } from "../state/abstract-object.js";
import { constant } from "../state/abstract-object.js";
import type { FileContext } from "../state/frame.js";

/** The prototype that gives an object of this kind its methods. */
const PROTOTYPE: Partial<Record<Kind, string>> = {
  array: "Array",
  function: "Function",
  class: "Function",
  Generator: "Iterator",
};
const HAS_NO_METHODS = new Set<Kind>(["unknown", "object", "instance", "Region", "Guard", "Listener"]);
const VIEWS = new Set(typedArrayNames);

function builtinAt(file: FileContext, path: string): AbstractObject | undefined {
  if (!file.signatures.has(path) && !file.signatures.has(`new ${path}`) && !file.namespaces.has(path)) return undefined;
  return functionNamed(file, path);
}

/** The function of which a path says what it does. */
export const functionNamed = (file: FileContext, path: string): AbstractObject =>
  constant(file.table, path, file.sourceCode.ast, { kind: "function", builtin: path });

/** A member that built-in objects have by their type, or that a namespace has by its name. */
export function builtinMember(file: FileContext, object: AbstractObject, key: string): AbstractObject | undefined {
  const { members, methods } = file.builtins;
  const own = object.builtin === undefined ? undefined : remembered(file, members, object.builtin, key, memberPath);
  if (own !== undefined || HAS_NO_METHODS.has(object.kind)) return own;
  return remembered(file, methods, object.kind, key, methodPath);
}

const methodPath = (kind: Kind, key: string): string => `${PROTOTYPE[kind] ?? kind}.prototype.${key}`;

/** It is asked of the same few types and keys again and again. */
function remembered<T extends string>(
  file: FileContext,
  all: Map<T, Map<string, AbstractObject | undefined>>,
  of: T,
  key: string,
  pathTo: (of: T, key: string) => string,
): AbstractObject | undefined {
  let known = all.get(of);
  if (known === undefined) all.set(of, (known = new Map<string, AbstractObject | undefined>()));
  let member = known.get(key);
  if (member === undefined && !known.has(key)) known.set(key, (member = builtinAt(file, pathTo(of, key))));
  return member;
}

/** `Object` and `freeze` make "Object.freeze"; members of a module are joined to it by "#". */
function memberPath(path: string, key: string): string {
  if (path.endsWith("#*")) return key === "default" ? path : `${path.slice(0, -1)}${key}`;
  if (path === "globalThis") return key;
  const root = path.split(".", 1)[0]!;
  return VIEWS.has(root) && path !== root ? `TypedArray${path.slice(root.length)}.${key}` : `${path}.${key}`;
}

/** A module that is called is called by its default export. */
export const defaultExport = (path: string): string => (path.endsWith("#*") ? `${path.slice(0, -1)}default` : path);

const plainSource = (source: string): string => source.replace(/^node:/, "");

/** Everything that module `source` exports. */
export function moduleObject(file: FileContext, source: string): AbstractObject | undefined {
  return builtinAt(file, `${plainSource(source)}#*`);
}

const GLOBAL_OBJECTS = new Set(["globalThis", "window", "self", "global"]);

/** What an import or an unshadowed global stands for, if it is known. */
export function builtinOf(file: FileContext, variable: Variable): AbstractObject | undefined {
  if (variable.kind !== "import" && variable.kind !== "global") return undefined;
  const { variables } = file.builtins;
  let builtin = variables.get(variable);
  if (builtin === undefined && !variables.has(variable))
    variables.set(variable, (builtin = findBuiltin(file, variable)));
  return builtin;
}

function findBuiltin(file: FileContext, variable: Variable): AbstractObject | undefined {
  if (variable.imported !== undefined) {
    const { source, name } = variable.imported;
    const isNamespace = name === "*" || name === "default";
    return (isNamespace ? moduleObject(file, source) : undefined) ?? builtinAt(file, `${plainSource(source)}#${name}`);
  }
  if (variable.kind !== "global") return undefined;
  return builtinAt(file, GLOBAL_OBJECTS.has(variable.name) ? "globalThis" : variable.name);
}
