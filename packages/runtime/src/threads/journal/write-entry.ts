import { RegionError } from "../../errors.js";
import { isDeeplyFrozen } from "../../freeze/shells.js";
import { readableBehind } from "../../handles/dead.js";
import { ownerOf } from "../../heap/ownership.js";
import type { RegionRecord } from "../../heap/region.js";
import { pushChildren } from "../../objects/children.js";
import { isFrozenView } from "../../objects/proxy.js";
import { assemble } from "../image/assemble.js";
import { Encoder, FROZEN_AREA, type Graph } from "../image/encode.js";
import { kindIn, PRIOR } from "../image/format.js";
import { isBuffer } from "../image/resources.js";
import { writeBrief } from "./brief.js";
import type { Numbering } from "./numbering.js";

/** The area of what codecs make of something frozen. */
const ASIDE = -0x4000_0000;

/** Steps and what they refer to: objects that the readers have by their numbers, others in full. */
class StepsGraph implements Graph {
  readonly stays = true;
  readonly #areas: Map<RegionRecord, number>;
  /** The area of the list itself, from which everything is referenced. */
  readonly ofSteps: number;

  /** @param regions that belong to the content; none where that is frozen */
  constructor(
    readonly steps: readonly unknown[],
    regions: readonly RegionRecord[],
    readonly numbering: Numbering,
  ) {
    this.#areas = new Map(regions.map((region, i) => [region, i + 1]));
    this.ofSteps = regions.length + 1;
  }

  behind(handle: object): object | undefined {
    return readableBehind(handle);
  }

  areaOf(object: object, from: number): number | undefined {
    if (object === this.steps) return this.ofSteps;
    // memory is no data for a journal, also where all have it
    if (isBuffer(object)) return undefined;
    if (from === FROZEN_AREA || isFrozenView(object)) return FROZEN_AREA;
    const owner = ownerOf(object);
    if (owner?.state === "live") return this.#areas.get(owner);
    if (owner !== undefined || (Object.isFrozen(object) && isDeeplyFrozen(object))) return FROZEN_AREA;
    if (from >= 0) return undefined;
    pushChildren(object, []);
    return from;
  }

  mayRefer(from: number, to: number): boolean {
    return from === this.ofSteps || Math.abs(from) === Math.abs(to);
  }

  encodedIn(area: number): number {
    return area === FROZEN_AREA ? ASIDE : -Math.abs(area);
  }

  priorOf(object: object): number | undefined {
    return object === this.steps ? undefined : this.numbering.numberOf(object);
  }
}

/** An entry of a journal, before anybody can read it. */
export interface Entry {
  readonly words: Int32Array;
  /** It is an image of the list of steps. */
  readonly isImage: boolean;
  /** Gives what is new its numbers: when the entry counts. */
  commit(): void;
}

/**
 * Writes steps, as an image of their list if they refer to new objects.
 *
 * @returns undefined where only an image of the whole graph can say what there is now, or why that cannot be written
 */
export function writeEntry(
  steps: readonly unknown[],
  regions: readonly RegionRecord[],
  numbering: Numbering,
): Entry | undefined {
  const brief = writeBrief(steps, numbering);
  if (brief !== undefined) return { ...brief, isImage: false };
  const graph = new StepsGraph(steps, regions, numbering);
  const encoder = new Encoder(graph, graph.ofSteps);
  let root;
  try {
    root = encoder.encode(steps);
  } catch (error) {
    if (error instanceof RegionError && error.code === "ERR_NOT_SENDABLE") return undefined;
    throw error;
  }
  // see `numbered`
  if (encoder.resources.length > 0 || encoder.hasInstances) return undefined;
  return {
    words: new Int32Array(assemble(encoder, root, [], (bytes) => new ArrayBuffer(bytes))),
    isImage: true,
    commit() {
      const { objects, offsets, records } = encoder;
      for (let ordinal = 1; ordinal < objects.length; ordinal++)
        if (kindIn(records.array[offsets.array[ordinal]!]!) !== PRIOR) numbering.add(objects[ordinal]);
    },
  };
}
