import { exposure, type RegionError } from "../../errors.js";
import type { Snapshot } from "../types.js";
import { drawError } from "./draw-error.js";

/**
 * What errors are about. An error must not keep a graph alive, nor what has been moved away: so this is held weakly, or
 * as a snapshot, which is text.
 */
const abouts = new WeakMap<RegionError, WeakRef<object>>();
const snapshots = new WeakMap<RegionError, () => Snapshot>();

let atOnce = false;

/** From now on errors can be drawn. */
export function watchErrors(): void {
  exposure.made ??= (error, about) => {
    if (atOnce) snapshots.set(error, takeNow(error, about));
    else if (about !== undefined) abouts.set(error, new WeakRef(about));
  };
}

export function setAtOnce(value: boolean): void {
  atOnce = value;
}

/** A fault in drawing must not take the place of the error: it is thrown when somebody asks for the drawing. */
function takeNow(error: RegionError, about: object | undefined): () => Snapshot {
  try {
    const snapshot = drawError(error, about);
    return () => snapshot;
  } catch (fault) {
    return () => {
      throw fault;
    };
  }
}

export function snapshotFor(error: RegionError): Snapshot {
  return snapshots.get(error)?.() ?? drawError(error, abouts.get(error)?.deref());
}
