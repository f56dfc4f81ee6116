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
  /** How code outside sees an object: its handle when a region owns it. */
  show(object: object): object;
  /** Why a dead handle cannot be frozen; undefined for any other proxy. */
  whyDead(proxy: object, path: string): RegionError | undefined;
  /**
   * The short way for a region over a frozen graph, which looks only at what is new; made by `thaw`.
   *
   * @returns undefined where the long way has to be gone
   */
  finish?: (value: object, site: () => string | undefined) => object | undefined;
  /** What `freeze` returns for a region over a frozen graph: the object itself, which is as good as its handle now. */
  finished?: (value: object) => object | undefined;
  /** Looks for what raw references broke in the regions that are about to be frozen whole. */
  validate(objects: readonly object[]): void;
  /** Takes the objects about to be frozen out of their regions. Called when nothing can fail any more. */
  release(objects: readonly object[], site: string | undefined): void;
}

export const regions: { hook: RegionsHook | undefined } = { hook: undefined };
