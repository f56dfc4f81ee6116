import { DEAD, FROZEN } from "../heap/region.js";
import { endBorrow, torch } from "../heap/torch.js";
import { callSite } from "../settings.js";
import { accessOf } from "./face.js";

/**
 * What `using` calls. Ends a borrow; drops a free region with its subregions. Silent on handles that are dead, on
 * frozen ones, and on a region that has an owner, which alone decides when it ends.
 */
export function dispose(this: unknown): void {
  const access = typeof this === "object" && this !== null ? accessOf(this) : undefined;
  if (access === undefined)
    throw new TypeError("Symbol.dispose was called on something that is no handle of a region or borrow.");
  const { region } = access;
  if (access.state === DEAD || access.state === FROZEN) return;
  const site = callSite(dispose);
  if (access.role === "borrow") {
    endBorrow(access, site);
  } else if (access.role === "bridge" && region.parent === undefined && region.holder === undefined) {
    torch(region, {
      code: "ERR_INVALIDATED",
      because: "the region was dropped",
      remedy: "Use it before it is disposed, or move() it to where it is needed longer.",
      site,
    });
    const dropped = [region];
    for (let r = dropped.pop(); r !== undefined; r = dropped.pop()) {
      r.state = "gone";
      for (const child of r.children) dropped.push(child);
    }
  }
}
