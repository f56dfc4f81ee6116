import { bridgeAccess, makeHandle } from "../../handles/view.js";
import type { RegionRecord } from "../../heap/region.js";
import { expect } from "../image/bad-packet.js";
import { checkImage } from "../image/check.js";
import { decode } from "../image/decode.js";
import { FROZEN, HEADER, isInteger, levelIn, payloadOf, REF, tagged, tagOf } from "../image/format.js";
import type { ImageReader } from "../image/reader.js";
import { endTurn } from "../line/turn.js";
import { opened } from "../cowns/share.js";
import { makeClaim } from "./claims.js";
import { makeRegions } from "./make-regions.js";
import { readMessage, type Shared } from "./protocol.js";
import { keepLayouts } from "./specimens.js";
import type { SharedImage } from "../frozen/shared-image.js";
import { openImages } from "../frozen/wire.js";

/** The images of messages that were unpacked in this thread. */
const unpacked = /* @__PURE__ */ new WeakSet<ArrayBuffer>();

/**
 * Makes of a message what was packed: a region, which belongs to this thread from now on, a frozen value, a cown or a primitive.
 *
 * @param message what `pack` made, after it has arrived; `listen` does this for what was sent by `send`
 * @returns the handle of the region, or the value
 * @throws RegionError `ERR_BAD_PACKET` when it is no packet, was unpacked before or is malformed, and then nothing has been
 * made; `ERR_UNKNOWN_TYPE` when no class is registered with the codec that it names: it can be unpacked after that
 * @example
 * ```ts
 * export default function run(message: unknown) {
 *   using jobs = unpack(message);
 *   return jobs.queue.length;
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever was packed
export function unpack(message: unknown): any {
  // it may have come without an event, and this thread knows now what the sender knew
  endTurn();
  keepLayouts();
  const { image: memory, resources, claim, shared } = readMessage(message);
  expect(!unpacked.has(memory), "it was unpacked before");
  const images = imagesOf(shared);
  const image = checkImage(memory, resources.length, images);
  const hasRegion = image.words[HEADER.regions]! > 0;
  expectRoot(image, hasRegion);
  const { root, objects } = decode(image, opened(resources), images);
  const made = hasRegion ? handleOf(makeRegions(image, objects)) : root;
  // last: whatever else was wrong, the message is as it was
  if (claim !== undefined) makeClaim(claim);
  unpacked.add(memory);
  return made;
}

function imagesOf(shared: Shared | undefined): SharedImage[] {
  if (shared === undefined) return [];
  const images = openImages(shared.list);
  return shared.uses.map((index) => {
    const image = images[index];
    expect(image !== undefined, "it refers to shared memory that it does not have");
    return image;
  });
}

/** What arrives is a region, frozen or a primitive: local objects belong to their thread. */
function expectRoot(image: ImageReader, hasRegion: boolean): void {
  const root = image.words[HEADER.root]!;
  const isReference = !isInteger(root) && tagOf(root) === REF;
  if (hasRegion)
    expect(
      root === tagged(REF, image.words[image.words[HEADER.regionsAt]!]!),
      "it starts with something else than its region",
    );
  else if (isReference)
    expect(
      levelIn(image.words[image.recordAt(payloadOf(root))]!) === FROZEN,
      "it is of something that is neither frozen nor a region",
    );
}

function handleOf(region: RegionRecord): object {
  return makeHandle(region.bridge, bridgeAccess(region));
}
