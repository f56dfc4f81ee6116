import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Instruction, Temp } from "../lower/ir.js";
import { at, type Flow, isLocal, type State } from "./flow.js";
import type { Missing } from "./missing.js";
import type { Place } from "./places.js";
import { madeOf, NONE, type Reads } from "./reads.js";

/** A condition: what it is made of decides about the value of `a ? b : c`, and a check for change makes all fresh. */
export function decide(flow: Flow, state: State, test: Temp, node: TSESTree.Node): void {
  if (isRecheck(flow, test)) {
    state.fresh |= state.stale;
    state.stale = NONE;
  }
  const reads = at(flow, test);
  if (reads === NONE) return;
  let child: TSESTree.Node = node;
  while (
    child.parent?.type === AST_NODE_TYPES.LogicalExpression ||
    child.parent?.type === AST_NODE_TYPES.UnaryExpression
  )
    child = child.parent;
  const choice = child.parent;
  if (choice?.type === AST_NODE_TYPES.ConditionalExpression && choice.test === child)
    flow.tests.set(choice, (flow.tests.get(choice) ?? NONE) | madeOf(reads, flow.all));
}

/** The reads of what is not there, or of parts of it. */
export function readsOf({ ofPlace }: Flow, { place, isWhole }: Missing): Reads {
  let parts = NONE;
  for (const [each, reads] of ofPlace) if (isPartOf(each, place)) parts |= reads;
  // What has parts is an object, and is missing if it is not true.
  return isWhole || parts !== NONE ? parts | (ofPlace.get(place) ?? NONE) : parts;
}

function isPartOf({ whole }: Place, place: Place): boolean {
  for (let each = whole; each !== undefined; each = each.whole) if (each === place) return true;
  return false;
}

const COMPARISONS = new Set(["===", "!==", "==", "!="]);

/** `if (this.version !== before) return`: a place that the function knew before is compared with what it remembers. */
function isRecheck(flow: Flow, test: Temp): boolean {
  const { definitions, reads, writes } = flow.accesses;
  const comparison = definitions[test];
  if (comparison?.op !== "compute" || !COMPARISONS.has(comparison.operator)) return false;
  const [left, right] = comparison.from.map((from) => definitions[from]);
  if (left === undefined || right === undefined) return false;
  const isKnown = (each: Instruction): boolean => {
    const place = reads.get(each);
    const isSame = ([instruction, other]: [Instruction, Place]): boolean => other === place && instruction !== each;
    return place !== undefined && ([...reads].some(isSame) || [...writes].some(isSame));
  };
  const isRemembered = (each: Instruction): boolean =>
    each.op === "read" && isLocal(flow, each.variable) && !reads.has(each);
  return (isRemembered(right) && isKnown(left)) || (isRemembered(left) && isKnown(right));
}
