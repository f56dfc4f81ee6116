import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../../lower/ir.js";
import type { Definitions, FileContext, FreezingCall } from "../state/frame.js";
import { commonOf, givenFrozen } from "./freezing-calls.js";
import { ANY } from "../state/heap.js";
import { classAround } from "./members.js";

type Fields = Map<string, FreezingCall | undefined>;

const found = new WeakMap<FileContext, ReadonlyMap<TSESTree.Node, Fields>>();

/** The fields of the instances of a class that are given nothing but what is frozen, wherever the file gives them something. */
export function frozenFields(file: FileContext, classNode: TSESTree.Node): [string, FreezingCall][] {
  let all = found.get(file);
  if (all === undefined) found.set(file, (all = findFields(file)));
  return [...(all.get(classNode) ?? [])].filter((each): each is [string, FreezingCall] => each[1] !== undefined);
}

function findFields(file: FileContext): ReadonlyMap<TSESTree.Node, Fields> {
  const all = new Map<TSESTree.Node, Fields>();
  /** Fields of this name are given something from outside of their class. */
  const elsewhere = new Set<string>();
  for (const fn of file.ir.functions) {
    const definitions = { fn, definitions: file.definitionsOf(fn) };
    const classNode = classAround(fn);
    const fields = classNode && (all.get(classNode) ?? new Map<string, FreezingCall | undefined>());
    if (fields !== undefined) all.set(classNode!, fields);
    for (const instruction of fn.blocks.flatMap(({ instructions }) => instructions)) {
      if (fillsThis(definitions, instruction)) fields?.set(ANY, undefined);
      if (instruction.op !== "set" || instruction.key.kind !== "name") continue;
      const { name } = instruction.key;
      if (fields !== undefined && isThis(definitions, instruction.object))
        note(fields, name, givenFrozen(file, definitions, instruction.from));
      else if (instruction.how === "assign") elsewhere.add(name);
    }
  }
  for (const [classNode, fields] of all) {
    for (const name of fields.keys())
      if (elsewhere.has(name) || fields.has(ANY) || isMixed(file, all, classNode, name)) fields.set(name, undefined);
  }
  return all;
}

const isThis = ({ definitions }: Definitions, temp: Temp): boolean => definitions[temp]?.op === "this";

/** `this[key] = value`, `Object.assign(this, values)`. */
function fillsThis(definitions: Definitions, instruction: Instruction): boolean {
  if (instruction.op === "set") return instruction.key.kind === "dynamic" && isThis(definitions, instruction.object);
  const [first] = instruction.op === "call" ? instruction.args : [];
  return first !== undefined && isThis(definitions, first.temp);
}

/** Whether a class that extends this one puts something else into the field. */
function isMixed(
  { constants: { bases } }: FileContext,
  all: ReadonlyMap<TSESTree.Node, Fields>,
  classNode: TSESTree.Node,
  name: string,
): boolean {
  return [...bases].some(([derived, base]) => {
    const fields = base === classNode ? all.get(derived) : undefined;
    return fields?.has(name) === true && fields.get(name) === undefined;
  });
}

/** Nothing at all is nothing to change. */
function note(fields: Fields, name: string, call: FreezingCall | "nothing" | undefined): void {
  if (call === "nothing" || (fields.has(name) && fields.get(name) === undefined)) return;
  fields.set(name, commonOf(fields.get(name), call));
}
