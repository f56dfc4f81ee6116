import { Plan } from "../../barrier/plan.js";
import { RegionError } from "../../errors.js";
import { grant } from "../../handles/handler.js";
import { Adoption, ownerOf, setMark } from "../../heap/ownership.js";
import { RegionRecord } from "../../heap/region.js";
import { openRegions } from "../../operations/region.js";
import { badPacket, expect } from "../image/bad-packet.js";
import {
  DATE,
  FROZEN,
  hasExtras,
  HEADER,
  INSTANCE,
  isInteger,
  kindIn,
  levelIn,
  payloadOf,
  REF,
  SPARSE_ARRAY,
  STRING,
  tagOf,
} from "../image/format.js";
import type { ImageReader } from "../image/reader.js";

/** Makes the regions of a graph, inner ones first. @returns the outermost */
export function makeRegions(image: ImageReader, objects: readonly unknown[]): RegionRecord {
  openRegions();
  const { words } = image;
  if (words[HEADER.regions] === 1 && isPlain(image)) return makePlainRegion(image, objects);
  const holders = holdersOfBridges(image, objects);
  const at = words[HEADER.regionsAt]!;
  let made: RegionRecord | undefined;
  for (let i = words[HEADER.regions]! - 1; i >= 0; i--) {
    const name = words[at + 2 * i + 1]!;
    made = makeRegion(objects[words[at + 2 * i]!], nameIn(image, name), holders);
  }
  return made!;
}

/** Is every object of a sort that has no surprises? Then all that is not frozen is the region's, and nobody has to walk over it again. */
function isPlain(image: ImageReader): boolean {
  const { words } = image;
  for (let ordinal = 0; ordinal < image.objects; ordinal++) {
    const word = image.firstWord(ordinal);
    if (levelIn(word) === FROZEN ? kindIn(word) === INSTANCE : kindIn(word) > DATE || hasExtras(word)) return false;
  }
  // symbols can make something else of an object
  for (let shape = 0; shape < words[HEADER.shapes]!; shape++)
    if (!image.keys(shape).every((key) => typeof key === "string")) return false;
  return true;
}

function makePlainRegion(image: ImageReader, objects: readonly unknown[]): RegionRecord {
  const at = image.words[HEADER.regionsAt]!;
  const name = image.words[at + 1]!;
  const region = new RegionRecord(nameIn(image, name), objects[image.words[at]!] as object, grant);
  const adoptions = [new Adoption(false), new Adoption(true)] as const;
  for (const adoption of adoptions) adoption.join(region);
  for (let ordinal = 0; ordinal < objects.length; ordinal++) {
    const word = image.firstWord(ordinal);
    if (levelIn(word) === FROZEN) continue;
    setMark(objects[ordinal] as object, adoptions[kindIn(word) > SPARSE_ARRAY ? 1 : 0]);
    region.size += 1;
  }
  return region;
}

function nameIn({ strings }: ImageReader, word: number): string | undefined {
  return tagOf(word) === STRING ? strings.get(payloadOf(word)) : undefined;
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
