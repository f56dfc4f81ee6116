import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "../../lower/ir.js";
import type { FileContext } from "../state/frame.js";
import { classAround } from "./members.js";

const outside = new WeakMap<FileContext, ReadonlySet<string>>();

/** The fields, by their names, to which something in the file assigns that is no constructor. */
export function assignedOutside(file: FileContext): ReadonlySet<string> {
  let names = outside.get(file);
  if (names === undefined) {
    const others = file.ir.functions.filter(({ kind }) => kind !== "fields" && kind !== "constructor");
    outside.set(file, (names = new Set(others.flatMap(assignedIn))));
  }
  return names;
}

const assignedIn = ({ blocks }: FunctionIR): string[] =>
  blocks.flatMap(({ instructions }) =>
    instructions.flatMap((each) =>
      (each.op === "delete" || (each.op === "set" && each.how === "assign")) && each.key.kind === "name"
        ? [each.key.name]
        : [],
    ),
  );

const assignments = new WeakMap<FileContext, Map<TSESTree.Node, Set<string>>>();

/** Whether some method of a class assigns to a field. */
export function isAssigned(file: FileContext, classNode: TSESTree.Node, key: string): boolean {
  let assigned = assignments.get(file);
  if (assigned === undefined) assignments.set(file, (assigned = findAssigned(file)));
  return assigned.get(classNode)?.has(key) === true;
}

/** The names of fields to which the methods of each class assign. */
function findAssigned(file: FileContext): Map<TSESTree.Node, Set<string>> {
  const assigned = new Map<TSESTree.Node, Set<string>>();
  for (const fn of file.ir.functions) {
    const classNode = classAround(fn);
    if (classNode === undefined) continue;
    const names = assigned.get(classNode) ?? new Set<string>();
    assigned.set(classNode, names);
    for (const block of fn.blocks) {
      for (const each of block.instructions) {
        if (each.op === "set" && each.how === "assign" && each.key.kind === "name") names.add(each.key.name);
      }
    }
  }
  return assigned;
}
