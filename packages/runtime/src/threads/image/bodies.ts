import { isArrayIndex } from "../../objects/array-index.js";
import { bufferOf } from "../../objects/children.js";
import { isOfBuiltInClass, type Kind } from "../../objects/kind.js";
import * as format from "./format.js";
import type { RecordWriter } from "./record-writer.js";
import { DETACHED, OUT_OF_BOUNDS } from "./refuse.js";
import { isBuffer, isDetached } from "./resources.js";

/** Does the body of a record say this property? */
export type Said = (key: PropertyKey) => boolean;

export const nothing: Said = () => false;
export const everything: Said = () => true;

/** What comes after the first word of a record, and how the rest of it is written. */
export interface Body {
  readonly kind: number;
  readonly detail?: number;
  readonly said?: Said;
  readonly write?: (encoder: RecordWriter) => void;
}

/** What is written of an object of a built-in class, or of a plain one with anything peculiar. */
export function bodyOf(object: object, kind: Kind, encoder: RecordWriter): Body | undefined {
  if (kind.base === "TypedArray" && Object.getPrototypeOf(object) === hostBuffer())
    return viewBody(object, "Buffer", encoder);
  if (kind.isTransferable === true) return resourceBody(object, kind, encoder);
  // a class in between is one that the other thread need not have
  return isOfBuiltInClass(object) ? bodies[kind.base]?.(object, kind, encoder) : undefined;
}

const bodies: Record<string, ((object: object, kind: Kind, encoder: RecordWriter) => Body | undefined) | undefined> = {
  Object: (object, _, encoder) => ({
    kind: Object.getPrototypeOf(object) === null ? format.BARE_OBJECT : format.OBJECT,
    // without a shape of its own: extras say all of its fields
    detail: encoder.shapes.indexOf([])!,
  }),
  Array: (object, _, encoder) => arrayBody(object as unknown[], encoder.level(object)),
  Map: (map) => ({
    kind: format.MAP,
    write(encoder) {
      const { records } = encoder;
      const at = records.reserve(1);
      let count = 0;
      Map.prototype.forEach.call(map as Map<unknown, unknown>, (value, key) => {
        records.push(encoder.word(key));
        records.push(encoder.word(value));
        count += 1;
      });
      records.array[at] = count;
    },
  }),
  Set: (set) => ({
    kind: format.SET,
    write(encoder) {
      const { records } = encoder;
      const at = records.reserve(1);
      let count = 0;
      Set.prototype.forEach.call(set as Set<unknown>, (value) => {
        records.push(encoder.word(value));
        count += 1;
      });
      records.array[at] = count;
    },
  }),
  Date: (date) => ({
    kind: format.DATE,
    write: ({ records, values }) => records.push(values.number(Date.prototype.getTime.call(date as Date))),
  }),
  RegExp: (regExp) => ({
    kind: format.REG_EXP,
    said: (key) => key === "lastIndex",
    write(encoder) {
      const { records, values } = encoder;
      const ask = (question: "source" | "flags"): string => Reflect.get(RegExp.prototype, question, regExp);
      records.push(values.string(ask("source")));
      records.push(values.string(ask("flags")));
      records.push(encoder.word((regExp as RegExp).lastIndex));
    },
  }),
  Error(_, { name }) {
    const detail = (format.ERRORS as readonly string[]).indexOf(name);
    return detail < 0 ? undefined : { kind: format.ERROR, detail };
  },
  Number: boxBody,
  Boolean: boxBody,
  BigInt: boxBody,
  Symbol: boxBody,
  String: (box) => {
    const text = String.prototype.valueOf.call(box);
    return {
      kind: format.BOX,
      said: (key) => key === "length" || isElementOf(key, text.length),
      // the elements of each are properties: so that an image cannot have many of them by few words
      write: ({ records, values }) => records.push(values.unshared(text)),
    };
  },
  ArrayBuffer: resourceBody,
  TypedArray: (view, { name }, encoder) => viewBody(view, name, encoder),
  DataView: (view, { name }, encoder) => viewBody(view, name, encoder),
};

function isElementOf(key: PropertyKey, length: number): boolean {
  return typeof key === "string" && isArrayIndex(key) && Number(key) < length;
}

function boxBody(box: object, { base }: Kind): Body {
  const { prototype } = (globalThis as unknown as Record<string, { prototype: { valueOf(): unknown } }>)[base]!;
  return {
    kind: format.BOX,
    write: (encoder) => encoder.records.push(encoder.word(prototype.valueOf.call(box))),
  };
}

/** An array with more than elements, or mostly without. */
function arrayBody(array: unknown[], level: number): Body {
  const isPlain = (key: PropertyKey): boolean => {
    if (typeof key !== "string" || !isElementOf(key, array.length)) return false;
    const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(array, key)!;
    const changeable = level === format.OPEN || level === format.CLOSED;
    return writable === changeable && configurable === changeable && enumerable === true;
  };
  return {
    kind: format.SPARSE_ARRAY,
    said: (key) => (key === "length" ? isLengthPlain(array, level) : isPlain(key)),
    write(encoder) {
      const { records, values } = encoder;
      records.push(values.number(array.length));
      const indices = Reflect.ownKeys(array).filter(isPlain);
      records.push(indices.length);
      for (const index of indices) {
        records.push(values.number(Number(index)));
        records.push(encoder.word(array[Number(index)]));
      }
    },
  };
}

function isLengthPlain(array: unknown[], level: number): boolean {
  const { writable } = Object.getOwnPropertyDescriptor(array, "length")!;
  return writable === (level === format.OPEN || level === format.CLOSED);
}

function hostBuffer(): object | undefined {
  return (globalThis as { Buffer?: { prototype: object } }).Buffer?.prototype;
}

function viewBody(view: object, name: string, encoder: RecordWriter): Body | undefined {
  const detail = (format.VIEWS as readonly string[]).indexOf(name);
  if (detail < 0) return undefined;
  const { prototype } =
    name === "DataView" ? DataView : { prototype: Object.getPrototypeOf(Uint8Array.prototype) as object };
  const memory = bufferOf(view)!;
  if (isDetached(memory)) encoder.refuse(view, DETACHED);
  const ask = (question: string): number => {
    try {
      return Reflect.get(prototype, question, view) as number;
    } catch {
      // a DataView that its buffer has become too short for
      return encoder.refuse(view, OUT_OF_BOUNDS);
    }
  };
  const length = ask(name === "DataView" ? "byteLength" : "length");
  const buffer = memory as ArrayBuffer & { resizable?: boolean };
  // a view without length follows its buffer; nobody can ask, but one that ends where the buffer does is taken for one
  const follows = buffer.resizable === true && ask("byteOffset") + ask("byteLength") === buffer.byteLength;
  return {
    kind: format.VIEW,
    detail,
    said: (key) => isElementOf(key, length),
    write() {
      const { records, values } = encoder;
      // a frozen view shows no memory, and gets none
      records.push(encoder.level(view) === format.FROZEN ? format.UNDEFINED : encoder.word(buffer));
      records.push(values.number(ask("byteOffset")));
      records.push(follows ? format.UNDEFINED : values.number(length));
    },
  };
}

function resourceBody(object: object, _kind?: Kind, encoder?: RecordWriter): Body | undefined {
  if (encoder?.isShared === true) return isBuffer(object) ? bytesBody(object) : undefined;
  return {
    kind: format.RESOURCE,
    said: isBuffer(object) ? nothing : everything,
    write: ({ records, resources }) => records.push(resources.push(object) - 1),
  };
}

/** For images in shared memory: nothing can be transferred to all who may read them. */
function bytesBody(buffer: ArrayBuffer): Body {
  return {
    kind: format.BYTES,
    write({ records }) {
      records.push(buffer.byteLength);
      const at = records.reserve(Math.ceil(buffer.byteLength / 4));
      new Uint8Array(records.array.buffer, at * 4).set(new Uint8Array(buffer));
    },
  };
}
