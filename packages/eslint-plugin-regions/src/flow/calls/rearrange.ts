import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { isDirectlyIn, loopAround } from "../../lower/loops-around.js";
import type { Call } from "../state/call-site.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING } from "../state/points-to.js";
import type { Cursor } from "../state/state.js";
import { placesOf } from "../values/arrays.js";

/**
 * What stands where in the receiver after `unshift`, `reverse` or `splice`, to be asked before the call; undefined: that
 * is not known.
 */
export function rearrange(frame: Frame, cursor: Cursor, call: Call, method: string): readonly PointsTo[] | undefined {
  const [only, ...others] = objectsOf(frame, call.receiver?.value ?? NOTHING);
  // In a loop a list would grow with each turn that is looked at.
  const isOnce = loopAround(call.node) === undefined && isDirectlyIn(frame.fn.node, call.node);
  if (only === undefined || others.length > 0 || call.spread.length > 0 || !isOnce) return undefined;
  const places = placesOf(cursor, only);
  if (places === undefined) return undefined;
  const given = call.args.map(({ value }) => value);
  switch (method) {
    case "unshift":
      return [...given, ...places];
    case "reverse":
      return [...places].reverse();
    case "splice": {
      // What it takes out is read from the list afterwards.
      if (!call.isStatement) return undefined;
      const start = numberAt(call, 0);
      const count = call.args.length > 1 ? numberAt(call, 1) : Infinity;
      return start === undefined || count === undefined
        ? undefined
        : [...places.slice(0, start), ...given.slice(2), ...places.slice(start + count)];
    }
    default:
      return undefined;
  }
}

function numberAt({ args }: Call, index: number): number | undefined {
  const node = args[index]?.node;
  return node?.type === AST_NODE_TYPES.Literal && typeof node.value === "number" ? node.value : undefined;
}
