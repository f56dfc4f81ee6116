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
import { Encoder, FROZEN_AREA } from "../image/encode.js";
import { DETACHED, notSendable } from "../image/refuse.js";
import { isDetached } from "../image/resources.js";
import { frozenGraph, RegionGraph } from "./region-graph.js";

type Operation = "send" | "pack";

/** A value as words, and what is left to do. Until then nothing has changed. */
export interface Plan {
  readonly image: ArrayBuffer;
  readonly resources: object[];
  /** The region that is consumed, and its subregions; none for what is shared or copied. */
  readonly regions: readonly RegionRecord[];
}

const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

/** Plans to give a value to another thread: a free closed region, or a frozen value or primitive. */
export function planPacket(value: unknown, operation: Operation): Plan {
  if (typeof value !== "object" || value === null || isFrozen(value)) return planFrozen(value);
  return planRegion(regionToGive(value, operation), operation);
}

/** The same for a frozen value or a primitive. */
export function planFrozen(value: unknown): Plan {
  const encoder = new Encoder(frozenGraph);
  const root = encoder.encode(value);
  return { image: assemble(encoder, root, [], allocate), resources: encoder.resources, regions: [] };
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

function planRegion(region: RegionRecord, operation: Operation): Plan {
  assertGivable(region, operation);
  settleAll(region);
  for (const thaw of regionsIn(region).flatMap(({ thaws }) => thaws ?? [])) thaw.expose();
  const plan = planCopy(region);
  // codecs have run
  assertGivable(region, operation);
  const gone = plan.resources.find(isDetached);
  if (gone !== undefined) throw notSendable("$", DETACHED, gone);
  return plan;
}

/** Plans to give another thread a copy of a region, whoever owns it. */
export function planCopy(region: RegionRecord): Plan {
  settleAll(region);
  const encodings = new Encodings();
  return tryEncode(region, encodings) ?? encodeValidated(region, encodings);
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
function tryEncode(region: RegionRecord, encodings: Encodings): Plan | undefined {
  const graph = new RegionGraph(region, false);
  try {
    const plan = encodeRegion(region, graph, encodings);
    return graph.isComplete() ? plan : undefined;
  } catch (error) {
    if (error instanceof RegionError && error.code === "ERR_NOT_SENDABLE" && error.cause === undefined)
      return undefined;
    throw error;
  }
}

/** Validation comes first, and what it finds is more than what stands in the way of sending. */
function encodeValidated(region: RegionRecord, encodings: Encodings): Plan {
  for (const each of regionsIn(region)) validateRegion(each);
  return encodeRegion(region, new RegionGraph(region, true), encodings);
}

function encodeRegion(region: RegionRecord, graph: RegionGraph, encodings: Encodings): Plan {
  const encoder = new Encoder(graph, 1, encodings);
  const root = encoder.encode(region.bridge);
  // the first object of each that is met is its bridge
  const bridges: number[] = [];
  encoder.areas
    .written()
    .forEach((area, ordinal) => (area > FROZEN_AREA ? (bridges[area - 1] ??= ordinal) : undefined));
  const entries = graph.regions.map(({ name }, i): RegionEntry => ({
    bridge: bridges[i]!,
    name: encoder.values.word(name)!,
  }));
  return {
    image: assemble(encoder, root, entries, allocate),
    resources: encoder.resources,
    regions: regionsIn(region),
  };
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
