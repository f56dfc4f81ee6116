import type { TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../../lower/ir.js";
import type { Definitions, FileContext } from "../state/frame.js";
import { type FreezingCall, freezingCall } from "./freezing-calls.js";
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
        note(fields, name, given(file, definitions, instruction.from));
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

/** The call that comes first stands for all. Nothing at all is nothing to change. */
function note(fields: Fields, name: string, call: FreezingCall | "nothing" | undefined): void {
  if (call === "nothing") return;
  const before = fields.get(name);
  if (before === undefined || call === undefined) {
    if (call === undefined || !fields.has(name)) fields.set(name, call);
    return;
  }
  const first = before.node.range[0] < call.node.range[0] ? before : call;
  const isShallow = before.fact === "frozenShallow" || call.fact === "frozenShallow";
  fields.set(name, isShallow ? { ...first, fact: "frozenShallow" } : first);
}

function given(file: FileContext, definitions: Definitions, temp: Temp): FreezingCall | "nothing" | undefined {
  const made = withoutCast(definitions, temp);
  if (made?.op === "literal") return made.known ? "nothing" : undefined;
  return made?.op === "call" ? freezingCall(file, definitions, made) : undefined;
}

function withoutCast({ definitions }: Definitions, temp: Temp): Instruction | undefined {
  let made = definitions[temp];
  while (made?.op === "cast") made = definitions[made.from];
  return made;
}
