import { describe } from "../../operations/expect.js";

/** Numbers that JavaScript has as `number`. */
type NumberType = "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "f32" | "f64";
type BigType = "i64" | "u64";

/** What a field of a struct can be. `string(n)` has room for n UTF-16 code units: `.length` is at most n. */
export type FieldType = NumberType | BigType | "bool" | `string(${number})`;

/** The fields of a struct, by name. */
export type StructSchema = Readonly<Record<string, FieldType>>;

type ValueOf<T extends FieldType> = T extends NumberType
  ? number
  : T extends BigType
    ? bigint
    : T extends "bool"
      ? boolean
      : string;

/** What a struct of this schema looks like. */
export type StructOf<S extends StructSchema> = { -readonly [K in keyof S]: ValueOf<S[K]> };

/** One field, and where it is. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Bytes from the start. */
  readonly at: number;
  /** How many code units a string has room for. */
  readonly units: number;
}

export interface Layout {
  /** In the order of the schema. */
  readonly fields: readonly Field[];
  /** A multiple of 8. */
  readonly bytes: number;
}

/** Bytes of a field. */
export const SIZES: Readonly<Record<string, number>> = {
  ...{ i8: 1, u8: 1, bool: 1, i16: 2, u16: 2, i32: 4, u32: 4, f32: 4, f64: 8, i64: 8, u64: 8 },
};

/** Longer text should not be copied with each hand-over. */
const MOST_UNITS = 65_535;

/** A string's length comes before its code units. */
export const LENGTH_BYTES = 4;

function unitsOf(type: unknown): number {
  const match = typeof type === "string" ? /^string\(([1-9]\d{0,4})\)$/.exec(type) : null;
  const units = Number(match?.[1] ?? 0);
  return units > MOST_UNITS ? 0 : units;
}

/**
 * Where the fields are: those with the strictest alignment first, each kind in the order of the schema. Threads that
 * have the same schema have the same layout.
 */
export function layoutOf(schema: StructSchema): Layout {
  const names = Object.keys(schema);
  if (names.length === 0) throw new TypeError('struct() was given no fields. Give it some: { balance: "f64" }.');
  const places = new Map<string, number>();
  let bytes = 0;
  for (const alignment of [8, 4, 2, 1])
    for (const name of names) {
      const type = schema[name]!;
      if (alignmentOf(name, type) !== alignment) continue;
      places.set(name, bytes);
      bytes += SIZES[type] ?? LENGTH_BYTES + 4 * Math.ceil(unitsOf(type) / 2);
    }
  const fields = names.map((name) => {
    const type = schema[name]!;
    return { name, type, at: places.get(name)!, units: unitsOf(type) };
  });
  return { fields, bytes: 8 * Math.ceil(bytes / 8) };
}

function alignmentOf(name: string, type: FieldType): number {
  if (typeof type === "string" && Object.hasOwn(SIZES, type)) return SIZES[type]!;
  if (unitsOf(type) > 0) return LENGTH_BYTES;
  throw new TypeError(
    `struct() does not know the type of field "${name}": ${describe(type)}. ` +
      `It knows ${Object.keys(SIZES).join(", ")} and string(n), n from 1 to ${MOST_UNITS}.`,
  );
}
