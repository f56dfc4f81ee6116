/** The names by which a region's type tells it from ordinary objects. Never present at run time. */
declare const regionBrand: unique symbol;

/** Marks the type of a region's bridge. */
export interface RegionBrand {
  readonly [regionBrand]?: true;
}

/** Options of `new Region()`. */
export interface RegionOptions {
  /** Shown in messages and in `regionInfo`. */
  name?: string;
}

/** The handle of a region's bridge: the fields of `T`, and a `using` declaration can hold it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of an untyped region can be anything
export type Region<T extends object = Record<string, any>> = T & Disposable & RegionBrand;

/** What `borrow` returns: the handle of the same object, which has to be disposed. */
export type Borrowed<T> = T & Disposable;

type Primitive = string | number | bigint | boolean | symbol | null | undefined;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any function at all
type AnyFunction = (...args: any[]) => unknown;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any class at all
type AnyClass = abstract new (...args: any[]) => unknown;

/**
 * `T`, readonly all the way down. Tuples stay tuples, `Map` becomes `ReadonlyMap`, `Set` becomes `ReadonlySet`;
 * functions, primitives and what has methods of its own only (Date, RegExp, errors) stay as they are.
 */
export type Frozen<T> = T extends Primitive | AnyFunction | AnyClass
  ? T
  : T extends Date | RegExp | Error
    ? T
    : T extends ReadonlyMap<infer K, infer V>
      ? ReadonlyMap<Frozen<K>, Frozen<V>>
      : T extends ReadonlySet<infer V>
        ? ReadonlySet<Frozen<V>>
        : T extends object
          ? { readonly [K in keyof T]: Frozen<T[K]> }
          : T;

/**
 * May an object be frozen? `"explicit"`: only where it is itself an argument of the call of `freeze`, not where it is
 * merely reached.
 */
export type Freezability = "yes" | "no" | "explicit";

/** How the instances of a class take part; see `registerType`. */
export interface TypeTraits<T> {
  /** May its instances be frozen? `"no"` where nothing is registered. */
  freezable?: Freezability;
  /**
   * May a region own its instances? `"yes"`, the default: their methods run on the handle. `"opaque"`: their methods
   * run on the object itself, as classes with `#private` fields need. `"no"`: never.
   */
  movable?: "yes" | "opaque" | "no";
  /** How its instances cross to another thread, and how `thaw` copies one that it cannot copy field by field. */
  codec?: { name: string; encode(value: T): unknown; decode(data: unknown): T };
}

/** The opposite of `Frozen`: `T`, mutable all the way down. */
export type Thawed<T> = T extends Primitive | AnyFunction | AnyClass
  ? T
  : T extends Date | RegExp | Error
    ? T
    : T extends ReadonlyMap<infer K, infer V>
      ? Map<Thawed<K>, Thawed<V>>
      : T extends ReadonlySet<infer V>
        ? Set<Thawed<V>>
        : T extends object
          ? { -readonly [K in keyof T]: Thawed<T[K]> }
          : T;

/** What `regionInfo` tells about a region. */
export interface RegionInfo {
  readonly name: string | undefined;
  readonly state: "open" | "closed";
  readonly borrowCount: number;
  readonly openSubregions: number;
  /** Objects in the region, the bridge included, subregions not. */
  readonly size: number;
  readonly parent: "none" | "region" | "cown";
  readonly dirty: boolean;
  readonly borrows: readonly { readonly site: string | undefined }[];
}
