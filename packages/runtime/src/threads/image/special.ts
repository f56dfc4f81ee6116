import { isRefusal } from "../../freeze/shadows.js";
import { holderBehind } from "../../heap/holder.js";
import { hasManyElements } from "../../objects/children.js";
import { isOrdinary, kindOf } from "../../objects/kind.js";
import { codecOf } from "./codecs.js";
import * as format from "./format.js";
import type { RecordWriter } from "./record-writer.js";
import { accessorAt, DETACHED, FROZEN_RESOURCE, refusalOf } from "./refuse.js";
import { type Body, bodyOf, everything, nothing, type Said } from "./bodies.js";
import { HasCown } from "./has-cown.js";
import { isDetached } from "./resources.js";

/** Writes the record of anything but a regular object or array. */
export function writeSpecial(encoder: RecordWriter, object: object): void {
  if (holderBehind(object) !== undefined) {
    if (encoder.isShared) throw new HasCown();
    const index = encoder.resources.push(object) - 1;
    encoder.records.push(format.record(format.COWN, format.FROZEN, false));
    encoder.records.push(index);
    return;
  }
  const kind = kindOf(object);
  if (!isOrdinary(kind)) {
    const codec = codecOf(object);
    if (codec !== undefined) {
      const data = encoder.encodings.of(object, codec, () => encoder.path());
      encoder.hasInstances = true;
      writeRecord(encoder, object, {
        kind: format.INSTANCE,
        said: everything,
        write({ records }) {
          records.push(encoder.values.string(codec.name));
          records.push(encoder.encodedWord(data));
        },
      });
      return;
    }
  }
  const body = bodyOf(object, kind, encoder);
  if (body === undefined) return encoder.refuse(object, refusalOf(object));
  if (body.kind === format.RESOURCE || body.kind === format.BYTES) {
    if (isDetached(object)) encoder.refuse(object, DETACHED);
    if (encoder.level(object) === format.FROZEN) encoder.refuse(object, FROZEN_RESOURCE);
  }
  writeRecord(encoder, object, body);
}

function writeRecord(encoder: RecordWriter, object: object, { kind, detail = 0, said = nothing, write }: Body): void {
  const { records } = encoder;
  const extras = extrasOf(encoder, object, said);
  records.push(format.record(kind, encoder.level(object), extras.length > 0, detail));
  write?.(encoder);
  if (extras.length === 0) return;
  records.push(extras.length);
  for (const [key, { writable, enumerable, configurable, value }] of extras) {
    records.push(encoder.keyWord(key));
    records.push(
      (writable === true ? format.WRITABLE : 0) |
        (enumerable === true ? format.ENUMERABLE : 0) |
        (configurable === true ? format.CONFIGURABLE : 0),
    );
    records.push(encoder.word(value));
  }
}

type Extra = readonly [key: string | symbol, descriptor: PropertyDescriptor];

function extrasOf(encoder: RecordWriter, object: object, said: Said): Extra[] {
  const extras: Extra[] = [];
  // listing the keys of long typed arrays would take longer than all the rest: they are taken to have no others
  if (said === everything || hasManyElements(object)) return extras;
  for (const key of Reflect.ownKeys(object)) {
    if (said(key)) continue;
    let descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    if (!("value" in descriptor)) {
      // some engines keep the stack of an error behind an accessor
      if (key !== "stack" || kindOf(object).base !== "Error") encoder.refuse(object, accessorAt(key));
      descriptor = { ...descriptor, value: (object as Error).stack, writable: !Object.isFrozen(object) };
    }
    // freezing puts methods that refuse into a Map, Set, Date or RegExp, and will do so again where it arrives
    if (!isRefusal(descriptor.value)) extras.push([key, descriptor]);
  }
  return extras;
}
