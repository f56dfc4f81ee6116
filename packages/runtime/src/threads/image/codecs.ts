import { RegionError } from "../../errors.js";
import { inheritedTrait } from "../../objects/traits.js";
import { describe } from "../../operations/expect.js";
import type { TypeTraits } from "../../types.js";

export type Codec = NonNullable<TypeTraits<unknown>["codec"]>;

/** The codec of an object's class, or of one that this extends. */
export function codecOf(object: object): Codec | undefined {
  return inheritedTrait(Object.getPrototypeOf(object) as object | null, "codec");
}

/** What a codec makes of an object. It is asked once, however often a graph has to be walked. */
export class Encodings {
  readonly #made = new Map<object, unknown>();

  has(object: object): boolean {
    return this.#made.has(object);
  }

  get(object: object): unknown {
    return this.#made.get(object);
  }

  of(object: object, codec: Codec, path: () => string): unknown {
    if (this.#made.has(object)) return this.#made.get(object);
    let data: unknown;
    try {
      data = codec.encode(object);
    } catch (cause) {
      const where = path();
      const error = new RegionError(
        "ERR_NOT_SENDABLE",
        `Cannot send ${where}: encode() of the codec "${codec.name}" threw ${describeThrown(cause)}. Nothing was sent. Correct the codec, or take the object out of the graph.`,
        { path: where, target: object },
      );
      error.cause = cause;
      throw error;
    }
    this.#made.set(object, data);
    return data;
  }
}

/** For messages: what somebody's code threw. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : describe(thrown);
}
