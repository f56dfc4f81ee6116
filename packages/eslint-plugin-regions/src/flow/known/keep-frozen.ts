import type { TSESTree } from "@typescript-eslint/utils";
import { type AbstractObject, part } from "../state/abstract-object.js";
import { type Frame, operationAt } from "../state/frame.js";
import { addFactTo } from "../state/heap.js";
import type { Cursor } from "../state/state.js";
import { frozenFields } from "./frozen-fields.js";
import { describeInitial } from "./initial-values.js";

/** Fields of an instance that are given nothing but what is frozen hold that. */
export function keepFrozen(frame: Frame, cursor: Cursor, classNode: TSESTree.Node, instance: AbstractObject): void {
  const { file } = frame;
  for (const [key, { node, subject, fact }] of frozenFields(file, classNode)) {
    const field = part(file.table, instance, key);
    if (field.kind === "unknown") describeInitial(file, field, subject);
    addFactTo(cursor, field, { kind: fact, operation: operationAt(frame, node, "frozen", subject), via: [] });
  }
}
