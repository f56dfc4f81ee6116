import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { type AbstractObject, pathOf } from "../flow/state/abstract-object.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf, storeKey } from "../flow/state/frame.js";
import { ANY, ELEMENT_OF, isIdentity, isVague } from "../flow/state/heap.js";
import * as intMap from "../flow/state/int-map.js";
import { DEAD, NO_FACTS } from "../flow/state/facts.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { union, NOTHING } from "../flow/state/points-to.js";
import type { State } from "../flow/state/state.js";
import { joinStates } from "../flow/state/state.js";
import type { Variable } from "../lower/ir.js";
import { createExporter, type Exporter } from "./export.js";
import { withoutThrowing } from "./on-the-way-out.js";
import { outcomesOf } from "./outcomes.js";
import type { Owner, PathEffect, Summary, ValueReference } from "./summary.js";
import { UNKNOWN_SUMMARY } from "./summary.js";

const MOST_STORES = 40;

/** Sums up a function whose analysis has recorded its effects. */
export function summarise(frame: Frame): Summary {
  const [first, ...others] = frame.fn.isGenerator ? [...frame.yields, ...withoutValues(frame)] : frame.returns;
  const common = { kept: frame.kept, waits: [...frame.waits], returnsWaiting: returnsWaiting(frame) };
  if (first === undefined || !frame.file.called.has(frame.fn)) {
    return { ...UNKNOWN_SUMMARY, ...common, effects: frame.effects, returnsNormally: first !== undefined };
  }
  let exit = first.state;
  let value = first.value;
  for (const other of others) {
    exit = joinStates(exit, other.state);
    value = union(value, other.value);
  }
  const exporter = createExporter(frame, exit);
  const returns = exporter.references(value);
  const stores = storesOf(frame, exit, exporter);
  const writes = writesOf(frame, exit, exporter);
  const outcomes = outcomesOf(frame, exporter);
  const made = exporter.finish();
  return {
    ...common,
    returned: frame.returns.map((each) => ({ node: each.node, value: exporter.references(each.value, each.state) })),
    made,
    effects: effectsOf(frame, exit, exporter),
    returns,
    stores,
    writes,
    outcomes,
    returnsNormally: true,
  };
}

/** Whoever iterates a generator sees what it yields, not what it returns. */
const withoutValues = (frame: Frame): Frame["yields"] => frame.returns.map(({ state }) => ({ state, value: NOTHING }));

/** The calls whose promises it returns, and that wait for a cown: whoever awaits the result does. */
function returnsWaiting(frame: Frame): TSESTree.Node[] {
  return frame.returns.flatMap(({ value }) => objectsOf(frame, value).flatMap((each) => each.waits));
}

/** What a recursive function says of itself: what it makes would be made again at every level. */
export function withoutMade(summary: Summary): Summary {
  const known = (value: readonly ValueReference[]): ValueReference[] =>
    value.flatMap((each): ValueReference[] => {
      if (each.kind !== "made") return [each];
      const object = summary.made[each.index]?.constant;
      return object === undefined ? [] : [{ kind: "constant", object }];
    });
  return {
    ...summary,
    made: [],
    outcomes: [],
    returns: known(summary.returns),
    stores: summary.stores
      .map((each) => ({ ...each, value: known(each.value) }))
      .filter((each) => each.value.length > 0),
    writes: summary.writes.map((each) => ({ ...each, value: known(each.value) })),
  };
}

function effectsOf(frame: Frame, exit: State, exporter: Exporter): PathEffect[] {
  const ownerAtExit = ({ id }: Owner): Owner => ({
    id,
    value: exporter.find(frame.file.table.objects[id]!),
    isGone: (intMap.get(exit.facts, id) ?? NO_FACTS).some(({ kind }) => DEAD.has(kind)),
  });
  return withoutThrowing(frame, frame.effects)
    .filter((effect) => effect.kind !== "consume" || effect.effect !== "lock") // helpers mostly release what they lock
    .map((effect) => (effect.kind === "adopt" ? { ...effect, owners: effect.owners.map(ownerAtExit) } : effect));
}

/** Fields of things the caller knows that were given another value. */
function storesOf(frame: Frame, exit: State, exporter: Exporter): Summary["stores"] {
  const stores: Summary["stores"][number][] = [];
  intMap.forEach(exit.heap, (fields, id) => {
    const object = frame.file.table.objects[id]!;
    const path = pathOf(object);
    if (path === undefined) return;
    for (const [key, value] of fields.map.entries()) {
      if (key.startsWith("@")) continue;
      let stored: PointsTo = NOTHING;
      for (const each of objectsOf(frame, value)) {
        if (!isAsFound(frame, exit, object, key, each)) stored = union(stored, each.single);
      }
      if (stored.length === 0 || stores.length >= MOST_STORES) continue;
      const node = frame.stores.get(storeKey(object, key));
      stores.push({
        path,
        key: isVague(key) || isIdentity(key) ? ANY : key,
        value: exporter.references(stored),
        node,
        isPushed: key === ANY && node?.type === AST_NODE_TYPES.CallExpression,
        isFreed: frame.freed.has(storeKey(object, key)),
      });
    }
  });
  return stores;
}

/** Whether what a field holds is what it held before, or one of the elements it held, which was only read. */
function isAsFound(frame: Frame, exit: State, holder: AbstractObject, key: string, held: AbstractObject): boolean {
  if (held.parent === holder && held.key === key) return true;
  const origins = isVague(key) ? intMap.get(exit.heap, held.id)?.map.get(ELEMENT_OF) : undefined;
  return origins !== undefined && objectsOf(frame, origins).every((each) => each.parent === holder && each.key === ANY);
}

/** Variables of enclosing functions that were given another value. */
function writesOf(frame: Frame, exit: State, exporter: Exporter): Summary["writes"] {
  const written = new Set<Variable>();
  for (const block of frame.fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === "write" && instruction.variable.owner !== frame.fn) written.add(instruction.variable);
    }
  }
  return [...written].map((variable) => ({
    variable,
    value: exporter.references(intMap.get(exit.variables, variable.id) ?? NOTHING),
    node: frame.stores.get(variable.id),
  }));
}
