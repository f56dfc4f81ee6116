import { Plan } from "../../barrier/plan.js";
import { RegionError } from "../../errors.js";
import { ownerOf } from "../../heap/ownership.js";
import type { RegionRecord } from "../../heap/region.js";
import { irregular } from "../../objects/children.js";
import { isReference } from "../../objects/is-reference.js";
import { badPacket, expect } from "../image/bad-packet.js";
import { checkImage } from "../image/check.js";
import { decode } from "../image/decode.js";
import { HEADER, kindIn, PRIOR } from "../image/format.js";
import { readBrief } from "./brief.js";
import type { Numbering } from "./numbering.js";
import { CLEAR, DELETE, FILL, LENGTH, REPLACE, SET, TIME } from "./steps.js";

/** What is in the place of the content, if that was replaced. */
export interface Replacement {
  readonly value: unknown;
}

/**
 * Does here what another thread did. Throws where the entry makes no sense, or a class is not known; then the copy is of no
 * use any more.
 *
 * @param words of an entry, where nobody else can change them
 * @param isImage they are the image of a list of steps
 * @param numbering of the copy of this thread
 */
export function replay(
  words: Int32Array<ArrayBuffer>,
  isImage: boolean,
  numbering: Numbering,
): Replacement | undefined {
  const steps = isImage ? stepsIn(words.buffer, numbering) : readBrief(words, numbering);
  try {
    return new Replay(steps).run();
  } catch (cause) {
    if (cause instanceof RegionError && cause.code === "ERR_BAD_PACKET") throw cause;
    throw badPacket(NONE, cause);
  }
}

function stepsIn(memory: ArrayBuffer, numbering: Numbering): unknown[] {
  const image = checkImage(memory, 0, [], numbering.count);
  expect(image.words[HEADER.regions] === 0, NONE);
  const { root, objects, hasInstances } = decode(image, [], [], (number) => numbering.object(number));
  expect(Array.isArray(root) && !hasInstances, NONE);
  // the first object is the list of steps
  for (let ordinal = 1; ordinal < objects.length; ordinal++)
    if (kindIn(image.firstWord(ordinal)) !== PRIOR) numbering.add(objects[ordinal]);
  return root as unknown[];
}

const NONE = "it has an entry of a journal that is none";

type Collection = Map<unknown, unknown> & Set<unknown>;

class Replay {
  #at = 0;
  readonly #plans = new Map<RegionRecord, Plan>();

  constructor(readonly steps: unknown[]) {}

  run(): Replacement | undefined {
    let replacement: Replacement | undefined;
    while (this.#at < this.steps.length) {
      const step = this.#next();
      if (step === REPLACE) replacement = { value: this.#next() };
      else this.#do(step);
    }
    for (const plan of this.#plans.values()) {
      plan.check();
      plan.commit();
    }
    return replacement;
  }

  #next(): unknown {
    return this.steps[this.#at++];
  }

  #do(step: unknown): void {
    const object = this.#next();
    expect(isReference(object), NONE);
    const region = ownerOf(object);
    expect(region?.state === "live", NONE);
    switch (step) {
      case SET:
        this.#set(region, object, this.#next(), this.#next());
        break;
      case DELETE:
        deleteKey(object, this.#next());
        break;
      case LENGTH:
        expect(Array.isArray(object), NONE);
        setLength(object, this.#next());
        break;
      case FILL:
        expect(Array.isArray(object), NONE);
        this.#fill(region, object, this.#next());
        break;
      case CLEAR:
        (object instanceof Map ? Map : Set).prototype.clear.call(object as Collection);
        break;
      case TIME:
        Date.prototype.setTime.call(object as Date, this.#next() as number);
        break;
      default:
        expect(false, NONE);
    }
  }

  /** What is new becomes part of the region, as it did where it was written. */
  #refer(region: RegionRecord, value: unknown, holder: object): unknown {
    if (!isReference(value)) return value;
    let plan = this.#plans.get(region);
    if (plan === undefined) this.#plans.set(region, (plan = new Plan(region)));
    return plan.reference(value, holder, undefined);
  }

  #set(region: RegionRecord, object: object, key: unknown, given: unknown): void {
    const value = this.#refer(region, given, object);
    if (object instanceof Map) Map.prototype.set.call(object, this.#refer(region, key, object), value);
    else if (object instanceof Set) Set.prototype.add.call(object, this.#refer(region, key, object));
    else setField(object, key, value);
  }

  #fill(region: RegionRecord, array: unknown[], length: unknown): void {
    const start = this.#at;
    expect(typeof length === "number" && length >= 0 && start + length <= this.steps.length, NONE);
    array.length = 0;
    // whoever wrote all elements has no other fields left
    if (irregular.has(array))
      for (const key of Reflect.ownKeys(array)) expect(key === "length" || Reflect.deleteProperty(array, key), NONE);
    for (let i = 0; i < length; i++)
      if (start + i in this.steps) array[i] = this.#refer(region, this.steps[start + i], array);
      else irregular.add(array);
    array.length = length;
    this.#at = start + length;
  }
}

function setField(object: object, key: unknown, value: unknown): void {
  expect(typeof key === "string" || (typeof key === "number" && Array.isArray(object)), NONE);
  // whatever prototypes have by that name
  if (!Object.hasOwn(object, key))
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else (object as Record<PropertyKey, unknown>)[key] = value;
}

function deleteKey(object: object, key: unknown): void {
  if (object instanceof Map) Map.prototype.delete.call(object, key);
  else if (object instanceof Set) Set.prototype.delete.call(object, key);
  else {
    expect(typeof key === "string" || typeof key === "number", NONE);
    expect(Reflect.deleteProperty(object, key), NONE);
    if (Array.isArray(object)) irregular.add(object);
  }
}

function setLength(array: unknown[], length: unknown): void {
  expect(typeof length === "number" && length >>> 0 === length, NONE);
  if (array.length !== length) array.length = length;
}
