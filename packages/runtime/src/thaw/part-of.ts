import { type Face, faceOf } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { ThawedObject } from "./thawed-object.js";
import type { Graph, Part } from "./graph.js";

/** The part of a thawed graph whose copy this object is. */
export function partOf(thaw: Graph, object: object): Part | undefined {
  const face = faceOf(object);
  return face && partBehind(thaw, face, object);
}

/** The same for an object whose face is known. */
export function partBehind(thaw: Graph, { draft: part }: Face, object: object): Part | undefined {
  return part instanceof ThawedObject && part.thaw === thaw && part.copy === object ? part : undefined;
}

/** Was this part frozen by itself, out of the region? */
export function isFrozenOut({ copy }: Part): boolean {
  return copy !== undefined && ownerOf(copy)?.state === "frozen";
}
