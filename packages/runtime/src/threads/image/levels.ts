import { shadow } from "../../freeze/shadows.js";
import { isReference } from "../../objects/is-reference.js";
import { kindOf } from "../../objects/kind.js";
import { freeze } from "../../operations/freeze.js";
import { badPacket } from "./bad-packet.js";
import * as format from "./format.js";

/** Takes away from objects what the originals could not do any more. Last, when everything is in its place. */
export class Levels {
  #instances: object[] | undefined;

  /** @param word the first of the object's record */
  set(object: unknown, word: number): void {
    const level = format.levelIn(word);
    if (level === format.OPEN) return;
    const kind = format.kindIn(word);
    if (level === format.FROZEN && kind <= format.SPARSE_ARRAY) Object.freeze(object);
    else if (kind === format.INSTANCE) {
      if (level === format.FROZEN && isReference(object)) (this.#instances ??= []).push(object);
    } else if (kind !== format.PART && kind !== format.PRIOR) setLevel(object as object, kind, level);
  }

  /** Codecs make what they like: what is in it has to be found. */
  finish(): void {
    if (this.#instances === undefined) return;
    try {
      freeze(this.#instances);
    } catch (cause) {
      throw badPacket("what a codec made of something frozen cannot be frozen", cause);
    }
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
