import { handleParts } from "../handles/face.js";
import { ownerOf } from "../heap/ownership.js";
import { isReference } from "../objects/is-reference.js";
import { kindOf, PLAIN } from "../objects/kind.js";
import { isFrozen } from "../operations/is-frozen.js";
import { givenName } from "./heap/given-name.js";
import { take } from "./heap/take.js";
import { type Start, Walk } from "./heap/walk.js";
import type { Snapshot } from "./types.js";

/**
 * The graph of objects, regions, handles, cowns and behaviours that can be reached from some values, as plain data. It
 * looks past the handles and changes nothing: no handle is made or ended, nothing is counted, no getter runs.
 *
 * @param roots handles, cowns, objects; or one plain object whose fields are the roots, by name: `snapshot({ list, jobs })`.
 * To draw a plain object itself, give it a name: `snapshot({ state })`
 * @returns data for `toMermaid`, `toDot`, `toSvg` and `diff`; ids are paths from the roots, the same in every run
 * @example
 * ```ts
 * const jobs = new Region({ queue: ["a"] }, { name: "jobs" });
 * console.log(toMermaid(snapshot({ jobs })));
 * ```
 */
export function snapshot(...roots: readonly unknown[]): Snapshot {
  return take(startsFrom(roots)).snapshot;
}

function startsFrom(roots: readonly unknown[]): Start[] {
  const named = roots.length === 1 ? namedRoots(roots[0]) : undefined;
  if (named !== undefined) return named;
  const names = roots.map((root, i) => givenName(root) ?? (roots.length === 1 ? "$" : `$${i + 1}`));
  return roots.map((value, i) => ({
    // two things of one name are told apart by their positions
    name: names.indexOf(names[i]!) === names.lastIndexOf(names[i]!) ? names[i]! : `$${i + 1}`,
    value,
    isVariable: true,
  }));
}

/** The fields of `{ list, jobs }`; undefined for an object that is part of the graph itself. */
function namedRoots(value: unknown): Start[] | undefined {
  if (typeof value !== "object" || value === null || handleParts(value) !== undefined) return undefined;
  if (kindOf(value) !== PLAIN || ownerOf(value) !== undefined || isFrozen(value)) return undefined;
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(
    ([, field]) => field.enumerable === true && "value" in field,
  );
  if (!fields.some(([, field]) => isReference(field.value))) return undefined;
  const starts = fields.map(([name, field]): Start => ({ name, value: field.value, isVariable: true }));
  // an object that others refer to was not written for this call
  return new Walk(starts).keyOf(value) === undefined ? starts : undefined;
}
