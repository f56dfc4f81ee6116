import { ownerOfThis } from "../lower/owner-of-this.js";
import type { TSESTree } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import type { Definitions } from "./change.js";
import { NO_SUMMARY, type Summary } from "./summary.js";
import { ValueTable } from "./value.js";

/** Calls within calls are followed to this depth; beyond, nothing is known of them. */
const DEEPEST_CALL = 5;

/** What the light analysis knows of a file before it follows any function. */
export interface AliasFile {
  readonly ir: FileIR;
  readonly table: ValueTable;
  readonly definitions: ReadonlyMap<FunctionIR, Definitions>;
  /** Functions by the variable that always holds them. */
  readonly functions: ReadonlyMap<Variable, FunctionIR>;
  /** Methods and accessors ("get x") by the class or object literal that has them. */
  readonly members: ReadonlyMap<TSESTree.Node, ReadonlyMap<string, FunctionIR>>;
  readonly summaryOf: (fn: FunctionIR) => Summary;
}

/** @param summarise sums up a function, of which no summary is known yet */
export function readFile(ir: FileIR, summarise: (file: AliasFile, fn: FunctionIR) => Summary): AliasFile {
  const definitions = new Map<FunctionIR, Definitions>();
  const functions = new Map<Variable, FunctionIR>();
  const members = new Map<TSESTree.Node, Map<string, FunctionIR>>();
  for (const fn of ir.functions) {
    const defined: (Instruction | undefined)[] = new Array<undefined>(fn.temps);
    definitions.set(fn, defined);
    for (const { instructions } of fn.blocks) {
      for (const each of instructions) {
        if ("to" in each) defined[each.to] = each;
        else if (each.op === "write") noteFunction(functions, each, defined[each.from]);
        else if (each.op === "set" && each.how !== "assign") noteMember(members, each, defined);
      }
    }
  }
  const summaries = new Map<FunctionIR, Summary>();
  let depth = 0;
  const file: AliasFile = {
    ir,
    table: new ValueTable(),
    definitions,
    functions,
    members,
    summaryOf(fn) {
      const known = summaries.get(fn);
      if (known !== undefined || depth >= DEEPEST_CALL) return known ?? NO_SUMMARY;
      // What calls itself is known to do nothing in the meantime.
      summaries.set(fn, NO_SUMMARY);
      depth++;
      const summary = summarise(file, fn);
      depth--;
      summaries.set(fn, summary);
      return summary;
    },
  };
  return file;
}

function noteFunction(
  functions: Map<Variable, FunctionIR>,
  { variable }: Instruction & { op: "write" },
  from: Instruction | undefined,
): void {
  if (from?.op === "function" && variable.writes === 1) functions.set(variable, from.fn);
}

function noteMember(
  members: Map<TSESTree.Node, Map<string, FunctionIR>>,
  { object, key, from, how }: Instruction & { op: "set" },
  defined: Definitions,
): void {
  const value = defined[from];
  if (value?.op !== "function" || key.kind !== "name") return;
  let holder = defined[object];
  if (holder?.op === "get" && holder.key.kind === "name" && holder.key.name === "prototype")
    holder = defined[holder.object];
  // Instance fields belong to the class whose body initialises them.
  const owner =
    holder?.op === "this" && value.fn.parent?.kind === "fields" ? value.fn.parent.node.parent : holder?.node;
  if (owner === undefined || (holder?.op !== "fresh" && holder?.op !== "this")) return;
  let ofOwner = members.get(owner);
  if (ofOwner === undefined) members.set(owner, (ofOwner = new Map<string, FunctionIR>()));
  ofOwner.set(how === "getter" ? `get ${key.name}` : key.name, value.fn);
}

/** A method or accessor of what `this` is in a function. */
export function memberOfThis(file: AliasFile, fn: FunctionIR, name: string): FunctionIR | undefined {
  const owner = ownerOfThis(fn);
  const holder = owner.kind === "fields" ? owner.node.parent : holderOf(owner.node);
  return holder === undefined ? undefined : file.members.get(holder)?.get(name);
}

/** The class or object literal that a method stands in. */
function holderOf({ parent }: TSESTree.Node): TSESTree.Node | undefined {
  if (parent?.type === "MethodDefinition") return parent.parent.parent;
  return parent?.type === "Property" ? parent.parent : undefined;
}

/** The function of this file that a temporary certainly is. */
export function functionAt(file: AliasFile, fn: FunctionIR, temp: Temp): FunctionIR | undefined {
  const definition = file.definitions.get(fn)![temp];
  switch (definition?.op) {
    case "function":
      return definition.fn;
    case "read":
      return file.functions.get(definition.variable);
    case "cast":
      return functionAt(file, fn, definition.from);
    case "get": {
      if (definition.key.kind !== "name") return undefined;
      const holder = file.definitions.get(fn)![definition.object];
      return holder?.op === "this" ? memberOfThis(file, fn, definition.key.name) : undefined;
    }
    default:
      return undefined;
  }
}
