import type { TSESTree } from "@typescript-eslint/utils";
import { swapContent } from "../flow/ownership/cowns.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { VALUE } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { type Manner, writeField } from "../flow/values/fields.js";

/** Does at a call what a helper does to a field that its caller knows too, which may be the value of a guard. */
export function storeAt(
  frame: Frame,
  cursor: Cursor,
  targets: PointsTo,
  held: PointsTo,
  { key, node, ...manner }: Manner & { readonly key: string; readonly node: TSESTree.Node },
): void {
  const objects = objectsOf(frame, targets);
  const guards = key === VALUE ? objects.filter(({ kind }) => kind === "Guard") : [];
  for (const guard of guards) swapContent(frame, cursor, guard, held, { node, subject: node, isFreed: manner.isFreed });
  const others = objects.filter((each) => !guards.includes(each));
  writeField(frame, cursor, others, { kind: "name", name: key }, held, node, manner);
}
