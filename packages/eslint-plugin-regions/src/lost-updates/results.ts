import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../lower/ir.js";
import { isDeriving } from "./dependence.js";
import { allOf, at, type Flow, type State } from "./flow.js";
import { alternative, madeOf, NONE, partOf, type Reads, returnedFor } from "./reads.js";

/** What the result of an instruction is made of. */
export function resultOf(flow: Flow, state: State, instruction: Instruction): Reads {
  const { all } = flow;
  switch (instruction.op) {
    case "read":
      return state.variables.get(instruction.variable) ?? NONE;
    case "copy": {
      const value = at(flow, instruction.from);
      const { parent } = instruction.node;
      if (parent?.type === AST_NODE_TYPES.LogicalExpression) return alternative(value, all);
      return value | (flow.tests.get(choiceAround(instruction.node)!) ?? NONE);
    }
    case "cast":
      return at(flow, instruction.from);
    case "await":
      // `this.store = await this.store` puts what a promise has become in its place.
      // What a function of the course returns is known.
      return flow.accesses.course.entered.has(instruction.from)
        ? at(flow, instruction.from)
        : alternative(at(flow, instruction.from), all);
    case "element": {
      const written = elementWritten(flow, instruction);
      return written === undefined ? partOf(at(flow, instruction.from), all) : at(flow, written);
    }
    case "rest":
    case "next":
      return partOf(at(flow, instruction.from), all);
    case "get":
      return isPartOfRead(flow, instruction) ? NONE : partOf(at(flow, instruction.object), all);
    case "compute":
      return madeOf(
        instruction.from.reduce((reads, from) => reads | at(flow, from), NONE),
        all,
      );
    case "call": {
      if (flow.accesses.course.entered.has(instruction.to)) return NONE;
      if (!isDeriving(flow.accesses.definitions, instruction.callee)) return returned(flow, instruction.args);
      const reads = allOf(flow, instruction.args);
      return madeOf(instruction.receiver === undefined ? reads : reads | at(flow, instruction.receiver), all);
    }
    case "new":
      return returned(flow, instruction.args);
    default:
      return NONE;
  }
}

/** `[this.a, this.b] = [this.b, 1]`: what stands at the same place of the literal. */
function elementWritten({ accesses }: Flow, { from, index }: Instruction & { op: "element" }): Temp | undefined {
  const list = accesses.definitions[from];
  if (list?.op !== "fresh" || list.node.type !== AST_NODE_TYPES.ArrayExpression) return undefined;
  const before = list.node.elements.slice(0, index + 1);
  if (before.some((each) => each?.type === AST_NODE_TYPES.SpreadElement)) return undefined;
  for (const { instructions } of accesses.course.blocks) {
    for (const each of instructions)
      if (each.op === "set" && each.object === from && each.key.kind === "name" && each.key.name === String(index))
        return each.from;
  }
  return undefined;
}

/** Of a function that is given options, nobody knows what it makes of one of them. */
function returned(flow: Flow, args: readonly { readonly temp: Temp }[]): Reads {
  const whole = args.filter(({ temp }) => flow.accesses.definitions[temp]?.op !== "fresh");
  return returnedFor(allOf(flow, whole), flow.all);
}

/** `config.path`, where it is the path that counts, and not what else there is in `config`. */
function isPartOfRead({ accesses, bitOf }: Flow, instruction: Instruction & { op: "get" }): boolean {
  const object = accesses.definitions[instruction.object];
  return bitOf.has(instruction) && object !== undefined && accesses.reads.has(object);
}

/** `a ? b : c` of which `node` is `b` or `c`. */
function choiceAround(node: TSESTree.Node): TSESTree.Node | undefined {
  const { parent } = node;
  return parent?.type === AST_NODE_TYPES.ConditionalExpression && parent.test !== node ? parent : undefined;
}
