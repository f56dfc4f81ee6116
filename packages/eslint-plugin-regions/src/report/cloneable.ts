import type { Kind } from "../flow/state/abstract-object.js";

const CLONEABLE = new Set<Kind>(["ArrayBuffer", "ImageBitmap"]);

/** Whether posting it without a transfer list posts a copy; ports, canvases and streams cannot be copied. */
export function isCloneable(kind: Kind): boolean {
  return CLONEABLE.has(kind);
}
