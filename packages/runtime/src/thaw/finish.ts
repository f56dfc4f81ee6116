import type { RegionRecord } from "../heap/region.js";
import { differs } from "./differs.js";
import type { Graph } from "./graph.js";
import { linkCopies } from "./link.js";
import { NewObjects } from "./new-objects.js";

/** What freezing a thawed region comes to. */
export interface Finished {
  /** The frozen object that the region was made of, or its copy where something was written. */
  readonly root: object;
  /** What is new and has to be frozen. */
  readonly objects: readonly object[];
  readonly special: readonly object[];
  /** Puts frozen objects back in the place of copies in which nothing was written. */
  commit(): void;
}

/**
 * Plans freezing a region over a frozen graph, by looking at nothing but what is new in it.
 *
 * @returns undefined when something needs a closer look: a region inside, a hook, something that cannot be frozen
 */
export function planFinish(thaw: Graph, region: RegionRecord): Finished | undefined {
  const { root } = thaw;
  if (region.bridge !== root.copy || region.thaws?.length !== 1 || region.children.size > 0) return undefined;
  const changed = thaw.copied.filter((part) => part.isCopied && differs(part));
  linkCopies(thaw, changed);
  const fresh = new NewObjects(thaw, region, changed);
  const { isChanged } = root;
  if (isChanged && !fresh.collect(root.copy)) return undefined;
  return {
    root: isChanged ? root.copy : root.base,
    objects: fresh.found,
    special: fresh.special,
    commit() {
      fresh.putBack();
      if (isChanged) fresh.rememberSharing(root.copy!);
      fresh.rememberStored();
      thaw.release(changed, fresh);
    },
  };
}
