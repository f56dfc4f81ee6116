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
import { type Cell, isImmediate } from "./cell.js";

/** What a cown holds: a region, or a value that is frozen or primitive. */
export interface Content {
  readonly value: unknown;
  readonly region: RegionRecord | undefined;
}

/** Puts content where other threads find it. @returns the version that it has there */
export function writeContent(cell: Cell, { value, region }: Content): number {
  if (region === undefined && isImmediate(value)) return cell.publish(value);
  const { image, resources } = region === undefined ? planFrozen(value) : planCopy(region);
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

function pathTo(object: object, root: unknown): string {
  if (object === root) return "$";
  const look = (value: object): object => readableBehind(value) ?? value;
  return findReference(root as object, object, look)?.path ?? "$";
}

/** Makes what other threads have put there. */
export function readContent(cell: Cell): Content {
  const published = cell.read();
  if ("value" in published) return { value: published.value, region: undefined };
  const { image: memory, buffers } = readParts(published.bytes);
  const image = checkImage(memory, buffers.length);
  const { root, objects } = decode(image, buffers);
  if (image.words[HEADER.regions] === 0) return { value: root, region: undefined };
  return { value: undefined, region: makeRegions(image, objects) };
}
