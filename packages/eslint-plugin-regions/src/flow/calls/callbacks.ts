import type { Callback, Signature } from "../../operations/signature.js";
import { visitsAll } from "../ownership/iterations.js";
import { knownLength } from "../values/arrays.js";
import type { Call, Given } from "../state/call-site.js";
import { sourceValue } from "../state/call-site.js";
import { checkUse } from "../ownership/check.js";
import { elementsInTurn, readKeys, takeEntry } from "../values/elements.js";
import type { Frame } from "../state/frame.js";
import { objectsOf } from "../state/frame.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { closeState, openState, type Cursor } from "../state/state.js";

/**
 * Calls the functions of the file that a built-in function calls.
 *
 * @returns what they return
 */
export function callBack(frame: Frame, cursor: Cursor, call: Call, { callback: spec }: Signature): PointsTo {
  const given = spec && call.args[spec.argument];
  if (given === undefined) return NOTHING;
  let returned: PointsTo = NOTHING;
  for (const callee of objectsOf(frame, given.value)) {
    if (callee.fn === undefined && callee.builtin === undefined) continue;
    const args = spec!.passes.map((what): Given => {
      const value = passed(frame, cursor, call, what);
      // In messages a function of the file stands for what it is given; others are not even written as calls.
      const from = what === "element of argument 0" ? call.args[0] : call.receiver;
      return { value, node: callee.fn === undefined ? (from?.node ?? given.node) : given.node };
    });
    const inner: Call = {
      ...call,
      isNew: false,
      callee,
      receiver: undefined,
      args,
      spread: [],
      isStatement: false,
      isEach: visitsAll(frame, call),
      ...(spec!.isLater === true && { isDeferred: true, isLater: true }),
    };
    returned = union(returned, frame.file.applyCall(frame, cursor, inner));
    cursor.reachable = true;
    if (callee.fn === undefined || !isRepeated(frame, cursor, call, spec!)) continue;
    // What the next turn finds: it is about another element, and about the same of everything else.
    const turn = { ...openState(closeState(cursor), [...cursor.local]), defined: [...cursor.defined] };
    if (call.receiver !== undefined)
      checkUse(frame, turn, call.receiver.value, call.receiver.node, { kind: "iterate" });
    const others = args.map((each, index) =>
      OF_TURN.has(spec!.passes[index]!) ? { value: NOTHING, node: each.node } : each,
    );
    frame.file.applyCall(frame, turn, { ...inner, args: others });
  }
  return returned;
}

const OF_TURN = new Set<Callback["passes"][number]>(["element", "key", "element of argument 0"]);

/** Whether it is called for each of several elements. */
function isRepeated(frame: Frame, cursor: Cursor, call: Call, { passes, isLater }: Callback): boolean {
  if (isLater === true || !passes.some((each) => OF_TURN.has(each))) return false;
  const arrays = receivers(frame, call);
  return arrays.length === 0 || arrays.some((each) => (knownLength(cursor, each) ?? 2) > 1);
}

/** Whether it is known what the function given to a built-in one returns. */
export function isKnownCallback(frame: Frame, call: Call): boolean {
  const functions = objectsOf(frame, call.args[0]?.value ?? NOTHING);
  return functions.length > 0 && functions.every(({ fn }) => fn !== undefined);
}

function passed(frame: Frame, cursor: Cursor, call: Call, what: Callback["passes"][number]): PointsTo {
  let value: PointsTo = NOTHING;
  switch (what) {
    case "primitive":
      return NOTHING;
    case "element":
      for (const each of receivers(frame, call)) value = union(value, elementsInTurn(frame, cursor, each, call.node));
      return value;
    case "key":
      for (const each of receivers(frame, call)) value = union(value, readKeys(frame, cursor, each));
      return value;
    case "element of argument 0":
      for (const each of objectsOf(frame, call.args[0]?.value ?? NOTHING)) {
        value = union(value, takeEntry(frame, cursor, each, call.node, undefined));
      }
      return value;
    case "accumulator":
      // Without a start value the first element is it.
      return call.args.length > 1 ? call.args[1]!.value : passed(frame, cursor, call, "element");
    default:
      return sourceValue(call, what);
  }
}

const receivers = (frame: Frame, call: Call): ReturnType<typeof objectsOf> =>
  objectsOf(frame, call.receiver?.value ?? NOTHING);
