import { shadow } from "../../freeze/shadows.js";
import { isReference } from "../../objects/is-reference.js";
import { kindOf } from "../../objects/kind.js";
import { freeze } from "../../operations/freeze.js";
import { badPacket } from "./bad-packet.js";
import * as format from "./format.js";
import type { ImageReader } from "./reader.js";

/** Takes away from objects what the originals could not do any more. Last, when everything is in its place. */
export function setLevels(image: ImageReader, objects: readonly unknown[]): void {
  const instances: unknown[] = [];
  for (let ordinal = 0; ordinal < objects.length; ordinal++) {
    const word = image.words[image.recordAt(ordinal)]!;
    const level = format.levelIn(word);
    if (level === format.OPEN) continue;
    const kind = format.kindIn(word);
    if (kind === format.INSTANCE) {
      if (level === format.FROZEN) instances.push(objects[ordinal]);
    } else setLevel(objects[ordinal] as object, kind, level);
  }
  // codecs make what they like: what is in it has to be found
  try {
    freeze(instances.filter(isReference));
  } catch (cause) {
    throw badPacket("what a codec made of something frozen cannot be frozen", cause);
  }
}

function setLevel(object: object, kind: number, level: number): void {
  if (level === format.CLOSED) {
    if (!Reflect.preventExtensions(object)) throw badPacket("it has an object that cannot be closed");
    return;
  }
  // it is frozen from the start
  if (kind === format.COWN) return;
  if (level === format.FROZEN && kind > format.SPARSE_ARRAY) shadow(object, kindOf(object), undefined);
  Object.freeze(object);
}
