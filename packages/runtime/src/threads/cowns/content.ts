import { RegionError } from "../../errors.js";
import type { RegionRecord } from "../../heap/region.js";
import { readableBehind } from "../../handles/dead.js";
import { findReference } from "../../objects/find-path.js";
import { checkImage } from "../image/check.js";
import { decode } from "../image/decode.js";
import { HEADER } from "../image/format.js";
import { makeRegions } from "../packets/make-regions.js";
import { planFrozen, planCopy } from "../packets/plan.js";
import { buffersOf, lengthOf, readParts, writeParts } from "./bytes.js";
import type { StructRecord } from "../struct/record.js";
import { type Cell, IN_STRUCT } from "./cell.js";

/** What a cown holds: a region, fields in shared memory, or a value that is frozen or primitive. */
export interface Content {
  readonly value?: unknown;
  readonly region?: RegionRecord | undefined;
  readonly struct?: StructRecord | undefined;
}

/**
 * Puts content where other threads find it.
 *
 * @param known the fields whose memory other threads have, too
 * @returns the version that it has there
 */
export function writeContent(cell: Cell, { value, region, struct }: Content, known: StructRecord | undefined): number {
  if (struct !== undefined) {
    if (struct !== known) assign(struct, known);
    return cell.publishStruct();
  }
  const { image, resources } = region === undefined ? planFrozen(value, false) : planCopy(region, false);
  const parts = { image, buffers: buffersOf(resources, (resource) => pathTo(resource, region?.bridge ?? value)) };
  const length = lengthOf(parts);
  const version = cell.publishBytes(length, (room) => writeParts(parts, room));
  if (version !== undefined) return version;
  throw new RegionError(
    "ERR_NOT_SENDABLE",
    `Cannot share ${length} bytes: the memory of a cown has no room for them. Divide the data between several cowns, or send() it from thread to thread as a region.`,
    { path: "$" },
  );
}

/** Other threads cannot get memory without a message, so the values go to the memory that they have. */
function assign(struct: StructRecord, known: StructRecord | undefined): void {
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

/** Makes what other threads have put there. */
export function readContent(cell: Cell, known: StructRecord | undefined): Content {
  const published = cell.read();
  if (published === IN_STRUCT) return { struct: known };
  if ("value" in published) return published;
  const { image: memory, buffers } = readParts(published.bytes);
  const image = checkImage(memory, buffers.length);
  const { root, objects } = decode(image, buffers);
  if (image.words[HEADER.regions] === 0) return { value: root };
  return { region: makeRegions(image, objects) };
}
