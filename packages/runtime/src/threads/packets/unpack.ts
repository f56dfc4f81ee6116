import { RegionError } from "../../errors.js";
import { Plan } from "../../barrier/plan.js";
import { grant } from "../../handles/handler.js";
import { bridgeAccess, makeHandle } from "../../handles/view.js";
import { ownerOf } from "../../heap/ownership.js";
import { RegionRecord } from "../../heap/region.js";
import { kindOf } from "../../objects/kind.js";
import { openRegions } from "../../operations/region.js";
import { badPacket, expect } from "../image/bad-packet.js";
import { checkImage } from "../image/check.js";
import { decode } from "../image/decode.js";
import { FROZEN, HEADER, isInteger, levelIn, payloadOf, REF, STRING, tagged, tagOf } from "../image/format.js";
import type { ImageReader } from "../image/reader.js";
import { isTransferable } from "../image/resources.js";
import { makeClaim } from "./claims.js";
import { readMessage, type Shared } from "./protocol.js";
import { keepLayouts } from "./specimens.js";
import type { SharedImage } from "../frozen/shared-image.js";
import { openImages } from "../frozen/wire.js";

/** The images of messages that were unpacked in this thread. */
const unpacked = /* @__PURE__ */ new WeakSet<ArrayBuffer>();

/**
 * Makes of a message what was packed: a region, which belongs to this thread from now on, a frozen value or a primitive.
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
  keepLayouts();
  const { image: memory, resources, claim, shared } = readMessage(message);
  expect(!unpacked.has(memory), "it was unpacked before");
  expect(
    resources.every((resource) => isTransferable(kindOf(resource))),
    "it has a resource that nobody can have transferred",
  );
  const images = imagesOf(shared);
  const image = checkImage(memory, resources.length, images);
  const hasRegion = image.words[HEADER.regions]! > 0;
  expectRoot(image, hasRegion);
  const { root, objects } = decode(image, resources, images);
  const made = hasRegion ? makeRegions(image, objects) : root;
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

/** Makes the regions of a graph, inner ones first. @returns the handle of the outermost */
function makeRegions(image: ImageReader, objects: readonly unknown[]): object {
  openRegions();
  const { words, strings } = image;
  const holders = holdersOfBridges(image, objects);
  const at = words[HEADER.regionsAt]!;
  let made: RegionRecord | undefined;
  for (let i = words[HEADER.regions]! - 1; i >= 0; i--) {
    const name = words[at + 2 * i + 1]!;
    made = makeRegion(
      objects[words[at + 2 * i]!],
      tagOf(name) === STRING ? strings.get(payloadOf(name)) : undefined,
      holders,
    );
  }
  return makeHandle(made!.bridge, bridgeAccess(made!));
}

/** The first object that references each bridge. */
function holdersOfBridges(image: ImageReader, objects: readonly unknown[]): ReadonlyMap<object, object> {
  const { words } = image;
  const holders = new Map<object, object>();
  const count = words[HEADER.regions]!;
  if (count === 1) return holders;
  const at = words[HEADER.regionsAt]!;
  const bridges = new Set(Array.from({ length: count }, (_, i) => words[at + 2 * i]!));
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    image.eachValue(ordinal, (word) => {
      if (isInteger(word) || tagOf(word) !== REF || !bridges.has(payloadOf(word))) return;
      const bridge = objects[payloadOf(word)] as object;
      const holder = objects[ordinal];
      // objects are in the order in which they are met: what is inside of the region comes later
      if (typeof holder === "object" && holder !== null && !holders.has(bridge)) holders.set(bridge, holder);
    });
  }
  return holders;
}

function makeRegion(bridge: unknown, name: string | undefined, holders: ReadonlyMap<object, object>): RegionRecord {
  expect(typeof bridge === "object" && bridge !== null, "it has a region without a bridge");
  const region = new RegionRecord(name, bridge, grant);
  try {
    const plan = new Plan(region, [], undefined, holders);
    plan.reference(bridge, bridge, undefined);
    plan.check();
    plan.commit();
  } catch (cause) {
    if (cause instanceof RegionError) throw badPacket("its regions are not apart from each other", cause);
    throw cause;
  }
  expect(ownerOf(bridge) === region, "it has a region without a bridge");
  return region;
}
