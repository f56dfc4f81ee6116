import type { TSESTree } from "@typescript-eslint/utils";
import { type Definitions, subjectOf } from "../aliases/change.js";
import type { Deed } from "../aliases/deeds.js";
import { explore } from "../aliases/endings.js";
import type { Point } from "../aliases/follow.js";
import { common, type Values } from "../aliases/value.js";
import type { FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { contains } from "../lower/loops-around.js";

/** `for (…; i < list.length; i++)` */
interface IndexLoop {
  readonly node: TSESTree.ForStatement;
  readonly index: Variable;
  /** The expression for the list, or for its length. */
  readonly iterated: TSESTree.Node;
  /** The length was asked before the loop. */
  readonly isFixed: boolean;
  /** Notes what the list is, where its length is asked. */
  readonly note: (instruction: Instruction, point: Point) => void;
  readonly length: () => Values;
}

export function indexLoopsOf(definitions: Definitions, fn: FunctionIR): IndexLoop[] {
  const loops: IndexLoop[] = [];
  for (const { instructions } of fn.blocks) {
    for (const test of instructions) {
      if (test.op !== "compute" || (test.operator !== "<" && test.operator !== "!==")) continue;
      const node = test.node.parent;
      if (node?.type !== "ForStatement" || node.test !== test.node) continue;
      const index = definitions[test.from[0]!];
      if (index?.op !== "read" || !countsUp(node, index.node)) continue;
      loops.push(indexLoop(definitions, node, index.variable, test, test.from[1]!));
    }
  }
  return loops;
}

function indexLoop(
  definitions: Definitions,
  node: TSESTree.ForStatement,
  index: Variable,
  test: Instruction,
  limit: Temp,
): IndexLoop {
  let length: Values = [];
  const expression = subjectOf(definitions, limit, node);
  const isFixed = expression.type !== "MemberExpression";
  return {
    node,
    index,
    iterated: isFixed ? expression : expression.object,
    isFixed,
    note: (instruction, point) => {
      if (instruction === test) length = point.valueOf(limit);
    },
    length: () => length,
  };
}

/** `i++`, `++i` or `i += 1` */
function countsUp({ update }: TSESTree.ForStatement, index: TSESTree.Node): boolean {
  if (index.type !== "Identifier") return false;
  const target =
    update?.type === "UpdateExpression" && update.operator === "++"
      ? update.argument
      : update?.type === "AssignmentExpression" && update.operator === "+="
        ? update.left
        : undefined;
  return target?.type === "Identifier" && target.name === index.name;
}

/**
 * Whether the elements after the one at the index move down by one, and the index goes on all the same: it passes over
 * the element that has taken the place.
 */
export function skipsIndex(loop: IndexLoop, point: Point, instruction: Instruction, deed: Deed): boolean {
  const { effect, targets } = deed;
  if (effect !== undefined || !contains(loop.node.body, instruction.node)) return false;
  const lists = loop
    .length()
    ?.flatMap(({ origin }) => (origin.kind === "field" && origin.key === "length" ? [origin.base] : []));
  if (common(targets, lists) === undefined || !removesAt(point, loop, deed)) return false;
  let isReached = false;
  explore(point.definitions, point.fn, point.block, instruction, new Map(), (each) => {
    if (each === undefined || isReached) return !isReached;
    if (each.op === "write" && each.variable === loop.index) {
      isReached = each.node === loop.node.update;
      return false;
    }
    return contains(loop.node, each.node);
  });
  return isReached;
}

function removesAt({ definitions, fn }: Point, loop: IndexLoop, { change: { method, args } }: Deed): boolean {
  const { index, isFixed } = loop;
  // So many elements are taken from the front as there were, or stay in the list: nothing is passed over.
  if (method === "shift") return readsAtIndex(definitions, fn, loop) || !(isFixed || pushesBack(definitions, fn, loop));
  const [at, count, ...added] = args;
  if (method !== "splice" || at === undefined || count === undefined || added.length > 0) return false;
  const read = definitions[at.temp];
  const number = definitions[count.temp];
  return read?.op === "read" && read.variable === index && number?.op === "literal" && number.value !== 0;
}

/** `list.push(…)` in the loop. */
function pushesBack(definitions: Definitions, { blocks }: FunctionIR, { iterated, node }: IndexLoop): boolean {
  const isPush = (each: Instruction): boolean => {
    const method = each.op === "call" ? definitions[each.callee] : undefined;
    if (method?.op !== "get" || method.key.kind !== "name" || method.key.name !== "push") return false;
    return contains(node.body, each.node) && isSame(subjectOf(definitions, method.object, each.node), iterated);
  };
  return blocks.some(({ instructions }) => instructions.some(isPush));
}

/** Whether two expressions are one chain of names. */
function isSame(a: TSESTree.Node, b: TSESTree.Node): boolean {
  if (a.type === "MemberExpression" && b.type === "MemberExpression")
    return !a.computed && !b.computed && isSame(a.object, b.object) && isSame(a.property, b.property);
  const isName = a.type === "Identifier" && b.type === "Identifier" && a.name === b.name;
  return isName || (a.type === "ThisExpression" && b.type === "ThisExpression");
}

function readsAtIndex(definitions: Definitions, { blocks }: FunctionIR, { index, node }: IndexLoop): boolean {
  const isIndex = (temp: Temp): boolean => {
    const read = definitions[temp];
    return read?.op === "read" && read.variable === index;
  };
  return blocks.some(({ instructions }) =>
    instructions.some(
      (each) =>
        each.op === "get" && each.key.kind === "dynamic" && isIndex(each.key.temp) && contains(node.body, each.node),
    ),
  );
}
