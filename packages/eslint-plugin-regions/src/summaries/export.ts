import type { AbstractObject } from "../flow/state/abstract-object.js";
import { isShared, pathOf } from "../flow/state/abstract-object.js";
import { type Fact, hasFact, isObligation, NO_FACTS } from "../flow/state/facts.js";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf } from "../flow/state/frame.js";
import { ANY, CAPTURED_THIS, capturedKey, HELD, isIdentity, OWNER, RAW } from "../flow/state/heap.js";
import * as intMap from "../flow/state/int-map.js";
import type { PointsTo } from "../flow/state/points-to.js";
import { NOTHING } from "../flow/state/points-to.js";
import type { State } from "../flow/state/state.js";
import { thisObject } from "../flow/values/variables.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import { isResult } from "./arguments.js";
import { cellObject, takenAlong, takesThis } from "./cells.js";
import type { MadeObject, ValueReference } from "./summary.js";

/** Larger graphs that a function hands out are cut off: beyond, nothing is known. */
const MOST_MADE = 40;

export interface Exporter {
  /** The reference to an object that callers know, or that is handed out. */
  readonly find: (object: AbstractObject) => ValueReference[];
  readonly references: (value: PointsTo, at?: State) => ValueReference[];
  readonly finish: () => MadeObject[];
}

type Field = MadeObject["fields"][number];

/** Turns objects of the function into references that mean something to its callers. */
export function createExporter(frame: Frame, exit: State): Exporter {
  const indexes = new Map<AbstractObject, number>();
  const queue: AbstractObject[] = [];
  /** What callers get at only by calling a function that has it. */
  const hidden = new Set<AbstractObject>();
  const cells = new Map<AbstractObject, Variable>();
  const reference = (object: AbstractObject, at = exit): ValueReference[] => {
    if (isShared(object) && !isClosure(object)) return [{ kind: "constant", object }];
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
  /** The variables that a function made here takes along, of this function and of those around it. */
  const takenBy = (fn: FunctionIR): Field[] => {
    const fields = takenAlong(fn).map((variable): Field => {
      if (variable.owner !== frame.fn) return [capturedKey(variable), [{ kind: "cell", variable }]];
      const cell = cellObject(frame.file, variable);
      cells.set(cell, variable);
      return [capturedKey(variable), reference(cell)];
    });
    return takesThis(fn) ? [...fields, [CAPTURED_THIS, reference(thisObject(frame))]] : fields;
  };
  const fieldsOf = (object: AbstractObject): Field[] => {
    const variable = cells.get(object);
    if (variable !== undefined) {
      const held = intMap.get(exit.variables, variable.id) ?? NOTHING;
      for (const each of objectsOf(frame, held)) if (!indexes.has(each)) hidden.add(each);
      return [[HELD, references(held)]];
    }
    const stored = intMap.get(exit.heap, object.id)?.map.entries() ?? [];
    // A function that another one has made has its fields already.
    if (object.fn !== undefined && stored.length === 0) return takenBy(object.fn);
    return stored
      .filter(([key, value]) => key !== OWNER || !objectsOf(frame, value).some((each) => pathOf(each) !== undefined))
      .map(([key, value]) => [isIdentity(key) ? ANY : key, references(value)]);
  };
  const find = (object: AbstractObject): ValueReference[] =>
    indexes.has(object) || pathOf(object) !== undefined ? reference(object) : [];
  const references = (value: PointsTo, at?: State): ValueReference[] =>
    objectsOf(frame, value).flatMap((each) => reference(each, at));
  /** What a generator does after it has yielded something is done when its caller goes on, if at all. */
  const isSoWhenYielded = ({ id }: AbstractObject, fact: Fact): boolean =>
    frame.yields.every(({ value, state }) => !value.includes(id) || holds(state, id, fact));
  let stored: readonly ReadonlySet<number>[] | undefined;
  /** What was done to it on ways on which it was put nowhere has not been done to what is found where it was put on others. */
  const isSoWhereStored = ({ id }: AbstractObject, fact: Fact): boolean => {
    const { returns } = frame;
    stored ??= returns.length < 2 ? [] : returns.map(({ state }) => storedIn(frame, state));
    if (!stored.some((ids) => ids.has(id)) || stored.every((ids) => ids.has(id))) return true;
    return returns.some(({ state }, index) => stored![index]!.has(id) && holds(state, id, fact));
  };
  const finish = (): MadeObject[] => {
    const made: MadeObject[] = [];
    for (let index = 0; index < queue.length; index++) {
      const object = queue[index]!;
      const facts = intMap.get(exit.facts, object.id) ?? NO_FACTS;
      made.push({
        kind: object.kind,
        closed: object.closed,
        isHandle: object.isHandle,
        isRegion: object.isRegion,
        classNode: object.classNode,
        constant: object.fn === undefined ? undefined : object,
        content: object.content,
        isFrozen: object.isFrozen,
        waits: object.waits.length > 0,
        returnedBy: isResult(frame, object) ? object.node : undefined,
        // Who is to dispose of it is up to the functions that have it.
        facts: hidden.has(object)
          ? facts.filter((fact) => !isObligation(fact) || fact.kind === "borrowed")
          : facts.filter(
              (fact) => isSoWhenYielded(object, fact) && (isObligation(fact) || isSoWhereStored(object, fact)),
            ),
        fields: fieldsOf(object),
      });
    }
    return made;
  };
  return { find, references, finish };
}

/** Whether it is a function that is not the same whenever it is made. */
const isClosure = ({ fn }: AbstractObject): boolean => fn !== undefined && (takenAlong(fn).length > 0 || takesThis(fn));

const holds = ({ facts }: State, id: number, { kind, operation }: Fact): boolean =>
  (intMap.get(facts, id) ?? NO_FACTS).some((each) => each.kind === kind && each.operation === operation);

/** The objects that callers find in what they know. */
function storedIn(frame: Frame, { heap }: State): Set<number> {
  const found = new Set<number>();
  const visit = (value: PointsTo): void => {
    for (const id of value) found.add(id);
  };
  intMap.forEach(heap, ({ map }, id) => {
    if (pathOf(frame.file.table.objects[id]!) !== undefined) map.forEach(visit);
  });
  // A set goes on to what is added while it is gone through.
  for (const id of found) intMap.get(heap, id)?.map.forEach(visit);
  return found;
}
