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

/** The exclusive access to what a cown holds. Assigning `value` puts something else in its place. */
export interface Acquired<T> extends Disposable {
  value: T;
}

/** What is needed of an `AbortSignal`. */
interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The access to what a cown holds that was acquired for reading: nothing can be changed, however deep. */
export interface AcquiredForReading<T> extends Disposable {
  readonly value: Frozen<T>;
}

/** The host's own `AbortSignal`, which programs that load neither the types of Node nor those of browsers do not have. */
export type HostAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : AbortSignalLike;

/** How `acquire` waits. */
export interface AcquireOptions {
  /** Gives up when it is aborted. */
  signal?: HostAbortSignal | undefined;
  /** Gives up after so many milliseconds; 0 tries once. */
  timeoutMs?: number | undefined;
}

/** A concurrent owner: see the class of this name. */
export interface Cown<T> {
  /** `released`: free; `acquired`: somebody holds it; `pending`: its region is still borrowed from before it was given to the cown. */
  readonly state: "released" | "acquired" | "pending";
  /**
   * Waits until it is free, and takes it. Whoever asked first gets it first, behaviours included.
   *
   * @param options when to give up
   * @returns the guard, which has to be disposed: that releases the cown
   * @throws RegionError `ERR_TIMEOUT`, `ERR_WOULD_DEADLOCK` (as rejections, like the reason of the signal); disposing the
   * guard throws `ERR_BORROW_LEAKED` when a borrow has not ended, and releases all the same
   * @example
   * ```ts
   * using held = await account.acquire();
   * held.value.balance += 10;
   * ```
   */
  acquire(options?: AcquireOptions): Promise<Acquired<T>>;
  /**
   * Takes it if it is free and nobody is waiting for it.
   *
   * @returns the guard, which has to be disposed; undefined if it is not free
   */
  tryAcquire(): Acquired<T> | undefined;
}

/** What `read` returns: a cown that is to be acquired for reading. */
export interface ReadCown<T> {
  readonly cown: Cown<T>;
}

/** What `when` can acquire. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a cown of any content
export type CownLike<T = any> = Cown<T> | ReadCown<T>;

/** The guards that the body of `when` gets, by position. */
export type AcquiredOf<C extends readonly CownLike[]> = {
  [I in keyof C]: C[I] extends ReadCown<infer T>
    ? AcquiredForReading<T>
    : C[I] extends Cown<infer T>
      ? Acquired<T>
      : never;
};

/** Somebody who holds a cown, or waits for it. */
export interface CownUse {
  /** `borrow`: a borrow of the region from before it was given to the cown. */
  readonly by: "when" | "acquire" | "borrow";
  readonly mode: "write" | "read";
  /** Where it was asked for, when sites are recorded. */
  readonly site: string | undefined;
}

/** What `cownInfo` tells about a cown. */
export interface CownInfo {
  readonly name: string | undefined;
  readonly state: "released" | "acquired" | "pending";
  /** Several when it was acquired for reading. */
  readonly holders: readonly CownUse[];
  /** Who waits, in order. */
  readonly queue: readonly CownUse[];
}
