import { bufferOf, hasManyElements } from "./children.js";
import { isReference } from "./is-reference.js";
import { kindOf } from "./kind.js";
import { fieldSegment } from "./path.js";

/** One reference that an object holds. */
export interface Reference {
  readonly value: object;
  /** The field; undefined for what is inside a Map or Set, and for the buffer of a view. */
  readonly key: PropertyKey | undefined;
  /** The step of a path that leads there. */
  readonly segment: string;
}

/**
 * Every reference to an object or function that an object holds, with the way there. The slow, complete enumeration,
 * for messages and for checks; the walks that every program pays use `pushChildren`.
 */
export function* referencesOf(object: object): Generator<Reference> {
  const { base, isTransferable } = kindOf(object);
  for (const key of hasManyElements(object) || isTransferable === true ? [] : Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    for (const part of ["value", "get", "set"] as const) {
      const value: unknown = Reflect.get(descriptor, part);
      if (isReference(value)) yield { value, key, segment: fieldSegment(key) };
    }
  }
  if (base === "Map") yield* entryReferences(object as Map<unknown, unknown>);
  else if (base === "Set") {
    let i = 0;
    for (const value of Set.prototype.values.call(object as Set<unknown>)) {
      if (isReference(value)) yield { value, key: undefined, segment: `.values()[${i}]` };
      i++;
    }
  }
  const buffer = bufferOf(object);
  if (buffer !== undefined) yield { value: buffer, key: undefined, segment: ".buffer" };
}

function* entryReferences(map: Map<unknown, unknown>): Generator<Reference> {
  let i = 0;
  for (const [key, value] of Map.prototype.entries.call(map) as Iterable<[unknown, unknown]>) {
    if (isReference(key)) yield { value: key, key: undefined, segment: `.keys()[${i}]` };
    const named = typeof key === "string" || typeof key === "number";
    const segment = named ? `.get(${JSON.stringify(key)})` : `.values()[${i}]`;
    if (isReference(value)) yield { value, key: undefined, segment };
    i++;
  }
}
