import { fieldSegment } from "../../objects/path.js";
import { referencesOf } from "../../objects/references.js";
import type { Encodings } from "./codecs.js";

/** A reference or key, and the step of a path that leads there. */
type Step = readonly [value: unknown, segment: string];

/**
 * How a value is reached from the first object of a graph, shortest way first. Used when an encoder has refused: the walk
 * itself keeps no paths, because nearly always nothing is wrong.
 *
 * @param holder the object that holds the value, or is the value
 * @param behind the object that a handle stands for
 */
export function pathTo(
  value: unknown,
  holder: object | undefined,
  root: object | undefined,
  encodings: Encodings,
  behind: (handle: object) => object | undefined,
): string {
  if (holder === undefined || root === undefined) return "$";
  const found = new Map<object, string>([[root, "$"]]);
  for (const [object, path] of found) {
    if (object === holder) return value === holder ? path : path + segmentOf(value, holder, encodings);
    for (const [next, segment] of stepsFrom(object, encodings)) {
      if (typeof next !== "object" || next === null) continue;
      for (const target of [next, behind(next)])
        if (target !== undefined && !found.has(target)) found.set(target, path + segment);
    }
  }
  return "$";
}

function segmentOf(value: unknown, holder: object, encodings: Encodings): string {
  for (const [found, segment] of stepsFrom(holder, encodings)) if (found === value) return segment;
  for (const key of Reflect.ownKeys(holder))
    if (key === value || Object.getOwnPropertyDescriptor(holder, key)?.value === value) return fieldSegment(key);
  return "";
}

function* stepsFrom(object: object, encodings: Encodings): Generator<Step> {
  if (encodings.has(object)) yield [encodings.get(object), ".encode()"];
  else for (const { value, segment } of referencesOf(object)) yield [value, segment];
}
