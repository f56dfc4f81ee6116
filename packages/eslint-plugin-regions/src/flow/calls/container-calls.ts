import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { loopAround } from "../../lower/loops-around.js";
import { allocate } from "../state/abstract-object.js";
import { appendAll, takeEnd } from "../values/arrays.js";
import type { Call } from "../state/call-site.js";
import { post } from "../ownership/posts.js";
import { transferOption } from "../ownership/transfers.js";
import { pickElement, readElements, takeElement } from "../values/elements.js";
import { readName } from "../values/fields.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { ANY, create, store, stored, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { shuffle } from "../values/shuffle.js";
import { freshResult } from "../values/results.js";
import type { Cursor } from "../state/state.js";

/**
 * What `find`, `pop` and the like give.
 *
 * @param end where they take it out
 */
export function elementFrom(frame: Frame, cursor: Cursor, call: Call, end: "first" | "last" | undefined): PointsTo {
  let elements: PointsTo = NOTHING;
  const isInLoop = loopAround(call.node) !== undefined;
  for (const container of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    const taken = !isInLoop && end !== undefined ? takeEnd(cursor, container, end) : undefined;
    elements = union(elements, taken ?? pickElement(frame, cursor, container, call.node, end !== undefined));
    if (taken === undefined && end === "first") shuffle(frame, cursor, container);
  }
  return elements;
}

/** `concat`, `toSpliced`, `with`: a new array with the elements of the receiver and those that are given. */
export function concat(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const name = lastName(call.callee?.builtin);
  const isConcat = name === "concat";
  const array = freshResult(
    frame,
    cursor,
    call,
    { fresh: "array", elements: isConcat ? "all of receiver" : "receiver" },
    NOTHING,
  );
  const [at, replacement] = call.args;
  for (const target of objectsOf(frame, array)) {
    const index = name === "with" ? literalArgument(frame, call, 0) : undefined;
    if (typeof index === "number" && index >= 0) {
      store(cursor, target, String(index), replacement?.value ?? NOTHING);
      continue;
    }
    for (const given of [...call.args, ...call.spread]) {
      if (!isConcat && given === at) continue;
      const [only, ...others] = objectsOf(frame, given.value);
      if (isConcat && only !== undefined && others.length === 0 && appendAll(cursor, target, only)) continue;
      for (const each of objectsOf(frame, given.value)) {
        const isFlattened = isConcat && each.kind === "array";
        storeMore(cursor, target, ANY, isFlattened ? readElements(frame, cursor, each) : each.single);
      }
    }
  }
  return array;
}

/** `{ value, done }` of an iterator. */
export function nextOf(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { table } = frame.file;
  const step = allocate(table, call.node, "step", { kind: "object", closed: true });
  create(cursor, table, step);
  for (const each of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
    storeMore(cursor, step, "value", takeElement(frame, cursor, each, call.node, loopAround(call.node), "next"));
  }
  return step.single;
}

export function reflectGet(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const key = literalArgument(frame, call, 1);
  let value: PointsTo = NOTHING;
  for (const each of objectsOf(frame, call.args[0]?.value ?? NOTHING)) {
    const field = typeof key === "string" ? readName(frame, cursor, each, key) : readElements(frame, cursor, each);
    value = union(value, field);
  }
  return value;
}

function literalArgument(frame: Frame, call: Call, index: number): unknown {
  const argument = call.instruction.args[index];
  const definition = argument && frame.definitions[argument.temp];
  return definition?.op === "literal" && definition.known ? definition.value : undefined;
}

/** Node's workers take over what `transferList` names. */
export function newWorker(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const options = call.args[1];
  if (options !== undefined) transferOption(frame, cursor, options, "transferList", call.node);
  for (const each of objectsOf(frame, options?.value ?? NOTHING)) {
    const data = stored(cursor, each, "workerData");
    const mayTransferMore = stored(cursor, each, "transferList") !== undefined;
    const subject = propertyNode(options!.node, "workerData");
    if (data !== undefined) post(frame, cursor, data, { node: call.node, subject, mayTransferMore });
  }
  return freshResult(frame, cursor, call, { fresh: "Worker" }, NOTHING);
}

/** The expression for a field of a literal; the literal itself, if it is none. */
function propertyNode(literal: TSESTree.Node, name: string): TSESTree.Node {
  if (literal.type !== AST_NODE_TYPES.ObjectExpression) return literal;
  for (const each of literal.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.key.type !== AST_NODE_TYPES.Identifier) continue;
    if (each.key.name === name) return each.value;
  }
  return literal;
}

export const lastName = (path: string | undefined): string => path?.slice(path.lastIndexOf(".") + 1) ?? "";
