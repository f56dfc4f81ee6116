import { RegionError } from "../../errors.js";
import type { RegionRecord } from "../../heap/region.js";
import { readableBehind } from "../../handles/dead.js";
import { findReference } from "../../objects/find-path.js";
import { checkImage } from "../image/check.js";
import { decode } from "../image/decode.js";
import { HEADER } from "../image/format.js";
import { Numbering } from "../journal/numbering.js";
import { makeRegions } from "../packets/make-regions.js";
import { planFrozen, planCopy } from "../packets/plan.js";
import { buffersOf, lengthOf, readParts, writeParts } from "./bytes.js";
import type { StructRecord } from "../struct/record.js";
import type { Cell } from "./cell.js";

/** What a cown holds: a region, fields in shared memory, or a value that is frozen or primitive. */
export interface Content {
  readonly value?: unknown;
  readonly region?: RegionRecord | undefined;
  readonly struct?: StructRecord | undefined;
}

/**
 * Puts all of a graph where other threads find it.
 *
 * @param region the graph, if it is one
 * @param value what it is otherwise
 * @returns the version that it has there, and the numbers of its objects; see {@link numbered}
 */
export function writeImage(
  cell: Cell,
  region: RegionRecord | undefined,
  value: unknown,
): { version: number; numbering: Numbering | undefined } {
  const { image, resources, ...graph } = region === undefined ? planFrozen(value, false) : planCopy(region, false);
  const parts = { image, buffers: buffersOf(resources, (resource) => pathTo(resource, region?.bridge ?? value)) };
  const length = lengthOf(parts);
  const version = cell.publishImage(length, (room) => writeParts(parts, room));
  if (version !== undefined) return { version, numbering: numbered(graph) };
  throw new RegionError(
    "ERR_NOT_SENDABLE",
    `Cannot share ${length} bytes: the memory of a cown has no room for them. Divide the data between several cowns, or send() it from thread to thread as a region.`,
    { path: "$" },
  );
}

/** Other threads cannot get memory without a message, so the values of a struct go to the memory that they have. */
export function assignStruct(struct: StructRecord, known: StructRecord | undefined): void {
  if (known?.shape !== struct.shape)
    throw new RegionError(
      "ERR_NOT_SENDABLE",
      "Cannot share a struct that the cown did not hold when it was sent, unless it has the same fields: its memory goes to other threads together with the cown. Make the cown with it, and set its fields.",
      { path: "$" },
    );
  known.memory.assign(struct.memory);
}

function pathTo(object: object, root: unknown): string {
  if (object === root) return "$";
  const look = (value: object): object => readableBehind(value) ?? value;
  return findReference(root as object, object, look)?.path ?? "$";
}

/** Makes all of a graph that another thread has put there. */
export function readImage(bytes: Uint8Array): { content: Content; numbering: Numbering | undefined } {
  const { image: memory, buffers } = readParts(bytes);
  const image = checkImage(memory, buffers.length);
  const { root, ...graph } = decode(image, buffers);
  const { objects } = graph;
  const content = image.words[HEADER.regions] === 0 ? { value: root } : { region: makeRegions(image, objects) };
  return { content, numbering: numbered(graph) };
}

/**
 * Threads agree on numbers only where all of a graph is in the image. Where a codec says what an object is, its parts may be
 * others than what is written there; then nothing can be said by numbers.
 */
function numbered({ objects, hasInstances }: { objects: unknown[]; hasInstances: boolean }): Numbering | undefined {
  return hasInstances ? undefined : new Numbering(objects);
}
