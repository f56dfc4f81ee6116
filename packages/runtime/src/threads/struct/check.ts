import { describe } from "../../operations/expect.js";
import type { Field } from "./schema.js";

const INTEGERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...{ i8: [-0x80, 0x7f], u8: [0, 0xff], i16: [-0x8000, 0x7fff], u16: [0, 0xffff] },
  ...{ i32: [-0x80000000, 0x7fffffff], u32: [0, 0xffffffff] },
};

const BIG_INTEGERS: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  i64: [-(2n ** 63n), 2n ** 63n - 1n],
  u64: [0n, 2n ** 64n - 1n],
};

/** What a field of this type takes, to complete "Give it …". */
function taken({ type, units }: Field): string {
  const range = INTEGERS[type] ?? BIG_INTEGERS[type];
  if (range !== undefined) return `${type in INTEGERS ? "a whole number" : "a bigint"} from ${range[0]} to ${range[1]}`;
  if (type === "bool") return "true or false";
  if (type === "f32") return "a number, at most 3.4e38 or infinite";
  return units > 0 ? `a string whose length is at most ${units}` : "a number";
}

function refuse(field: Field, Refusal: new (message: string) => Error, what: string): never {
  throw new Refusal(
    `Cannot set ${field.name} of a struct to ${what}: it is declared "${field.type}". Give it ${taken(field)}.`,
  );
}

/** Throws unless the value fits the field as it is: nothing is converted, cut off or wrapped around. */
export function check(field: Field, value: unknown): void {
  const { type, units } = field;
  if (units > 0) {
    if (typeof value !== "string") refuse(field, TypeError, describe(value));
    if (value.length > units) refuse(field, RangeError, `a string of length ${value.length}`);
  } else if (type === "bool") {
    if (typeof value !== "boolean") refuse(field, TypeError, describe(value));
  } else if (type === "i64" || type === "u64") {
    if (typeof value !== "bigint") refuse(field, TypeError, describe(value));
    const [least, most] = BIG_INTEGERS[type]!;
    if (value < least || value > most) refuse(field, RangeError, `${value}n`);
  } else {
    if (typeof value !== "number") refuse(field, TypeError, describe(value));
    const range = INTEGERS[type];
    if (type === "f32" && Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
      refuse(field, RangeError, String(value));
    if (range !== undefined && !(Number.isInteger(value) && value >= range[0] && value <= range[1]))
      refuse(field, RangeError, String(value));
  }
}
