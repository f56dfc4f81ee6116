import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { findDefinitions } from "../flow/known/create-frame.js";
import { classAround } from "../flow/known/members.js";
import { forEachOperand } from "../flow/state/operands.js";
import type { Definitions } from "../flow/state/frame.js";
import type { FileIR, FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { irOf } from "../lower/lower-file.js";
import type { LockSettings } from "../settings/locks.js";
import type { Access } from "./access.js";
import type { Entry, Sharing } from "./state.js";
import type { ElementType, Holder, Memory, Values } from "./values.js";
import { NOTHING, union, ValueTable } from "./values.js";

/** Elements that a function reaches plainly by way of a parameter. */
export interface Touch {
  readonly index: number;
  /** By a view that it makes itself; undefined: the parameter is the view. */
  readonly elements: ElementType | undefined;
  readonly access: Access;
}

/** What a function does to what its callers know. */
export interface Summary {
  readonly touches: Map<TSESTree.Node, Touch>;
  /** Parameters that it shares with other threads, or gives away. */
  readonly shares: Set<number>;
  readonly shared: Map<Memory, Sharing>;
  readonly makes: Set<Memory>;
  returns: Values;
}

/** What is known of a file as a whole, grown until nothing changes. */
export interface Program {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly ir: FileIR;
  readonly locks: readonly LockSettings[];
  readonly table: ValueTable;
  readonly definitions: ReadonlyMap<FunctionIR, Definitions>;
  /** The function that a variable always holds, and the methods of classes. */
  readonly functions: ReadonlyMap<Variable, FunctionIR>;
  readonly methods: ReadonlyMap<TSESTree.Node, ReadonlyMap<string, FunctionIR>>;
  readonly classes: ReadonlyMap<Variable, TSESTree.Node>;
  /** What is written to variables that are written once. */
  readonly written: ReadonlyMap<Variable, Temp>;
  /** Functions that are not only called by name in this file: they may run at any time. */
  readonly escaping: ReadonlySet<FunctionIR>;
  /** What variables that functions share hold. */
  readonly variables: Map<Variable, Values>;
  readonly fields: Map<Holder, Map<string, Values>>;
  /** Memory that is shared somewhere in the file. */
  readonly shared: Map<Memory, Sharing>;
  readonly given: Map<FunctionIR, Values[]>;
  readonly entries: Map<FunctionIR, Entry>;
  readonly summaries: Map<FunctionIR, Summary>;
  /** Types declared in the file, by name. */
  readonly types: ReadonlyMap<string, TSESTree.Node>;
  hasChanged: boolean;
}

export function createProgram(sourceCode: Readonly<TSESLint.SourceCode>, locks: readonly LockSettings[]): Program {
  const ir = irOf(sourceCode);
  const definitions = new Map(ir.functions.map((fn) => [fn, findDefinitions(fn)]));
  const methods = findMethods(ir);
  const functions = new Map<Variable, FunctionIR>();
  const classes = new Map<Variable, TSESTree.Node>();
  const written = new Map<Variable, Temp>();
  for (const { fn, definitions: defined } of definitions.values()) {
    for (const instruction of instructionsOf(fn)) {
      if (instruction.op !== "write" || instruction.variable.writes !== 1) continue;
      written.set(instruction.variable, instruction.from);
      const value = defined[instruction.from];
      if (value?.op === "function") functions.set(instruction.variable, value.fn);
      if (value?.op === "fresh" && value.kind === "class") classes.set(instruction.variable, value.node);
    }
  }
  return {
    sourceCode,
    ir,
    locks,
    table: new ValueTable(),
    definitions,
    functions,
    methods,
    classes,
    written,
    escaping: findEscaping(ir, definitions, functions, methods),
    variables: new Map(),
    fields: new Map(),
    shared: new Map(),
    given: new Map(),
    entries: new Map(),
    summaries: new Map(
      ir.functions.map((fn) => [
        fn,
        { touches: new Map(), shares: new Set(), shared: new Map(), makes: new Set(), returns: NOTHING },
      ]),
    ),
    types: findTypes(sourceCode.ast),
    hasChanged: true,
  };
}

export const instructionsOf = (fn: FunctionIR): Instruction[] => fn.blocks.flatMap(({ instructions }) => instructions);

function findMethods(ir: FileIR): Map<TSESTree.Node, Map<string, FunctionIR>> {
  const methods = new Map<TSESTree.Node, Map<string, FunctionIR>>();
  for (const fn of ir.functions) {
    const member = fn.node.parent;
    const classNode = classAround(fn);
    if (member?.type !== AST_NODE_TYPES.MethodDefinition || classNode === undefined || fn.name === undefined) continue;
    let here = methods.get(classNode);
    if (here === undefined) methods.set(classNode, (here = new Map<string, FunctionIR>()));
    here.set(member.kind === "constructor" ? "constructor" : fn.name, fn);
  }
  return methods;
}

/** The functions that may run at any time: all but those that are only called from here, or given as an argument. */
function findEscaping(
  ir: FileIR,
  definitions: ReadonlyMap<FunctionIR, Definitions>,
  functions: ReadonlyMap<Variable, FunctionIR>,
  methods: Program["methods"],
): Set<FunctionIR> {
  const escaping = new Set<FunctionIR>(ir.functions.filter(({ kind }) => kind === "fields"));
  for (const { fn, definitions: defined } of definitions.values()) {
    const functionIn = (temp: Temp | undefined): FunctionIR | undefined => {
      const definition = temp === undefined ? undefined : defined[temp];
      if (definition?.op === "function") return definition.fn;
      if (definition?.op === "read") return functions.get(definition.variable);
      const isPrivate =
        definition?.op === "get" && definition.key.kind === "name" && definition.key.name.startsWith("#");
      return isPrivate ? methodNamed(methods, fn, definition.key.name) : undefined;
    };
    const escape = (temp: Temp | undefined): void => {
      const used = functionIn(temp);
      if (used !== undefined) escaping.add(used);
    };
    for (const instruction of instructionsOf(fn)) {
      if (!isKept(instruction, functions)) forEachOperand(instruction, escape);
    }
    for (const { end } of fn.blocks) if (end.op === "return" || end.op === "throw") escape(end.from);
  }
  return escaping;
}

/** Whether an instruction leaves functions where all their calls can be seen. */
function isKept(instruction: Instruction, functions: ReadonlyMap<Variable, FunctionIR>): boolean {
  switch (instruction.op) {
    case "call":
    case "new":
      return true;
    case "write":
      return functions.has(instruction.variable) && !instruction.variable.exported;
    case "set":
      return instruction.how === "init" && instruction.key.kind === "name" && instruction.key.name.startsWith("#");
    default:
      return false;
  }
}

/** The method of the class around a function. */
export function methodNamed(methods: Program["methods"], fn: FunctionIR, name: string): FunctionIR | undefined {
  const classNode = classAround(fn);
  return classNode && methods.get(classNode)?.get(name);
}

function findTypes(ast: TSESTree.Program): Map<string, TSESTree.Node> {
  const types = new Map<string, TSESTree.Node>();
  for (const statement of ast.body) {
    const declaration =
      statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? (statement.declaration ?? statement) : statement;
    if (declaration.type === AST_NODE_TYPES.TSInterfaceDeclaration) types.set(declaration.id.name, declaration.body);
    else if (declaration.type === AST_NODE_TYPES.TSTypeAliasDeclaration)
      types.set(declaration.id.name, declaration.typeAnnotation);
  }
  return types;
}

/** Grows what a map holds, and notes that there is more to do. */
export function grow<K>(program: Program, map: Map<K, Values>, key: K, values: Values): void {
  const before = map.get(key);
  const after = union(before, values);
  if (after === before || after.size === 0) return;
  map.set(key, after);
  program.hasChanged = true;
}

export function fieldsOf({ fields }: Program, holder: Holder): Map<string, Values> {
  let known = fields.get(holder);
  if (known === undefined) fields.set(holder, (known = new Map<string, Values>()));
  return known;
}

export function addTo<T>(program: Program, set: Set<T>, value: T): void {
  if (set.has(value)) return;
  set.add(value);
  program.hasChanged = true;
}

/** Where a collection keeps what is found under no name. */
export const ANY = "*";
