import { fieldSegment } from "../../objects/path.js";
import { referencesOf } from "../../objects/references.js";
import { codecOf } from "./codecs.js";

/**
 * How a value is reached that is found in the object of an ordinal, or is that object. Used when an encoder has refused.
 *
 * @param metBy by ordinal: by which object each was met first
 */
export function pathTo(value: unknown, ordinal: number, objects: readonly object[], metBy: readonly number[]): string {
  const steps: string[] = [];
  let target = value;
  for (let at = ordinal; at >= 0; at = metBy[at]!) {
    const object = objects[at]!;
    if (object === target) continue;
    steps.push(step(object, target));
    target = object;
  }
  return `$${steps.reverse().join("")}`;
}

function step(object: object, target: unknown): string {
  for (const reference of referencesOf(object)) if (reference.value === target) return reference.segment;
  for (const key of Reflect.ownKeys(object)) {
    if (key === target) return fieldSegment(key);
    if (Object.getOwnPropertyDescriptor(object, key)?.value === target) return fieldSegment(key);
  }
  return codecOf(object) === undefined ? "" : ".encode()";
}
