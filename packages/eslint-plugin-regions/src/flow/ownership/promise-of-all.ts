import type { TSESTree } from "@typescript-eslint/utils";
import { allocate } from "../state/abstract-object.js";
import type { Call } from "../state/call-site.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import { AWAITED, create, fieldsOf, LENT, MAP_KEY, store, stored, storeMore } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { settledIfPromise } from "../values/promises.js";
import { handOver } from "./borrows.js";
import { waitThrough } from "./floating.js";

/** `Promise.all` and its like wait for everything that they are given. */
export function promiseOfAll(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { table } = frame.file;
  const { node } = call;
  const promise = allocate(table, node, "promise", { kind: "Promise" });
  const results = allocate(table, node, "results", { kind: "array", closed: true });
  create(cursor, table, promise);
  create(cursor, table, results);
  promise.waits = [];
  const name = call.callee?.builtin;
  let first: PointsTo = NOTHING;
  for (const list of objectsOf(frame, call.args[0]?.value ?? NOTHING)) {
    for (const [key, value] of fieldsOf(cursor, list)?.entries() ?? []) {
      if (key.startsWith("@") || key === MAP_KEY) continue;
      const settled = settledIfPromise(frame, cursor, value);
      waitThrough(frame, cursor, value, promise);
      // Which of the guards there are then is seen from what each outcome says.
      if (name === "Promise.allSettled") handOver(frame, cursor, value);
      for (const each of objectsOf(frame, value)) {
        promise.waits = [...promise.waits, ...each.waits];
        const lent = stored(cursor, each, LENT);
        if (lent !== undefined) storeMore(cursor, promise, LENT, lent);
      }
      store(cursor, results, key, name === "Promise.allSettled" ? outcome(frame, cursor, node, key, settled) : settled);
      first = union(first, settled);
    }
  }
  const isEach = name === "Promise.all" || name === "Promise.allSettled";
  store(cursor, promise, AWAITED, isEach ? results.single : first);
  return promise.single;
}

/** `{ status, value }`, as `allSettled` gives it. */
function outcome(frame: Frame, cursor: Cursor, node: TSESTree.Node, key: string, value: PointsTo): PointsTo {
  const object = allocate(frame.file.table, node, `outcome ${key}`, { kind: "object" });
  create(cursor, frame.file.table, object);
  store(cursor, object, "value", value);
  return object.single;
}
