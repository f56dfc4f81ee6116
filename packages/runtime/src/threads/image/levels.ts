import { shadow } from "../../freeze/shadows.js";
import { isReference } from "../../objects/is-reference.js";
import { kindOf } from "../../objects/kind.js";
import { freeze } from "../../operations/freeze.js";
import { badPacket } from "./bad-packet.js";
import * as format from "./format.js";

/**
 * Takes away from objects what the originals could not do any more. Last, when everything is in its place.
 *
 * @param objects by index
 * @param firstWord of the record of the object with an index
 */
export function setLevels(objects: readonly unknown[], firstWord: (index: number) => number): void {
  let instances: object[] | undefined;
  for (let i = 0; i < objects.length; i++) {
    const word = firstWord(i);
    const level = format.levelIn(word);
    if (level === format.OPEN) continue;
    const kind = format.kindIn(word);
    const object = objects[i];
    if (kind === format.INSTANCE) {
      if (level === format.FROZEN && isReference(object)) (instances ??= []).push(object);
    } else if (kind !== format.PART) setLevel(object as object, kind, level);
  }
  if (instances === undefined) return;
  // codecs make what they like: what is in it has to be found
  try {
    freeze(instances);
  } catch (cause) {
    throw badPacket("what a codec made of something frozen cannot be frozen", cause);
  }
}

function setLevel(object: object, kind: number, level: number): void {
  if (level === format.CLOSED) {
    if (!Reflect.preventExtensions(object)) throw badPacket("it has an object that cannot be closed");
    return;
  }
  if (level === format.FROZEN && kind > format.SPARSE_ARRAY) shadow(object, kindOf(object), undefined);
  Object.freeze(object);
}
