import { RegionError } from "../../errors.js";
import { codecNamed } from "../../objects/traits.js";
import { badPacket } from "./bad-packet.js";
import { type Codec, describeThrown } from "./codecs.js";
import { isInteger, payloadOf, REF, tagOf } from "./format.js";
import type { Records } from "./reader.js";

/** What there is of a graph when its instances are to be made. */
export interface Decoding {
  readonly image: Records & {
    recordAt(ordinal: number): number;
    /** Calls back with every value in the record of an object that is being decoded. */
    eachValue(ordinal: number, visit: (word: number) => void): void;
  };
  value(word: number): unknown;
  /** An instance exists now: it goes to wherever it is held. */
  found(ordinal: number, instance: unknown): void;
}

/**
 * Lets codecs make their instances: inner ones first, because decode() may use what it is given. Of instances that hold
 * each other one has to be first, and finds `undefined` where the other one will be.
 *
 * @param instances their ordinals
 */
export function decodeInstances(decoder: Decoding, instances: readonly number[]): void {
  const { image } = decoder;
  // all are looked for first: none runs in vain
  const codecs = new Map(instances.map((ordinal) => [ordinal, codecAt(image, ordinal)]));
  for (const ordinal of innermostFirst(image, instances)) {
    const { name, decode } = codecs.get(ordinal)!;
    let instance: unknown;
    try {
      instance = decode(decoder.value(image.words[image.recordAt(ordinal) + 2]!));
    } catch (cause) {
      throw badPacket(`decode() of the codec ${JSON.stringify(name)} threw ${describeThrown(cause)}`, cause);
    }
    decoder.found(ordinal, instance);
  }
}

function codecAt(image: Decoding["image"], ordinal: number): Pick<Codec, "name" | "decode"> {
  const name = image.primitive(image.words[image.recordAt(ordinal) + 1]!) as string;
  const codec = codecNamed(name);
  if (codec === undefined) throw unknownType(name);
  return { name, decode: (data) => codec.decode(data) };
}

function unknownType(name: string): RegionError {
  return new RegionError(
    "ERR_UNKNOWN_TYPE",
    `Cannot unpack an instance of the codec ${JSON.stringify(name)}: no class is registered with a codec of that name in this thread. ` +
      `Import the module that calls registerType() in both threads, before the message is unpacked.`,
  );
}

/** The ordinals of instances, each after those that are reached from it. */
function innermostFirst(image: Decoding["image"], instances: readonly number[]): number[] {
  const order: number[] = [];
  if (instances.length === 0) return order;
  const isInstance = new Set(instances);
  const seen = new Set<number>();
  const stack = [...instances].reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    // a complement says that all below an object has been seen
    if (next < 0) {
      if (isInstance.has(~next)) order.push(~next);
      continue;
    }
    if (seen.has(next)) continue;
    seen.add(next);
    stack.push(~next);
    image.eachValue(next, (word) => {
      if (!isInteger(word) && tagOf(word) === REF && !seen.has(payloadOf(word))) stack.push(payloadOf(word));
    });
  }
  return order;
}
