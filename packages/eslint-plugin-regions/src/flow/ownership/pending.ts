import type { TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../state/abstract-object.js";
import { type Fact, GIVEN } from "../state/facts.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { factsOf, holders, isKnown } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { copyGraph, isUnowned } from "../values/copies.js";
import { isBorrow } from "./borrows.js";

/** A cown that is given a borrowed region waits for the borrow: until it ends, what is read through it is alive. */
export function readThrough(
  frame: Frame,
  cursor: Cursor,
  borrow: AbstractObject,
  value: PointsTo,
  node: TSESTree.Node,
): PointsTo {
  if (cursor.facts === undefined || !isBorrow(cursor, borrow) || !isKnown(cursor, borrow, "borrowed")) return value;
  const isPending = (each: AbstractObject): boolean => factsOf(cursor, each).some(isGiven);
  if (!holders(cursor, frame.file.table, borrow).some(isPending) || !objectsOf(frame, value).some(isPending))
    return value;
  return copyGraph(frame, cursor, value, node, {
    role: "pending",
    isHandle: true,
    keep: (fact) => !isGiven(fact),
    shares: (each) => isUnowned(cursor, each) || !isPending(each),
    linkRaw: false,
  });
}

const isGiven = ({ operation }: Fact): boolean => operation.verb === GIVEN;
