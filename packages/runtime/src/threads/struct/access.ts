import { check } from "./check.js";
import type { Half } from "./memory.js";
import { type Field, LENGTH_BYTES, type Layout, SIZES } from "./schema.js";

/** How a field is read and written. */
export interface Accessor {
  read(half: Half): unknown;
  /** @throws TypeError, RangeError when the value does not fit, before anything is written */
  write(half: Half, value: never): void;
}

/** By the names of the fields. */
export type Accessors = ReadonlyMap<unknown, Accessor>;

export function accessorsOf({ fields }: Layout): Accessors {
  return new Map(fields.map((field) => [field.name, accessorOf(field)]));
}

function accessorOf(field: Field): Accessor {
  const { type, units, at } = field;
  if (units > 0) return text(field);
  switch (type) {
    case "bool":
      return {
        read: ({ u8 }) => u8[at] !== 0,
        write: ({ u8 }, value: boolean) => {
          check(field, value);
          u8[at] = value ? 1 : 0;
        },
      };
    case "i32":
      // the short way for what is used most
      return {
        read: ({ i32 }) => i32[at / 4],
        write: ({ i32 }, value: number) => {
          if (typeof value !== "number" || (value | 0) !== value) check(field, value);
          i32[at / 4] = value;
        },
      };
    case "f64":
      return {
        read: ({ f64 }) => f64[at / 8],
        write: ({ f64 }, value: number) => {
          if (typeof value !== "number") check(field, value);
          f64[at / 8] = value;
        },
      };
    default:
      return number(field, type as keyof Half);
  }
}

function number(field: Field, type: keyof Half): Accessor {
  const index = field.at / SIZES[type]!;
  return {
    read: (half) => half[type][index],
    write: (half, value: number) => {
      check(field, value);
      half[type][index] = value;
    },
  };
}

/** Engines take so many arguments at least. */
const CHUNK = 4096;

/** UTF-16, as JavaScript has it: every string comes back as it was, and whether it fits is its `length`. */
function text(field: Field): Accessor {
  const length = field.at / 4;
  const start = (field.at + LENGTH_BYTES) / 2;
  return {
    read({ u32, u16 }) {
      const end = start + Math.min(u32[length]!, field.units);
      let read = "";
      for (let from = start; from < end; from += CHUNK)
        read += String.fromCharCode(...u16.subarray(from, Math.min(from + CHUNK, end)));
      return read;
    },
    write({ u32, u16 }, value: string) {
      check(field, value);
      for (let i = 0; i < value.length; i++) u16[start + i] = value.charCodeAt(i);
      u32[length] = value.length;
    },
  };
}
