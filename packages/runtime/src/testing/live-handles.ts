import { expectRegion } from "../operations/expect.js";
import { findReference } from "../objects/find-path.js";
import { isProxy } from "../objects/proxy.js";
import { ownerOf } from "../heap/ownership.js";
import type { Region } from "../types.js";
import { trackedHandles } from "./handle-registry.js";

/** What `liveHandles` tells of a handle. It does not keep the handle alive. */
export interface LiveHandle {
  /** `bridge`: the region's own handle; `borrow`: counted; `transient`: got by reading. */
  readonly role: "bridge" | "borrow" | "transient";
  /** Where its object is in the region, or undefined when the region does not reach it any more. */
  readonly path: string | undefined;
  /** Where it was made, when sites are recorded. */
  readonly site: string | undefined;
}

/**
 * Who still holds something of a region: its handles that work, counted anew. What nobody references any more is left
 * out after the next garbage collection, which is started where the host allows that (`node --expose-gc`). Handles
 * are known that were made after this module was imported.
 *
 * @param region the handle of a region
 * @throws RegionError `ERR_NOT_A_REGION`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`
 * @example
 * ```ts
 * configure({ sites: true });
 * const queue = borrow(jobs.queue);
 * liveHandles(jobs); // [{ role: "bridge", path: "$", … }, { role: "borrow", path: "$.queue", site: "…:2:15" }, …]
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a region of any type
export function liveHandles(region: Region<any>): LiveHandle[] {
  const record = expectRegion(region, "liveHandles");
  const look = (value: object): object | undefined =>
    typeof value === "object" && !isProxy(value) && ownerOf(value) === record ? value : undefined;
  return trackedHandles(record).map(({ face, role, site }) => {
    const object = face.draft?.own() ?? face.object;
    return { role, path: findReference(record.bridge, object, look)?.path, site };
  });
}
