import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction, Variable } from "../../lower/ir.js";
import { taggedType } from "./annotate.js";
import { builtinOf } from "./builtins.js";
import type { Definitions, FileContext } from "../state/frame.js";
import { handsOutFrozen } from "./handed-out.js";
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
  "pushState",
  "replaceState",
]);
const GLOBALS = new Set([
  "structuredClone",
  "postMessage",
  "history",
  "harden",
  "VideoFrame",
  "AudioData",
  "EncodedVideoChunk",
  "EncodedAudioChunk",
]);

/** The functions of which a caller can be in the file: all but declarations that nothing in it names. */
export function findCalled(file: FileContext, functions: readonly Definitions[]): ReadonlySet<FunctionIR> {
  const called = new Set<FunctionIR>();
  const seen = new Set<Variable>();
  // What is promised to callers elsewhere is held against what it does.
  for (const { fn } of functions) if (file.tags.functions.has(fn.node)) called.add(fn);
  for (const { fn } of functions) {
    if (fn.node.type !== AST_NODE_TYPES.FunctionDeclaration && fn.kind !== "module") called.add(fn);
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.op !== "read" || seen.has(instruction.variable)) continue;
        seen.add(instruction.variable);
        functionsOf(file, instruction.variable).forEach((used) => called.add(used));
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
  const readers = new Map<Variable, FunctionIR[]>();
  const byName = new Map<string, FunctionIR[]>();
  const byThis = new Map<string, FunctionIR[]>();
  const members = new Map<TSESTree.Node, FunctionIR[]>();
  const concerned = new Set<FunctionIR>();
  const isNamed = namesRuntime(file);
  const got = findGot(functions);
  const instances = findInstanceFields(file, functions);
  for (const each of functions) {
    const { fn } = each;
    if (file.tags.functions.has(fn.node)) concerned.add(fn);
    if (fn.parameters.some(({ annotation }) => isRuntimeType(file, annotation, isNamed))) concerned.add(fn);
    if (isOfRuntimeClass(file, fn, isNamed) || isNamedInComments(file, fn)) concerned.add(fn);
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (isOperation(file, instruction, isNamed)) concerned.add(fn);
        if (instruction.op === "function") addUser(users, instruction.fn, fn);
        else if (instruction.op === "read") addUser(readers, instruction.variable, fn);
        if (!("key" in instruction) || instruction.key.kind !== "name") continue;
        const { name } = instruction.key;
        const object = each.definitions[instruction.object];
        if (object?.op === "this") for (const key of ownKeys(file, fn, name)) addUser(byThis, key, fn);
        else if (isOfKnown(object, got) || isInstanceField(each, instances, object)) addUser(byName, name, fn);
      }
    }
    const classNode = classAround(fn);
    const { bases } = file.constants;
    const seen = new Set<TSESTree.Node>();
    for (let of = classNode; of !== undefined && !seen.has(of); of = bases.get(of)) {
      seen.add(of);
      addUser(members, of, fn);
    }
  }
  const handingOut = new Set(handsOutFrozen(file, functions));
  for (const fn of handingOut) concerned.add(fn);
  for (const [variable, all] of readers) {
    if (isOfInterest(file, variable, isNamed)) all.forEach((fn) => concerned.add(fn));
    for (const used of functionsOf(file, variable)) all.forEach((fn) => addUser(users, used, fn));
  }
  for (const fn of concerned) {
    for (const user of users.get(fn) ?? []) concerned.add(user);
    // Whatever calls a method of this name, and all methods that see what fields are initialised with.
    if (fn.name !== undefined && fn.node.type !== AST_NODE_TYPES.FunctionDeclaration) {
      for (const user of byName.get(fn.name) ?? []) concerned.add(user);
      const classNode = classAround(fn);
      for (const user of (classNode && byThis.get(memberKey(classNode, fn.name))) ?? []) concerned.add(user);
    }
    const frozenIn = freezes(fn) || (fn.kind === "constructor" && handingOut.has(fn)) ? classAround(fn) : undefined;
    for (const user of (frozenIn && members.get(frozenIn)) ?? []) concerned.add(user);
    if (fn.kind === "fields") for (const user of members.get(fn.node.parent!) ?? []) concerned.add(user);
  }
  return functions.map(({ fn }) => fn).filter((fn) => concerned.has(fn));
}

/** Whether it calls something by a name such as `freeze`, `Object.freeze`, `deepFreeze`. */
const freezes = ({ blocks }: FunctionIR): boolean =>
  blocks.some(({ instructions }) =>
    instructions.some((each) =>
      each.op === "get"
        ? each.key.kind === "name" && FREEZING.test(each.key.name)
        : each.op === "read" && FREEZING.test(each.variable.imported?.name ?? each.variable.name),
    ),
  );

const FREEZING = /freeze|harden/i;

/** Whether it can be an instance of a class of the file, or an object literal: of others no method is known. */
function isOfKnown(object: Instruction | undefined, got: ReadonlySet<Variable>): boolean {
  if (object?.op === "read") return object.variable.kind !== "parameter" && !got.has(object.variable);
  return object !== undefined && object.op !== "get" && object.op !== "literal";
}

/** The names of fields that are given an instance of a class of the file where they are declared. */
function findInstanceFields({ constants }: FileContext, functions: readonly Definitions[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { fn, definitions } of functions) {
    if (fn.kind !== "fields") continue;
    for (const each of fn.blocks.flatMap(({ instructions }) => instructions)) {
      if (each.op !== "set" || each.key.kind !== "name") continue;
      const made = definitions[each.from];
      const type = made?.op === "new" ? definitions[made.callee] : undefined;
      if (type?.op === "read" && constants.classes.has(type.variable)) names.add(each.key.name);
    }
  }
  return names;
}

/** `this.field` of such a field. */
const isInstanceField = (
  { definitions }: Definitions,
  names: ReadonlySet<string>,
  object: Instruction | undefined,
): boolean =>
  object?.op === "get" &&
  object.key.kind === "name" &&
  names.has(object.key.name) &&
  definitions[object.object]?.op === "this";

/** The variables that hold for good what was read from a field. */
function findGot(functions: readonly Definitions[]): ReadonlySet<Variable> {
  const got = new Set<Variable>();
  for (const { fn, definitions } of functions) {
    for (const { instructions } of fn.blocks) {
      for (const each of instructions)
        if (each.op === "write" && each.variable.writes === 1 && definitions[each.from]?.op === "get")
          got.add(each.variable);
    }
  }
  return got;
}

/** Where a member of `this` can be declared: in the class of a method, or in one that it extends. */
function ownKeys(file: FileContext, fn: FunctionIR, name: string): string[] {
  const keys: string[] = [];
  const seen = new Set<TSESTree.Node>();
  for (let each = classAround(fn); each !== undefined && !seen.has(each); each = file.constants.bases.get(each)) {
    seen.add(each);
    keys.push(memberKey(each, name));
  }
  return keys;
}

const memberKey = (classNode: TSESTree.Node, name: string): string => `${String(classNode.range[0])}.${name}`;

/** Whether a text names something of the runtime; undefined: the file imports nothing of it. */
type NamesRuntime = ((text: string) => boolean) | undefined;

/** The types of the runtime by the names that the file has for them, those of its own types that are made of them included. */
function namesRuntime({ runtimeTypes, types: checked, sourceCode }: FileContext): NamesRuntime {
  const names = new Set([...runtimeTypes.keys(), ...(checked?.imported ?? [])]);
  if (names.size === 0) return undefined;
  const mentions = (text: string): boolean => {
    for (const name of names) if (text.includes(name)) return true;
    return false;
  };
  let types = sourceCode.ast.body.flatMap((statement) => {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    return declaration?.type === AST_NODE_TYPES.TSTypeAliasDeclaration ||
      declaration?.type === AST_NODE_TYPES.TSInterfaceDeclaration
      ? [{ name: declaration.id.name, text: sourceCode.getText(declaration) }]
      : [];
  });
  for (let known = 0; known < names.size;) {
    known = names.size;
    types = types.filter(({ name, text }) => !mentions(text) || !names.add(name));
  }
  return mentions;
}

/** A method of a class whose fields hold something of the runtime. */
function isOfRuntimeClass({ sourceCode }: FileContext, { node }: FunctionIR, isNamed: NamesRuntime): boolean {
  if (isNamed === undefined || node.parent?.type !== AST_NODE_TYPES.MethodDefinition) return false;
  return node.parent.parent.body.some((member) => {
    const parts =
      member.type === AST_NODE_TYPES.PropertyDefinition
        ? [member.typeAnnotation, member.value]
        : member.type === AST_NODE_TYPES.MethodDefinition && member.kind === "constructor"
          ? member.value.params
          : [];
    return parts.some((part) => part && isNamed(sourceCode.getText(part)));
  });
}

/** In plain JavaScript, types stand in comments: of a function, in it, or in the class that it belongs to. */
function isNamedInComments({ sourceCode, types }: FileContext, fn: FunctionIR): boolean {
  if (types === undefined || types.inComments.size === 0) return false;
  let node = classAround(fn) ?? fn.node;
  while (HOLDERS.has(node.parent?.type ?? "")) node = node.parent!;
  const comments = [...sourceCode.getCommentsBefore(node), ...sourceCode.getCommentsInside(node)];
  return comments.some(({ value }) => [...types.inComments].some((name) => value.includes(name)));
}

const HOLDERS = new Set<string>([
  AST_NODE_TYPES.VariableDeclarator,
  AST_NODE_TYPES.VariableDeclaration,
  AST_NODE_TYPES.ExportNamedDeclaration,
  AST_NODE_TYPES.ExportDefaultDeclaration,
  AST_NODE_TYPES.MethodDefinition,
  AST_NODE_TYPES.PropertyDefinition,
  AST_NODE_TYPES.Property,
]);

function isRuntimeType(file: FileContext, type: TSESTree.TypeNode | undefined, isNamed: NamesRuntime): boolean {
  return type !== undefined && isNamed?.(file.sourceCode.getText(type)) === true;
}

function addUser<K>(users: Map<K, FunctionIR[]>, used: K, user: FunctionIR): void {
  const list = users.get(used);
  if (list === undefined) users.set(used, [user]);
  else if (list.at(-1) !== user) list.push(user);
}

function isOperation(file: FileContext, instruction: Instruction, isNamed: NamesRuntime): boolean {
  if (instruction.op === "cast") return isRuntimeType(file, instruction.type, isNamed);
  if (instruction.op !== "get" || instruction.key.kind !== "name") return false;
  return METHODS.has(instruction.key.name) || file.tags.methods.has(instruction.key.name);
}

/** Whether a variable holds an operation, or something of the runtime. */
function isOfInterest(file: FileContext, variable: Variable, isNamed: NamesRuntime): boolean {
  const { annotation } = variable;
  if (file.types?.imported.has(variable.name) === true) return true;
  if (isRuntimeType(file, annotation, isNamed) || taggedType(file, annotation)?.call !== undefined) return true;
  const { kinds, frozen } = file.constants;
  const kind = kinds.get(variable);
  if (frozen.get(variable) !== undefined) return true;
  if (kind === "Region" || kind === "Cown") return true;
  const path = (file.constants.objects.get(variable) ?? builtinOf(file, variable))?.builtin;
  return (
    path !== undefined && (path.includes("#") || GLOBALS.has(path) || METHODS.has(path.slice(path.indexOf(".") + 1)))
  );
}

const NO_FUNCTIONS: readonly FunctionIR[] = [];

/** The functions that a variable stands for; with a class those that make its instances. */
function functionsOf(file: FileContext, variable: Variable): readonly FunctionIR[] {
  const { objects, classes, methods, results } = file.constants;
  const fn = objects.get(variable)?.fn;
  if (fn !== undefined) return [fn];
  const result = results.get(variable);
  if (result !== undefined) return [result.callee, ...result.args].flatMap((each) => each?.fn ?? []);
  const node = classes.get(variable);
  if (node === undefined || !("body" in node)) return NO_FUNCTIONS;
  const makers = [methods.get(node)?.get("constructor")?.fn, file.ir.functionOf.get(node.body as TSESTree.Node)];
  return makers.filter((each) => each !== undefined);
}
