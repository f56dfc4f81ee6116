import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject, Path, Root } from "../flow/state/abstract-object.js";
import { allocate } from "../flow/state/abstract-object.js";
import type { Call } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { addFactTo, ANY, CAPTURED_THIS, create, isVague, store, stored, storeMore } from "../flow/state/heap.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { thisObject } from "../flow/values/variables.js";
import type { FunctionIR } from "../lower/ir.js";
import type { HiddenRegions } from "./adopt.js";
import { cellsOf, readCaptured } from "./cells.js";
import { follow } from "./follow.js";
import type { PathEffect, Summary, ValueReference } from "./summary.js";

/** What the paths of a summary stand for at one call. */
export interface Binding {
  readonly call: Call;
  readonly fn: FunctionIR;
  readonly summary: Summary;
  readonly made: readonly AbstractObject[];
  /** What paths by way of elements were found to be, at this call. */
  readonly elements: Map<Root, Map<string, PointsTo>>;
  readonly hidden: HiddenRegions;
  /** What the functions returned that the helper calls and its caller knows, by the calls. */
  readonly results: Map<TSESTree.Node, PointsTo>;
}

/** The expression that a caller has for what an effect is done to. */
export function subjectAt(cursor: Cursor, effect: Pick<PathEffect, "path">, { call }: Binding): TSESTree.Node {
  const { root } = effect.path;
  if (root.kind === "parameter") return call.args[root.index]?.node ?? call.node;
  if (root.kind === "this") return call.receiver?.node ?? call.node;
  const isTakenAlong = cellsOf(cursor, call.callee, root.variable) !== undefined;
  // Callers have no name for it but that of the function.
  return isTakenAlong && call.node.type === AST_NODE_TYPES.CallExpression ? call.node.callee : call.node;
}

/** The objects that the values of a summary are at the call. */
export function references(frame: Frame, cursor: Cursor, value: readonly ValueReference[], binding: Binding): PointsTo {
  let out: PointsTo = NOTHING;
  for (const each of value) {
    if (each.kind === "path") out = union(out, resolve(frame, cursor, each.path, binding));
    else if (each.kind === "made") out = union(out, madeAt(frame, cursor, each.index, binding));
    else if (each.kind === "cell") out = union(out, cellsOf(cursor, binding.call.callee, each.variable) ?? NOTHING);
    else out = union(out, each.object.single);
  }
  return out;
}

/** What the function made, or was given by a function that its caller knows. */
function madeAt(frame: Frame, cursor: Cursor, index: number, { summary, results, made }: Binding): PointsTo {
  const description = summary.made[index];
  const returned = description?.returnedBy && results.get(description.returnedBy);
  if (returned === undefined) return made[index]?.single ?? NOTHING;
  const kept = description!.facts.filter(({ kind }) => kind === "frozen" || kind === "frozenShallow");
  for (const fact of kept) for (const each of objectsOf(frame, returned)) addFactTo(cursor, each, fact);
  return returned;
}

/** What a path of the function leads to at the call. */
export function resolve(frame: Frame, cursor: Cursor, path: Path, binding: Binding): PointsTo {
  const { root, keys } = path;
  const { node } = binding.call;
  if (!keys.some(isVague)) return follow(frame, cursor, rootValue(frame, cursor, path, binding), keys, node);
  // One call takes the same elements throughout.
  const key = keys.join(".");
  const known = binding.elements.get(root)?.get(key);
  if (known !== undefined) return known;
  const value = follow(frame, cursor, rootValue(frame, cursor, path, binding), keys, node);
  const ofRoot = binding.elements.get(root) ?? new Map<string, PointsTo>();
  binding.elements.set(root, ofRoot.set(key, value));
  return value;
}

function rootValue(frame: Frame, cursor: Cursor, path: Path, { call, fn }: Binding): PointsTo {
  const { root } = path;
  switch (root.kind) {
    case "captured":
      return readCaptured(frame, cursor, call.callee, root.variable);
    case "this": {
      const taken = call.callee && stored(cursor, call.callee, CAPTURED_THIS);
      if (taken !== undefined) return taken;
      if (fn.kind !== "arrow") return call.receiver?.value ?? NOTHING;
      // An arrow function in a field of a class is called like a method.
      if (fn.parent?.kind === "fields" && frame.fn !== fn.parent) return call.receiver?.value ?? NOTHING;
      return thisObject(frame).single;
    }
    case "parameter": {
      if (fn.parameters[root.index]?.rest === true) return restArray(frame, cursor, call, root.index);
      return call.args[root.index]?.value ?? NOTHING;
    }
  }
}

function restArray(frame: Frame, cursor: Cursor, call: Call, start: number): PointsTo {
  const array = allocate(frame.file.table, call.node, "rest", { kind: "array", closed: true });
  create(cursor, frame.file.table, array);
  call.args.slice(start).forEach((argument, index) => {
    store(cursor, array, String(index), argument.value);
  });
  for (const each of call.spread) storeMore(cursor, array, ANY, each.value);
  return array.single;
}
