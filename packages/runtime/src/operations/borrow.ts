import { accessOf } from "../handles/face.js";
import { makeSeparateHandle } from "../handles/view.js";
import { READ } from "../heap/region.js";
import { endBorrow } from "../heap/torch.js";
import { touch, updateOpen } from "../heap/tree.js";
import { callSite } from "../settings.js";
import type { Borrowed } from "../types.js";
import { describe, expectHandle } from "./expect.js";
import { isThenable } from "./is-thenable.js";

/**
 * Counted access: while a borrow lasts, the region cannot be moved. What is read through it is an ordinary handle,
 * not counted, and does not end with it.
 *
 * @param handle a region or anything read from one
 * @returns a handle of the same object; dispose it, best by `using`
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * {
 *   using queue = borrow(jobs.queue);
 *   queue.push("second");
 * }
 * borrow(jobs.queue, (queue) => queue.length); // 2
 * ```
 */
export function borrow<T extends object>(handle: T): Borrowed<T>;
/**
 * Counted access for as long as a function runs: the borrow ends when it returns or throws, or when the promise it
 * returns settles.
 *
 * @param handle a region or anything read from one
 * @param use gets the borrow
 * @returns what `use` returns
 */
export function borrow<T extends object, R>(handle: T, use: (value: T) => R): R;
export function borrow<T extends object, R>(handle: T, use?: (value: T) => R): unknown {
  if (arguments.length > 1 && typeof use !== "function") {
    throw new TypeError(
      `borrow() was given ${describe(use)} as its second argument. Give it a function, or leave it out and dispose the borrow.`,
    );
  }
  const { region, object } = expectHandle(handle, "borrow", true);
  const access = region.grant(region, "borrow", object, callSite(borrow));
  const source = accessOf(handle)!;
  if (source.state === READ) access.restrict(source.reader);
  source.reader?.borrows.add(access);
  updateOpen(region, () => region.borrows.add(access));
  touch(region);
  const borrowed = makeSeparateHandle(object, access) as T;
  if (use === undefined) return borrowed;
  const end = (): void => endBorrow(access, access.site);
  let result: R;
  try {
    result = use(borrowed);
    if (isThenable(result)) {
      return Promise.resolve(result).finally(end);
    }
  } catch (error) {
    end();
    throw error;
  }
  end();
  return result;
}
