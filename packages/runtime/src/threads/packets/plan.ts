import { validateRegion } from "../../barrier/validate.js";
import { RegionError } from "../../errors.js";
import { accessOf } from "../../handles/face.js";
import { nameOf, type RegionRecord } from "../../heap/region.js";
import { settleAll } from "../../heap/settle.js";
import { openBorrows, torch } from "../../heap/torch.js";
import { regionsIn } from "../../heap/tree.js";
import { assertClosed } from "../../operations/assert-closed.js";
import { describe, expectHandle } from "../../operations/expect.js";
import { isFrozen } from "../../operations/is-frozen.js";
import { assemble, type RegionEntry } from "../image/assemble.js";
import { Encodings } from "../image/codecs.js";
import { Encoder, FROZEN_AREA, type Graph } from "../image/encode.js";
import { DETACHED, notSendable } from "../image/refuse.js";
import { HasCown } from "../image/has-cown.js";
import { holderBehind } from "../../heap/holder.js";
import { isDetached } from "../image/resources.js";
import type { SharedImage } from "../frozen/shared-image.js";
import { ImageList } from "../frozen/wire.js";
import { canShare, SharedWriter } from "../frozen/write.js";
import { readableBehind } from "../../handles/dead.js";
import { isReference } from "../../objects/is-reference.js";
import type { Shared } from "./protocol.js";
import { keepLayouts } from "./specimens.js";
import { frozenGraph, RegionGraph } from "./region-graph.js";

type Operation = "send" | "pack";

/** A value as words, and what is left to do. Until then nothing has changed. */
export interface Plan {
  readonly image: ArrayBuffer;
  readonly resources: object[];
  readonly shared: Shared | undefined;
  /** The region that is consumed, and its subregions; none for what is shared or copied. */
  readonly regions: readonly RegionRecord[];
  /** What is in the image, by ordinal. */
  readonly objects: object[];
  /** Codecs say what some of them are. */
  readonly hasInstances: boolean;
}

const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

/**
 * Plans to give a value to another thread: a free closed region, or a frozen value or primitive.
 *
 * @param isNear everybody who gets it shares memory with this thread: what is frozen is written there once
 */
export function planPacket(value: unknown, operation: Operation, isNear = true): Plan {
  keepLayouts();
  const shares = isNear && canShare();
  if (typeof value !== "object" || value === null || isFrozen(value))
    return sharing(shares, (may) => planFrozen(value, may));
  return planRegion(regionToGive(value, operation), operation, shares);
}

/**
 * The same for a frozen value or a primitive.
 *
 * @param shares what is frozen is written into shared memory
 */
export function planFrozen(value: unknown, shares: boolean): Plan {
  const origin = isReference(value) ? (readableBehind(value) ?? value) : undefined;
  const parts = new SharedWriter(frozenGraph, new Encodings(), origin);
  const encoder = new Encoder(shares ? { ...frozenGraph, partOf: partsBy(parts) } : frozenGraph);
  try {
    return planOf(encoder, encoder.encode(value), [], parts, []);
  } finally {
    parts.end();
  }
}

/** Cowns are no parts of what is frozen, though they count as frozen: they travel beside the image. */
function partsBy(writer: SharedWriter): NonNullable<Graph["partOf"]> {
  return (object) => (holderBehind(object) === undefined ? writer.placeOf(object) : undefined);
}

/** Everything is written; what is frozen comes first, because the rest refers to it. */
function planOf(
  encoder: Encoder,
  root: number,
  entries: readonly RegionEntry[],
  parts: SharedWriter,
  regions: readonly RegionRecord[],
): Plan {
  parts.finish();
  const { resources, objects, hasInstances } = encoder;
  const images = encoder.images as SharedImage[];
  const image = assemble(encoder, root, entries, allocate);
  encoder.release();
  return { image, resources, shared: sharedOf(images), regions, objects, hasInstances };
}

function sharedOf(images: readonly SharedImage[]): Shared | undefined {
  if (images.length === 0) return undefined;
  const all = new ImageList(images);
  return { list: all.list, uses: images.map((image) => all.placeOf(image)) };
}

function regionToGive(value: object, operation: Operation): RegionRecord {
  if (accessOf(value) === undefined)
    throw refusal(
      operation,
      describe(value),
      "which is neither frozen nor a region: it could be changed here afterwards, and the other thread would have a copy that never learns of it",
      "Make a region of it, new Region(value), which is handed over; or freeze() it, which everybody may read",
      value,
    );
  const { region, object } = expectHandle(value, operation);
  if (region.bridge !== object)
    throw refusal(
      operation,
      `an object inside ${nameOf(region)}`,
      "and regions go as a whole",
      "Give it the region itself, regionOf(value), or freeze() the object, which takes it out of the region",
      object,
    );
  return region;
}

function refusal(operation: Operation, what: string, why: string, remedy: string, target: object): RegionError {
  return new RegionError("ERR_NOT_SENDABLE", `${operation}() was given ${what}, ${why}. ${remedy}.`, {
    path: "$",
    target,
  });
}

function planRegion(region: RegionRecord, operation: Operation, shares: boolean): Plan {
  assertGivable(region, operation);
  const plan = planCopy(region, shares);
  // codecs have run
  assertGivable(region, operation);
  const gone = plan.resources.find(isDetached);
  if (gone !== undefined) throw notSendable("$", DETACHED, gone);
  return plan;
}

/**
 * Plans to give another thread a copy of a region, whoever owns it.
 *
 * @param shares what is frozen is written into shared memory
 */
export function planCopy(region: RegionRecord, shares: boolean): Plan {
  settleAll(region);
  // what nobody has written in a thawed graph is frozen still, and would arrive like that
  for (const thaw of regionsIn(region).flatMap(({ thaws }) => thaws ?? [])) thaw.expose();
  const encodings = new Encodings();
  return sharing(shares, (may) => tryEncode(region, encodings, may) ?? encodeValidated(region, encodings, may));
}

/** Plans with shared memory, or without it if something frozen cannot be there because it has a cown. */
function sharing(shares: boolean, plan: (may: boolean) => Plan): Plan {
  try {
    return plan(shares);
  } catch (error) {
    if (error instanceof HasCown) return plan(false);
    throw error;
  }
}

/** Throws unless a region belongs to nobody and nobody uses it. */
function assertGivable(region: RegionRecord, operation: Operation): void {
  const { parent, holder, bridge } = region;
  if (parent !== undefined || holder !== undefined) {
    const [owner, remedy] =
      holder === undefined
        ? [
            nameOf(parent!),
            `Take it out first: ${operation === "send" ? "send(port, move(region))" : "pack(move(region))"}.`,
          ]
        : [holder.label, "Put something else in its place first: guard.value = null, in a Cown<Region<T> | null>."];
    throw new RegionError("ERR_NOT_FREE", `Cannot ${operation} ${nameOf(region)}: ${owner} owns it. ${remedy}`, {
      source: parent?.bridge,
      target: bridge,
    });
  }
  assertClosed(region, operation, openBorrows(region));
}

/** @returns undefined when anything is not as it should be */
function tryEncode(region: RegionRecord, encodings: Encodings, shares: boolean): Plan | undefined {
  const graph = new RegionGraph(region, false);
  try {
    const plan = encodeRegion(region, graph, encodings, shares);
    return graph.isComplete() ? plan : undefined;
  } catch (error) {
    if (error instanceof RegionError && error.code === "ERR_NOT_SENDABLE" && error.cause === undefined)
      return undefined;
    throw error;
  }
}

/** Validation comes first, and what it finds is more than what stands in the way of sending. */
function encodeValidated(region: RegionRecord, encodings: Encodings, shares: boolean): Plan {
  for (const each of regionsIn(region)) validateRegion(each);
  return encodeRegion(region, new RegionGraph(region, true), encodings, shares);
}

function encodeRegion(region: RegionRecord, graph: RegionGraph, encodings: Encodings, shares: boolean): Plan {
  const parts = new SharedWriter(frozenGraph, encodings, region.bridge);
  if (shares) graph.partOf = partsBy(parts);
  try {
    const encoder = new Encoder(graph, 1, encodings);
    const root = encoder.encode(region.bridge);
    return planOf(encoder, root, entriesOf(graph, encoder), parts, regionsIn(region));
  } finally {
    parts.end();
  }
}

function entriesOf({ regions }: RegionGraph, { areas: { array: areas, length }, values }: Encoder): RegionEntry[] {
  // the first object of each that is met is its bridge
  const bridges: number[] = [];
  for (let ordinal = 0; ordinal < length; ordinal++)
    if (areas[ordinal]! > FROZEN_AREA) bridges[areas[ordinal]! - 1] ??= ordinal;
  return regions.map(({ name }, i) => ({ bridge: bridges[i]!, name: values.word(name)! }));
}

/** The regions are about to go: their objects belong to nobody here. @returns what undoes that */
export function letGo(regions: readonly RegionRecord[]): () => void {
  for (const region of regions) region.state = "gone";
  return () => {
    for (const region of regions) region.state = "live";
  };
}

/** The regions have gone: handles end, and nothing keeps what is left of them. Cannot fail. */
export function consume(regions: readonly RegionRecord[], operation: Operation, site: string | undefined): void {
  const [root] = regions;
  if (root === undefined) return;
  torch(root, {
    code: "ERR_USE_AFTER_MOVE",
    because: `it was given to another thread by ${operation}()`,
    remedy: "Use it before that, or let the other thread send it back.",
    site,
  });
  for (const region of regions) {
    for (const thaw of region.thaws ?? []) thaw.freeze();
    region.thaws = undefined;
    region.bridge = region;
  }
}
