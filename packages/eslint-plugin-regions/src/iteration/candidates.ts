import type { TSESTree } from "@typescript-eslint/utils";
import { callbackOf } from "../aliases/callbacks.js";
import { changeOf } from "../aliases/change.js";
import { type AliasFile, functionAt } from "../aliases/file.js";
import { Partition } from "../aliases/partition.js";
import type { FunctionIR, Instruction, Temp } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";
import { kindOf } from "./effects-on-iteration.js";

/** What a function goes over in a loop, and the body of that. */
interface Iterated {
  readonly over: Temp;
  readonly body: TSESTree.Node;
}

/** What a method such as `forEach` goes over, and the function that it calls. */
interface Visit {
  readonly container: Temp;
  readonly visitor: FunctionIR;
}

/** The functions of a file that may change what they iterate, whatever the order in which things happen. */
export function candidatesOf(file: AliasFile): FunctionIR[] {
  let partition: Partition | undefined;
  const changed = new Map<FunctionIR, ReadonlySet<number>>();
  return file.ir.functions.filter((fn) => {
    const loops = loopsIn(fn);
    const visits = visitsIn(file, fn);
    if (loops.length === 0 && visits.length === 0) return false;
    const sets = (partition ??= new Partition(file));
    for (const { container, visitor } of visits) {
      const set = sets.of(fn, container);
      if (set !== undefined && changedBy(sets, visitor).has(set)) return true;
    }
    return loops.some(({ over, body }) => {
      const set = sets.of(fn, over);
      return set !== undefined && changesInside(sets, fn, body).some((each) => each.has(set));
    });
  });

  function changesInside(sets: Partition, fn: FunctionIR, body: TSESTree.Node): ReadonlySet<number>[] {
    return fn.blocks.flatMap(({ instructions }) =>
      instructions.flatMap((each) =>
        (each.op === "call" || each.op === "set") && contains(body, each.node) ? [changedAt(sets, fn, each)] : [],
      ),
    );
  }

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

function visitsIn(file: AliasFile, fn: FunctionIR): Visit[] {
  const definitions = file.definitions.get(fn)!;
  const visits: Visit[] = [];
  for (const { instructions } of fn.blocks) {
    for (const each of instructions) {
      const callback = each.op === "call" && each.args.length > 0 ? callbackOf(definitions, each) : undefined;
      const visitor = callback && functionAt(file, fn, callback.function);
      if (visitor !== undefined) visits.push({ container: callback!.container, visitor });
    }
  }
  return visits;
}

function loopsIn({ blocks }: FunctionIR): Iterated[] {
  const loops: Iterated[] = [];
  for (const { instructions } of blocks) {
    for (const each of instructions) {
      if (each.op === "next") {
        const { parent } = each.node;
        if (parent?.type === "ForOfStatement" || parent?.type === "ForInStatement")
          loops.push({ over: each.from, body: parent.body });
      } else if (each.op === "get" && each.key.kind === "name" && each.key.name === "length") {
        const loop = forAround(each.node);
        if (loop !== undefined) loops.push({ over: each.object, body: loop.body });
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
