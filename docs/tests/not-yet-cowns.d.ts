// What pages speak of already and the runtime does not have yet.
import type {} from "regions-runtime";

declare module "regions-runtime" {
  export interface Acquired<T> extends Disposable {
    value: T;
  }
  export class Cown<T> {
    constructor(content: T, options?: { name?: string });
    readonly state: "released" | "acquired" | "pending";
    acquire(options?: { signal?: AbortSignal; timeoutMs?: number }): Promise<Acquired<T>>;
    tryAcquire(): Acquired<T> | undefined;
  }
  export interface ReadCown<T> {
    readonly cown: Cown<T>;
  }
  export type CownLike<T = any> = Cown<T> | ReadCown<T>;
  export type AcquiredOf<C extends readonly CownLike[]> = {
    [I in keyof C]: C[I] extends CownLike<infer T> ? Acquired<T> : never;
  };
  export function read<T>(cown: Cown<T>): ReadCown<T>;
  export function when<const C extends readonly CownLike[], R>(
    cowns: C,
    body: (...guards: AcquiredOf<C>) => R | Promise<R>,
  ): Promise<R>;
  export function when<T, R>(cown: CownLike<T>, body: (guard: Acquired<T>) => R | Promise<R>): Promise<R>;
}
