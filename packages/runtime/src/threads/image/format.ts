/**
 * The image of a graph: 32-bit words in the byte order of the machine, which every thread of a process shares.
 *
 *     header | offsets of objects | records | offsets of shapes | shapes | ends of strings | doubles | regions | text
 *
 * Objects are known by ordinals, so that cycles and sharing need nothing special. Everything is found by an index: a
 * reader that wants one object, one string or one number looks at nothing else.
 */

export const MAGIC = 0x314e4752;
export const VERSION = 1;

/** Words of the header. Places (`…At`) are indices of words. */
export const HEADER = {
  magic: 0,
  version: 1,
  /** How many words the image has. */
  words: 2,
  /** The value that the image is of. */
  root: 3,
  objects: 4,
  /** One word for each ordinal: where its record starts. Records follow each other in this order, without gaps. */
  objectsAt: 5,
  recordsAt: 6,
  shapes: 7,
  /** One word for each shape: where it starts. A shape is a count and so many keys: strings or symbols. */
  shapesAt: 8,
  keysAt: 9,
  strings: 10,
  /** One word for each string: where it ends, in units of text from the start of all text. It starts where the one before ends. */
  stringsAt: 11,
  /** 1 when a unit of text is two bytes (UTF-16), 0 when it is one (Latin-1). */
  wide: 12,
  doubles: 13,
  /** Even, because doubles are aligned. */
  doublesAt: 14,
  regions: 15,
  /** Two words for each region: the ordinal of its bridge and its name, a string or undefined. Inner regions come last. */
  regionsAt: 16,
  textAt: 17,
  /** How many resources travel beside the image. */
  resources: 18,
  /** How many other images it refers to. */
  images: 19,
  /** Two words that tell an image in shared memory from others; 0 elsewhere. */
  id: 20,
  /** Written by whoever wants to know whether two buffers are the same memory. Means nothing. */
  probe: 22,
  /** 1 when there are instances of registered classes in it. */
  hasInstances: 23,
} as const;

export const HEADER_WORDS = 24;

/*
 * Values. An even word is an integer of 31 bits; an odd one has a tag in its low four bits and a payload above.
 */

/** Payload: an ordinal. */
export const REF = 1;
/** Payload: the index of a string. */
export const STRING = 3;
/** Payload: the index of a double. */
export const DOUBLE = 5;
/** Payload: an index of `CONSTANTS`. */
export const CONSTANT = 7;
/** Payload: the index of a string that holds it in hexadecimal digits. */
export const BIGINT = 9;
/** Payload: the index of a string, the key of a registered symbol. */
export const SYMBOL = 11;
/** Payload: an index of `WELL_KNOWN`. */
export const WELL_KNOWN_SYMBOL = 13;

export const MAX_PAYLOAD = 0x0fff_ffff;
export const MIN_INTEGER = -0x4000_0000;
export const MAX_INTEGER = 0x3fff_ffff;

export const tagged = (tag: number, payload: number): number => (payload << 4) | tag;
export const tagOf = (word: number): number => word & 15;
export const payloadOf = (word: number): number => word >>> 4;
export const isInteger = (word: number): boolean => (word & 1) === 0;

export const UNDEFINED = /* @__PURE__ */ tagged(CONSTANT, 0);
/** Stands for an element that an array does not have. */
export const HOLE = /* @__PURE__ */ tagged(CONSTANT, 5);
export const CONSTANTS = [undefined, null, true, false, -0, /* hole */ undefined] as const;

/** Symbols of the language by name; those that a host does not have cannot arrive there. */
export const WELL_KNOWN = [
  "asyncDispose",
  "asyncIterator",
  "dispose",
  "hasInstance",
  "isConcatSpreadable",
  "iterator",
  "match",
  "matchAll",
  "replace",
  "search",
  "species",
  "split",
  "toPrimitive",
  "toStringTag",
  "unscopables",
] as const;

/*
 * Records. The first word: kind in bits 0 to 4, level in bits 5 and 6, bit 7 when extras follow the body, detail in bits 8
 * to 30, bit 31 when it is large.
 */

/** Detail: a shape. Body: a value for each key. */
export const OBJECT = 1;
/** The same without a prototype. */
export const BARE_OBJECT = 2;
/** Body: a count, and so many values or holes. */
export const ARRAY = 3;
/** Body: the length, a count, and so many pairs of an index and a value. */
export const SPARSE_ARRAY = 4;
/** Body: a count, and so many pairs of a key and a value. */
export const MAP = 5;
/** Body: a count, and so many values. */
export const SET = 6;
/** Body: the time, a number. */
export const DATE = 7;
/** Body: source and flags, strings, and `lastIndex`. */
export const REG_EXP = 8;
/** Detail: an index of `ERRORS`. All that it holds is among the extras. */
export const ERROR = 9;
/** Body: the primitive. */
export const BOX = 10;
/** An ArrayBuffer, port or other thing that is no data. Body: the index of a resource. */
export const RESOURCE = 11;
/** Detail: an index of `VIEWS`. Body: a reference to the buffer, the offset in bytes, the length in elements. */
export const VIEW = 12;
/** An instance of a registered class. Body: the name of its codec, a string, and what that made of it. */
export const INSTANCE = 13;
/** A part of a frozen graph in shared memory. Body: the index of its image, and its ordinal there. */
export const PART = 14;
/** An ArrayBuffer that cannot be transferred, because its image is shared. Body: the length in bytes, and the bytes. */
export const BYTES = 15;
/** A cown, which is shared by whoever has it. Body: the index of a resource. */
export const COWN = 16;

/** An object that the reader has already. Body: its number, on which writer and reader agree. */
export const PRIOR = 17;

/** Anything may be added and changed. */
export const OPEN = 0;
/** Nothing can be added; extras say what else cannot be done. */
export const CLOSED = 1;
/** Under `Object.freeze`, which says nothing of what it references. */
export const SHELL = 2;
/** Frozen with all that it reaches. */
export const FROZEN = 3;

const EXTRAS = 128;
/** How many details there are: shapes beyond are written out with the object. */
export const MAX_DETAIL = 0x007f_ffff;
/** For images in shared memory: there is so much in it, or below it, that a reader should not look before it must. */
export const LARGE = 0x8000_0000 | 0;

export const record = (kind: number, level: number, hasExtras: boolean, detail = 0): number =>
  kind | (level << 5) | (hasExtras ? EXTRAS : 0) | (detail << 8);
export const kindIn = (word: number): number => word & 31;
export const levelIn = (word: number): number => (word >>> 5) & 3;
export const hasExtras = (word: number): boolean => (word & EXTRAS) !== 0;
export const detailIn = (word: number): number => (word >>> 8) & MAX_DETAIL;
export const isLarge = (word: number): boolean => word < 0;

/** Can a reader put off looking at it? Objects with hidden state are looked at by built-in code, which wants the object itself. */
export const canWait = (word: number): boolean => kindIn(word) <= ARRAY && levelIn(word) === FROZEN && !hasExtras(word);

/*
 * Extras, after the body: a count, and so many triples of a key, attributes and a value. They are the properties that
 * the body does not say, in their order.
 */
export const WRITABLE = 1;
export const ENUMERABLE = 2;
export const CONFIGURABLE = 4;

export const ERRORS = [
  "Error",
  "AggregateError",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SuppressedError",
  "SyntaxError",
  "TypeError",
  "URIError",
] as const;

/** `Buffer` is Node's; elsewhere a Uint8Array stands for it. */
export const VIEWS = [
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Buffer",
] as const;

/**
 * How many words the record at a place has before its extras.
 *
 * @param keys how many keys the shape has, for objects
 */
export function bodyEnd(words: Int32Array, at: number, keys: number): number {
  switch (kindIn(words[at]!)) {
    case OBJECT:
    case BARE_OBJECT:
      return at + 1 + keys;
    case ARRAY:
    case SET:
      return at + 2 + (words[at + 1]! >>> 0);
    case MAP:
      return at + 2 + 2 * (words[at + 1]! >>> 0);
    case SPARSE_ARRAY:
      return at + 3 + 2 * (words[at + 2]! >>> 0);
    case REG_EXP:
    case VIEW:
      return at + 4;
    case INSTANCE:
    case PART:
      return at + 3;
    case BYTES:
      return at + 2 + Math.ceil((words[at + 1]! >>> 0) / 4);
    case DATE:
    case BOX:
    case RESOURCE:
    case COWN:
    case PRIOR:
      return at + 2;
    default:
      return at + 1;
  }
}
