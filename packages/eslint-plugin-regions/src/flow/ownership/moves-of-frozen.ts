import type { TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../../findings/finding.js";
import type { FunctionIR } from "../../lower/ir.js";
import { isOnlyCalled } from "../known/callers.js";
import type { FileContext, Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { isUnowned } from "../values/copies.js";

/** Notes what a helper moves at a call. @param node where it does */
export function noteMove(frame: Frame, cursor: Cursor, value: PointsTo, fn: FunctionIR, node: TSESTree.Node): void {
  const { moves } = frame.file;
  const isOfFrozen = objectsOf(frame, value).every((each) => isUnowned(cursor, each));
  moves.set(node, { fn, isOfFrozen: isOfFrozen && moves.get(node)?.isOfFrozen !== false });
}

/** Whether what is reported follows a move that does nothing: of frozen values at all calls of its function. */
export function isAfterMoveOfFrozen(file: FileContext, finding: Finding): boolean {
  if (finding.kind !== "use" || finding.fact.kind !== "moved") return false;
  const move = file.moves.get(finding.fact.operation.node);
  return move?.isOfFrozen === true && isOnlyCalled({ file, fn: move.fn });
}
