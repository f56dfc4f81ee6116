import { RegionError } from "../../errors.js";
import { at } from "../../handles/dead.js";
import type { Cause } from "../../heap/region.js";
import { check } from "./check.js";
import type { Half } from "./memory.js";
import { type Field, type Layout, LENGTH_BYTES } from "./schema.js";

/** The right to use the fields of a struct. It ends for good, and what was got by it with it. */
export class StructAccess {
  cause: Cause | undefined = undefined;

  constructor(
    readonly owner: object,
    public half: Half | undefined,
  ) {}

  end(cause: Cause): void {
    if (this.half === undefined) return;
    this.half = undefined;
    this.cause = cause;
  }
}

/** How fields are read and written, the same functions for all structs of a schema: so that engines see one shape. */
type Property = PropertyDescriptor & ThisType<StructView>;

/**
 * What a program sees of a struct: an object with its fields and no others. They are own properties, so that keys,
 * `in`, spreading and JSON are as with any object.
 */
export class StructView {
  readonly #access: StructAccess;

  constructor(access: StructAccess, properties: readonly (readonly [name: string, Property])[]) {
    this.#access = access;
    // one by one: that takes half as long
    for (let i = 0; i < properties.length; i++) Object.defineProperty(this, properties[i]![0], properties[i]![1]);
    Object.preventExtensions(this);
  }

  static accessOf(value: object): StructAccess | undefined {
    return #access in value ? value.#access : undefined;
  }

  /** The fields to read or write. */
  static half(view: StructView, action: "read" | "set", name: string): Half {
    const access = view.#access;
    return access.half ?? refuse(access, `${action} ${name} of`);
  }

  /** What a console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return this.#access.half === undefined ? "struct { ended }" : { ...this };
  }
}

function refuse({ cause }: StructAccess, action: string): never {
  const { code, because, remedy, site } = cause!;
  throw new RegionError(code, `Cannot ${action} a struct: ${because}${at(site)}. ${remedy}`, { sites: [site] });
}

/** The properties of all views of structs of a layout. */
export function propertiesOf({ fields }: Layout): (readonly [string, Property])[] {
  return fields.map((field) => [field.name, { enumerable: true, configurable: false, ...accessors(field) }]);
}

type Accessors = Pair & ThisType<StructView>;
interface Pair {
  get: (this: StructView) => unknown;
  set: (this: StructView, value: never) => void;
}

function accessors(field: Field): Accessors {
  const { type } = field;
  if (field.units > 0) return text(field);
  if (type === "bool") return bool(field);
  return numbers[type as keyof typeof numbers](field, field.at / SIZES[type as keyof typeof numbers]);
}

const SIZES = { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4, f32: 4, f64: 8, i64: 8, u64: 8 };

/** One function for each sort of number, because it is the array's own type that makes it fast. */
const numbers: Record<keyof typeof SIZES, (field: Field, index: number) => Accessors> = {
  i8: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).i8[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || (value << 24) >> 24 !== value) check(field, value);
      half.i8[index] = value;
    },
  }),
  u8: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).u8[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || (value & 0xff) !== value) check(field, value);
      half.u8[index] = value;
    },
  }),
  i16: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).i16[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || (value << 16) >> 16 !== value) check(field, value);
      half.i16[index] = value;
    },
  }),
  u16: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).u16[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || (value & 0xffff) !== value) check(field, value);
      half.u16[index] = value;
    },
  }),
  i32: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).i32[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || (value | 0) !== value) check(field, value);
      half.i32[index] = value;
    },
  }),
  u32: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).u32[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number" || value >>> 0 !== value) check(field, value);
      half.u32[index] = value;
    },
  }),
  f32: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).f32[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number") check(field, value);
      half.f32[index] = value;
    },
  }),
  f64: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).f64[index];
    },
    set(value: number) {
      const half = StructView.half(this, "set", field.name);
      if (typeof value !== "number") check(field, value);
      half.f64[index] = value;
    },
  }),
  i64: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).i64[index];
    },
    set(value: bigint) {
      const half = StructView.half(this, "set", field.name);
      check(field, value);
      half.i64[index] = value;
    },
  }),
  u64: (field, index) => ({
    get() {
      return StructView.half(this, "read", field.name).u64[index];
    },
    set(value: bigint) {
      const half = StructView.half(this, "set", field.name);
      check(field, value);
      half.u64[index] = value;
    },
  }),
};

function bool(field: Field): Accessors {
  const { name, at: index } = field;
  return {
    get() {
      return StructView.half(this, "read", name).u8[index] !== 0;
    },
    set(value: boolean) {
      const half = StructView.half(this, "set", name);
      check(field, value);
      half.u8[index] = value ? 1 : 0;
    },
  };
}

/** Engines take so many arguments at least. */
const CHUNK = 4096;

/** UTF-16, as JavaScript has it: every string comes back as it was, and whether it fits is its `length`. */
function text(field: Field): Accessors {
  const { name, units } = field;
  const length = field.at / LENGTH_BYTES;
  const start = (field.at + LENGTH_BYTES) / 2;
  return {
    get() {
      const { u32, u16 } = StructView.half(this, "read", name);
      const end = start + Math.min(u32[length]!, units);
      let read = "";
      for (let from = start; from < end; from += CHUNK)
        read += String.fromCharCode(...u16.subarray(from, Math.min(from + CHUNK, end)));
      return read;
    },
    set(value: string) {
      const { u32, u16 } = StructView.half(this, "set", name);
      check(field, value);
      for (let i = 0; i < value.length; i++) u16[start + i] = value.charCodeAt(i);
      u32[length] = value.length;
    },
  };
}
