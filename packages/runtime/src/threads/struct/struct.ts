import { describe } from "../../operations/expect.js";
import { check } from "./check.js";
import { StructMemory } from "./memory.js";
import { shapeOf, StructRecord } from "./record.js";
import type { StructOf, StructSchema } from "./schema.js";

/**
 * Fixed fields in shared memory, as content for cowns that are shared between threads: handing it over copies nothing
 * between them. Fields are `i8`, `u8`, `i16`, `u16`, `i32`, `u32` (whole numbers), `f32`, `f64` (numbers), `i64`, `u64`
 * (bigints), `bool`, and `string(n)` (a string whose `length` is at most n). A value that does not fit its field is
 * refused; nothing is converted or cut off, but `f32` rounds.
 *
 * @param schema the type of each field
 * @param init the values of some of them; the others are 0, `false` or `""`
 * @throws TypeError, RangeError when the schema or a value is wrong
 * @example
 * ```ts
 * const account = new Cown(struct({ balance: "f64", hits: "i32", live: "bool", name: "string(32)" }, { live: true }));
 * ```
 */
export function struct<const S extends StructSchema>(schema: S, init: Partial<StructOf<S>> = {}): StructOf<S> {
  const shape = shapeOf(schema);
  const { fields } = shape.layout;
  if (typeof init !== "object" || (init as unknown) === null)
    throw new TypeError(`struct() was given ${describe(init)} as its values. Give it an object, or nothing.`);
  const values = new Map(Object.entries(init));
  for (const field of fields) if (values.get(field.name) !== undefined) check(field, values.get(field.name));
  const names = fields.map(({ name }) => name);
  for (const name of values.keys())
    if (!names.includes(name))
      throw new TypeError(
        `struct() was given a value for "${name}", which is no field of it. Its fields are ${names.join(", ")}.`,
      );
  const view = new StructRecord(shape, StructMemory.make(shape.layout)).looseView();
  for (const [name, value] of values) if (value !== undefined) Reflect.set(view, name, value);
  return view as StructOf<S>;
}
