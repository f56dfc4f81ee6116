import type { Change, RegionRecord } from "../../heap/region.js";
import { regionsIn } from "../../heap/tree.js";
import { expect } from "../image/bad-packet.js";
import { Changes } from "../journal/changes.js";
import type { Numbering } from "../journal/numbering.js";
import { replay, type Replacement } from "../journal/replay.js";
import { REPLACE, stepsFor } from "../journal/steps.js";
import { writeEntry } from "../journal/write-entry.js";
import type { Bytes, Cell } from "./cell.js";
import { type Content, readImage, writeImage } from "./content.js";

/** How long a journal may get, before an image of the whole takes its place: who has neither reads both. */
export const limits = {
  /** In words, however small the image. */
  least: 1 << 14,
  /** For each word of the image: to replay one takes a sixth of the time, most often. */
  share: 4,
};

const mostFor = (image: number): number => Math.max(limits.least, image * limits.share);

/** Before an entry, a word: how many words it has; their complement, if it is an image. */
const HEADER = 1;

/**
 * The copy that this thread has of what a cown holds, and how far it has come with what others wrote: an image of the whole,
 * and a part of the journal that follows it. See `journal.md`.
 */
export class Replica {
  #seen = 0;
  /** Undefined: so much was changed, or in such a way, that only an image tells it. */
  #changes: Changes | undefined;
  #isReplaced = false;

  private constructor(
    readonly cell: Cell,
    readonly generation: number,
    /** Undefined: only images tell what was changed. */
    readonly numbering: Numbering | undefined,
    /** Of the content; another one makes another image. */
    readonly regions: readonly RegionRecord[],
  ) {
    this.#changes = numbering && new Changes(numbering.count);
  }

  /** Writes all that there is. */
  static write(cell: Cell, region: RegionRecord | undefined, value: unknown): { replica: Replica; version: number } {
    const { version, numbering } = writeImage(cell, region, value);
    return { version, replica: new Replica(cell, version, numbering, treeOf(region)) };
  }

  /** Reads all that there is. */
  static read(cell: Cell, bytes: Bytes): { replica: Replica; content: Content } {
    const { content, numbering } = readImage(bytes.image);
    const replica = new Replica(cell, bytes.generation, numbering, treeOf(content.region));
    return { replica, content: replica.follow(bytes) ?? content };
  }

  /**
   * Reads what others have added since. When it throws the replica is of no use any more.
   *
   * @param bytes of the same generation
   * @returns what is in the place of the content, if that was replaced
   */
  follow({ journal }: Bytes): Replacement | undefined {
    let replacement: Replacement | undefined;
    const { numbering } = this;
    while (this.#seen < journal.length) {
      const header = journal[this.#seen]!;
      const start = this.#seen + HEADER;
      const end = start + (header < 0 ? ~header : header);
      expect(end > start && end <= journal.length, "the journal of the cown is cut off");
      // not `slice`, which takes its time to find out what it makes
      const words = new Int32Array(end - start);
      words.set(journal.subarray(start, end));
      expect(numbering !== undefined, "nothing can be added to it by a journal");
      replacement = replay(words, header < 0, numbering) ?? replacement;
      this.#seen = end;
    }
    return replacement;
  }

  /** Something will be changed; see `Watcher`. @returns false when it makes no difference what else is */
  note(region: RegionRecord, object: object | undefined, change: Change, key: unknown): boolean {
    if (object === undefined || region.thaws !== undefined) this.#changes = undefined;
    else if (this.#changes?.note(object, change, key) === false) this.#changes = undefined;
    return this.#changes !== undefined;
  }

  /** Something else is in the place of the content. */
  noteReplaced(): void {
    this.#isReplaced = true;
  }

  /**
   * Adds what was changed to the journal.
   *
   * @returns the version that this makes; undefined where it takes an image
   */
  append(region: RegionRecord | undefined, value: unknown): number | undefined {
    const { numbering } = this;
    if (numbering === undefined) return undefined;
    const steps = this.#steps(region, value, numbering);
    // what was changed and changed back, or is gone already
    if (steps?.length === 0) return this.cell.version;
    const entry = steps && writeEntry(steps, this.regions, numbering);
    if (entry === undefined) return undefined;
    const { words, isImage } = entry;
    const length = HEADER + words.length;
    const version = this.cell.append(length, mostFor, (room) => {
      room[0] = isImage ? ~words.length : words.length;
      room.set(words, HEADER);
    });
    if (version === undefined) return undefined;
    entry.commit();
    this.#seen += length;
    this.#changes = new Changes(numbering.count);
    this.#isReplaced = false;
    return version;
  }

  #steps(region: RegionRecord | undefined, value: unknown, numbering: Numbering): unknown[] | undefined {
    if (limits.share === 0) return undefined;
    // objects of a region that was frozen are known to others as they were
    const isFrozen = region === undefined && this.regions.length === 0;
    if (this.#isReplaced) return isFrozen ? [REPLACE, value] : undefined;
    return this.#changes && stepsFor(this.#changes, numbering);
  }
}

function treeOf(region: RegionRecord | undefined): RegionRecord[] {
  return region === undefined ? [] : regionsIn(region);
}
