import { isSharedMemory, newSharedMemory } from "../shared-memory.js";
import type { Layout } from "./schema.js";

/**
 * The memory of a struct has its fields twice: as they were at the last release, and as whoever has the struct changes
 * them. Releasing is one store, which says which is which; so a holder that dies leaves the last release as it was.
 */

/** Words of the header. */
const KIND = 0;
/** Which of the two was released last: 0 or 1. */
const RELEASED = 1;
const HEADER_BYTES = 8;

/** Tells a struct from other shared memory. */
const MAGIC = 0x5e610003;

/** One of the two copies, as arrays of each sort of number. */
export interface Half {
  readonly i8: Int8Array;
  readonly u8: Uint8Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
}

function halfOf(buffer: SharedArrayBuffer, start: number, bytes: number): Half {
  // of explicit length: those that follow the length of a buffer are slow to read
  return {
    i8: new Int8Array(buffer, start, bytes),
    u8: new Uint8Array(buffer, start, bytes),
    i16: new Int16Array(buffer, start, bytes / 2),
    u16: new Uint16Array(buffer, start, bytes / 2),
    i32: new Int32Array(buffer, start, bytes / 4),
    u32: new Uint32Array(buffer, start, bytes / 4),
    f32: new Float32Array(buffer, start, bytes / 4),
    f64: new Float64Array(buffer, start, bytes / 8),
    i64: new BigInt64Array(buffer, start, bytes / 8),
    u64: new BigUint64Array(buffer, start, bytes / 8),
  };
}

/** Above this, copying by the engine's own means is faster. */
const FEW = 64;

function copy({ i32: from }: Half, { i32: to }: Half): void {
  const { length } = from;

  if (length > FEW) to.set(from);
  else for (let i = 0; i < length; i++) Atomics.store(to, i, Atomics.load(from, i));
}

export class StructMemory {
  readonly #header: Int32Array;
  readonly #halves: readonly [Half, Half];

  private constructor(
    readonly buffer: SharedArrayBuffer,
    bytes: number,
  ) {
    this.#header = new Int32Array(buffer, 0, 2);
    this.#halves = [halfOf(buffer, HEADER_BYTES, bytes), halfOf(buffer, HEADER_BYTES + bytes, bytes)];
  }

  static make({ bytes }: Layout): StructMemory {
    const buffer = newSharedMemory(HEADER_BYTES + 2 * bytes);
    Atomics.store(new Int32Array(buffer), KIND, MAGIC);
    return new StructMemory(buffer, bytes);
  }

  /** The memory of another thread's struct; undefined if that is none, or one of another size. */
  static open(buffer: unknown, { bytes }: Layout): StructMemory | undefined {
    if (!isSharedMemory(buffer) || buffer.byteLength !== HEADER_BYTES + 2 * bytes) return undefined;
    if (Atomics.load(new Int32Array(buffer), KIND) !== MAGIC) return undefined;
    return new StructMemory(buffer, bytes);
  }

  /** The fields to change, as they were released last. Whoever asks has the struct. */
  begin(): Half {
    const from = this.released();
    const to = this.#halves[from === this.#halves[0] ? 1 : 0];
    copy(from, to);
    return to;
  }

  /** The fields as they were released last, for reading only. Whoever asks has the struct. */
  released(): Half {
    return this.#halves[(Atomics.load(this.#header, RELEASED) & 1) === 0 ? 0 : 1];
  }

  /** The fields of another struct of the same layout count from now on. */
  assign(other: StructMemory): void {
    const from = this.released();
    const to = this.#halves[from === this.#halves[0] ? 1 : 0];
    copy(other.released(), to);
    this.release(to);
  }

  /** What was changed counts from now on. */
  release(changed: Half): void {
    Atomics.store(this.#header, RELEASED, changed === this.#halves[0] ? 0 : 1);
  }
}
