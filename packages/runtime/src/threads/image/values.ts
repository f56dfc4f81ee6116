import {
  BIGINT,
  DOUBLE,
  MAX_INTEGER,
  MAX_PAYLOAD,
  MIN_INTEGER,
  REF,
  STRING,
  SYMBOL,
  tagged,
  UNDEFINED,
  WELL_KNOWN,
  WELL_KNOWN_SYMBOL,
} from "./format.js";
import { StringWriter } from "./strings.js";
import { Doubles } from "./words.js";

const NULL = /* @__PURE__ */ constantWord(1);
const TRUE = /* @__PURE__ */ constantWord(2);
const FALSE = /* @__PURE__ */ constantWord(3);
const MINUS_ZERO = /* @__PURE__ */ constantWord(4);

function constantWord(index: number): number {
  return UNDEFINED + (index << 4);
}

/** Writes primitives as words. */
export class ValueWriter {
  readonly strings = new StringWriter();
  readonly doubles = new Doubles();

  /** @returns the word; undefined for a symbol that only its own thread knows, and for what is no primitive */
  word(value: unknown): number | undefined {
    switch (typeof value) {
      case "number":
        return this.number(value);
      case "string":
        return this.string(value);
      case "boolean":
        return value ? TRUE : FALSE;
      case "undefined":
        return UNDEFINED;
      case "bigint":
        return pointer(BIGINT, this.strings.indexOf(value.toString(16)));
      case "symbol":
        return this.symbol(value);
      default:
        return value === null ? NULL : undefined;
    }
  }

  number(value: number): number {
    if ((value | 0) === value && value >= MIN_INTEGER && value <= MAX_INTEGER)
      return value === 0 && Object.is(value, -0) ? MINUS_ZERO : value << 1;
    return pointer(DOUBLE, this.doubles.push(value));
  }

  string(text: string): number {
    return pointer(STRING, this.strings.indexOf(text));
  }

  symbol(symbol: symbol): number | undefined {
    const key = Symbol.keyFor(symbol);
    if (key !== undefined) return pointer(SYMBOL, this.strings.indexOf(key));
    const index = WELL_KNOWN.findIndex((name) => (Symbol as unknown as Record<string, unknown>)[name] === symbol);
    return index < 0 ? undefined : pointer(WELL_KNOWN_SYMBOL, index);
  }

  /** @param index of a string that no other word refers to */
  unshared(text: string): number {
    return pointer(STRING, this.strings.append(text));
  }
}

/** A word that refers to something by its index. */
function pointer(tag: number, index: number): number {
  if (index > MAX_PAYLOAD)
    throw new RangeError("The graph is too large: an image holds at most 268 million values of a sort.");
  return tagged(tag, index);
}

export const reference = (ordinal: number): number => pointer(REF, ordinal);
