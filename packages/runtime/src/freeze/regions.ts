import type { RegionError } from "../errors.js";

/**
 * What freezing asks the world of regions. Filled in when the first region is made, so that a program that only
 * freezes carries no regions with it.
 */
export interface RegionsHook {
  /** The object behind a handle; undefined for any other proxy, and when the handle is dead. */
  behind(proxy: object): object | undefined;
  /** The object behind a live handle when that object is frozen; undefined otherwise. */
  frozenBehind(proxy: object): object | undefined;
  /** Why a dead handle cannot be frozen; undefined for any other proxy. */
  whyDead(proxy: object, path: string): RegionError | undefined;
  /** Takes the objects about to be frozen out of their regions. Called when nothing can fail any more. */
  release(objects: readonly object[], operation: (...args: never[]) => unknown): void;
}

export const regions: { hook: RegionsHook | undefined } = { hook: undefined };
