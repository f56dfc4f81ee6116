import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { AbstractObject } from "../flow/state/abstract-object.js";
import { isShared, pathOf } from "../flow/state/abstract-object.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf, storeKey } from "../flow/state/frame.js";
import { ANY, isVague, OWNER, RAW } from "../flow/state/heap.js";
import * as intMap from "../flow/state/int-map.js";
import { DEAD, hasFact, NO_FACTS } from "../flow/state/facts.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { union, NOTHING } from "../flow/state/points-to.js";
import { RESULT } from "../flow/values/results.js";
import type { State } from "../flow/state/state.js";
import { joinStates } from "../flow/state/state.js";
import type { Variable } from "../lower/ir.js";
import type { MadeObject, Owner, PathEffect, Summary, ValueReference } from "./summary.js";
import { UNKNOWN_SUMMARY } from "./summary.js";

/** Larger graphs that a function hands out are cut off: beyond, nothing is known. */
const MOST_MADE = 40;
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
  const made = exporter.finish();
  return {
    ...common,
    returned: frame.returns.map((each) => ({ node: each.node, value: exporter.references(each.value, each.state) })),
    made,
    effects: effectsOf(frame, exit, exporter),
    returns,
    stores,
    writes,
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
  const known = (value: readonly ValueReference[]): ValueReference[] => value.filter((each) => each.kind !== "made");
  return {
    ...summary,
    made: [],
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
  return frame.effects
    .filter((effect) => effect.kind !== "consume" || effect.effect !== "lock") // helpers mostly release what they lock
    .map((effect) => (effect.kind === "adopt" ? { ...effect, owners: effect.owners.map(ownerAtExit) } : effect));
}

interface Exporter {
  /** The reference to an object that callers know, or that is handed out. */
  readonly find: (object: AbstractObject) => ValueReference[];
  readonly references: (value: PointsTo, at?: State) => ValueReference[];
  readonly finish: () => MadeObject[];
}

/** Turns objects of the function into references that mean something to its callers. */
function createExporter(frame: Frame, exit: State): Exporter {
  const indexes = new Map<AbstractObject, number>();
  const queue: AbstractObject[] = [];
  const reference = (object: AbstractObject, at = exit): ValueReference[] => {
    if (isShared(object)) return [{ kind: "constant", object }];
    const path = pathOf(object);
    if (path !== undefined)
      return [{ kind: "path", path, isFrozen: hasFact(intMap.get(at.facts, object.id) ?? NO_FACTS, "frozen") }];
    // What was adopted is the caller's own: the caller adopts it where this is stored.
    const adopted = object.isHandle && !object.isRegion ? adoptedPaths(object) : undefined;
    if (adopted !== undefined) return adopted;
    let index = indexes.get(object);
    if (index === undefined) {
      if (queue.length >= MOST_MADE || object.isLost) return [];
      indexes.set(object, (index = queue.length));
      queue.push(object);
    }
    return [{ kind: "made", index }];
  };
  function adoptedPaths(object: AbstractObject): ValueReference[] | undefined {
    const raw = objectsOf(frame, intMap.get(exit.heap, object.id)?.map.get(RAW) ?? NOTHING);
    const paths = raw.flatMap((each) => pathOf(each) ?? []);
    return paths.length > 0 && paths.length === raw.length ? paths.map((path) => ({ kind: "path", path })) : undefined;
  }
  const find = (object: AbstractObject): ValueReference[] =>
    indexes.has(object) || pathOf(object) !== undefined ? reference(object) : [];
  const references = (value: PointsTo, at?: State): ValueReference[] =>
    objectsOf(frame, value).flatMap((each) => reference(each, at));
  const finish = (): MadeObject[] => {
    const made: MadeObject[] = [];
    for (let index = 0; index < queue.length; index++) {
      const object = queue[index]!;
      const fields = (intMap.get(exit.heap, object.id)?.map.entries() ?? []).filter(
        ([key, value]) => key !== OWNER || !objectsOf(frame, value).some((owner) => pathOf(owner) !== undefined),
      );
      made.push({
        kind: object.kind,
        closed: object.closed,
        isHandle: object.isHandle,
        isRegion: object.isRegion,
        classNode: object.classNode,
        content: object.content,
        isFrozen: object.isFrozen,
        waits: object.waits.length > 0,
        returnedBy: frame.file.table.bySite.get(object.node)?.get(RESULT) === object ? object.node : undefined,
        facts: intMap.get(exit.facts, object.id) ?? NO_FACTS,
        fields: fields.map(([key, ids]) => [key, references(ids)] as const),
      });
    }
    return made;
  };
  return { find, references, finish };
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
        if (each.parent !== object || each.key !== key) stored = union(stored, each.single);
      }
      if (stored.length === 0 || stores.length >= MOST_STORES) continue;
      const node = frame.stores.get(storeKey(object, key));
      stores.push({
        path,
        key: isVague(key) ? ANY : key,
        value: exporter.references(stored),
        node,
        isPushed: key === ANY && node?.type === AST_NODE_TYPES.CallExpression,
        isFreed: frame.freed.has(storeKey(object, key)),
      });
    }
  });
  return stores;
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
