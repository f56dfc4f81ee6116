import { addMergedAccess, accessesMergedInto } from "./merged-accesses.js";
import { isOpen, noteChange, type RegionRecord, type Slot } from "./region.js";

/** Runs a change to a region's borrows or subregions and tells its ancestors if it opened or closed by it. */
export function updateOpen(region: RegionRecord, change: () => void): void {
  let was = isOpen(region);
  change();
  let current = region;
  while (was !== isOpen(current) && current.parent !== undefined) {
    const parent: RegionRecord = current.parent;
    const parentWas = isOpen(parent);
    parent.openSubregions += was ? -1 : 1;
    current = parent;
    was = parentWas;
  }
  if (was && !isOpen(current)) current.holder?.closed(current);
}

/** The region that no other one is around. */
export function rootOf(region: RegionRecord): RegionRecord {
  let root = region;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** A region and all that are inside of it. */
export function regionsIn(region: RegionRecord): RegionRecord[] {
  const all = [region];
  for (const { children } of all) for (const child of children) all.push(child);
  return all;
}

/** Makes a free region a subregion. */
export function attach(child: RegionRecord, parent: RegionRecord, slot: Slot): void {
  child.parent = parent;
  child.slot = slot;
  parent.children.add(child);
  if (isOpen(child)) updateOpen(parent, () => (parent.openSubregions += 1));
  if (child.bridgeAccess !== undefined || child.transientAccess !== undefined || child.touched.size > 0) touch(child);
}

/** Makes a subregion free. The field that held it is the caller's business. */
export function detach(child: RegionRecord): void {
  const { parent } = child;
  if (parent === undefined) return;
  const root = rootOf(parent);
  noteChange(parent);
  child.parent = undefined;
  child.slot = undefined;
  parent.children.delete(child);
  parent.touched.delete(child);
  if (isOpen(child)) updateOpen(parent, () => (parent.openSubregions -= 1));
  (root.holder ?? root.takenFrom)?.left(child);
}

/** Lets the ancestors know that handles into this subregion may exist, so that they end when an ancestor moves. */
export function touch(region: RegionRecord): void {
  for (let child = region; child.parent !== undefined; child = child.parent) {
    if (child.parent.touched.has(child)) return;
    child.parent.touched.add(child);
  }
}

/** Is `candidate` the region itself or one that it is inside of? */
export function isSelfOrAncestor(candidate: RegionRecord, region: RegionRecord): boolean {
  for (let r: RegionRecord | undefined = region; r !== undefined; r = r.parent) if (r === candidate) return true;
  return false;
}

/** Makes a subregion part of its parent. Objects go on naming the record of the child, which names the parent's. */
export function mergeInto(child: RegionRecord, parent: RegionRecord): void {
  detach(child);
  child.takenFrom = undefined;
  updateOpen(parent, () => {
    for (const borrow of child.borrows) {
      borrow.passTo(parent);
      parent.borrows.add(borrow);
    }
    for (const grandchild of child.children) {
      grandchild.parent = parent;
      parent.children.add(grandchild);
    }
    parent.openSubregions += child.openSubregions;
  });
  for (const grandchild of child.touched) parent.touched.add(grandchild);
  for (const access of [child.bridgeAccess, child.transientAccess, ...accessesMergedInto(child)]) {
    if (access === undefined) continue;
    access.passTo(parent);
    addMergedAccess(parent, access);
  }
  for (const thaw of child.thaws ?? []) (parent.thaws ??= []).push(thaw);
  parent.size += child.size;
  parent.dirty ||= child.dirty;
  child.mergedInto = parent;
  child.mergedAt = parent.generation;
}
