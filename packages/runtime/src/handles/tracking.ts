import type { Access } from "../heap/region.js";
import type { Face } from "./face.js";

/**
 * Set by the entry for tests, which wants to know every handle: then faces do not keep their handles alive, and ask
 * here for the one that was handed out.
 */
export interface Tracking {
  made(handle: object, face: Face, access: Access): void;
  find(face: Face): object | undefined;
}

export const tracking: { now: Tracking | undefined } = { now: undefined };
