import type { TSESTree } from "@typescript-eslint/utils";
import { callbackOf } from "../aliases/callbacks.js";
import { changeOf } from "../aliases/change.js";
import { type AliasFile, functionAt } from "../aliases/file.js";
import { Partition } from "../aliases/partition.js";
import type { FunctionIR, Instruction } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";
import { kindOf } from "./effects-on-iteration.js";

/** What a function goes over in a loop, by the partition of the file, and where it stands. */
interface Iterated {
  readonly set: number;
  readonly body: TSESTree.Node;
}

/** The functions of a file that may change what they iterate, whatever the order in which things happen. */
export function candidatesOf(file: AliasFile): FunctionIR[] {
  let partition: Partition | undefined;
  const changed = new Map<FunctionIR, ReadonlySet<number>>();
  return file.ir.functions.filter((fn) => {
    const definitions = file.definitions.get(fn)!;
    if (!hasIteration(fn)) return false;
    partition ??= new Partition(file);
    const loops = loopsIn(partition, fn);
    return fn.blocks.some(({ instructions }) =>
      instructions.some((each) => {
        if (each.op !== "call" && each.op !== "set") return false;
        const around = loops.filter(({ body }) => contains(body, each.node));
        const container = each.op === "call" ? callbackOf(definitions, each)?.container : undefined;
        const visited = container === undefined ? undefined : partition!.of(fn, container);
        if (around.length === 0 && visited === undefined) return false;
        const sets = changedAt(partition!, fn, each);
        return around.some(({ set }) => sets.has(set)) || (visited !== undefined && sets.has(visited));
      }),
    );
  });

  function changedAt(sets: Partition, fn: FunctionIR, instruction: Instruction): ReadonlySet<number> {
    const change = changeOf(file.definitions.get(fn)!, instruction);
    if (change !== undefined) {
      const set = kindOf(change) === undefined ? undefined : sets.of(fn, change.target);
      return set === undefined ? NOTHING : new Set([set]);
    }
    if (instruction.op !== "call") return NOTHING;
    const callback = callbackOf(file.definitions.get(fn)!, instruction);
    const called = functionAt(file, fn, callback?.function ?? instruction.callee);
    return called === undefined ? NOTHING : changedBy(sets, called);
  }

  function changedBy(sets: Partition, fn: FunctionIR): ReadonlySet<number> {
    const known = changed.get(fn);
    if (known !== undefined) return known;
    const found = new Set<number>();
    // What calls itself has been looked at.
    changed.set(fn, found);
    for (const { instructions } of fn.blocks) {
      for (const each of instructions) {
        if (each.op === "call" || each.op === "set") for (const set of changedAt(sets, fn, each)) found.add(set);
      }
    }
    return found;
  }
}

const NOTHING: ReadonlySet<number> = new Set<number>();

function hasIteration({ blocks }: FunctionIR): boolean {
  return blocks.some(({ instructions }) =>
    instructions.some(({ op, node }) => op === "next" || op === "call" || node.parent?.type === "ForStatement"),
  );
}

function loopsIn(partition: Partition, fn: FunctionIR): Iterated[] {
  const loops: Iterated[] = [];
  const add = (set: number | undefined, body: TSESTree.Node): void => {
    if (set !== undefined) loops.push({ set, body });
  };
  for (const { instructions } of fn.blocks) {
    for (const each of instructions) {
      const { parent } = each.node;
      if (each.op === "next" && (parent?.type === "ForOfStatement" || parent?.type === "ForInStatement"))
        add(partition.of(fn, each.from), parent.body);
      else if (each.op === "get" && each.key.kind === "name" && each.key.name === "length") {
        const loop = forAround(each.node);
        if (loop !== undefined) add(partition.of(fn, each.object), loop.body);
      }
    }
  }
  return loops;
}

/** The `for (…; …; …)` in whose head something stands. */
function forAround(node: TSESTree.Node): TSESTree.ForStatement | undefined {
  let each: TSESTree.Node | undefined = node;
  while (each !== undefined && !/Statement$|^Program$|Function/.test(each.type)) each = each.parent;
  return each?.type === "ForStatement" ? each : undefined;
}
