/** What the compiler's library for ES2022 does not know. */
type Growing = new (bytes: number, options?: { maxByteLength: number }) => SharedArrayBuffer;
interface Growable {
  readonly growable?: boolean;
  readonly maxByteLength?: number;
  grow(bytes: number): void;
}

/** Memory for threads to share; an error that says how to get it, where a page has none. */
export function newSharedMemory(bytes: number): SharedArrayBuffer {
  return new (sharedMemory())(bytes);
}

/**
 * Memory that can grow for all who share it, up to so many bytes; addresses are set aside, and pages taken as they are used.
 * Hosts without such memory give a part of it at once, which then has to do.
 */
export function newGrowingMemory(most: number, fixed: number): SharedArrayBuffer {
  const Memory = sharedMemory();
  return "grow" in Memory.prototype ? new Memory(0, { maxByteLength: most }) : new Memory(fixed);
}

/** Makes memory at least so long. @returns false if it cannot get that long */
export function growTo(memory: SharedArrayBuffer, bytes: number): boolean {
  if (bytes <= memory.byteLength) return true;
  const { growable, maxByteLength = 0 } = memory as unknown as Growable;
  if (growable !== true || bytes > maxByteLength) return false;
  // by half at least: growing is not for nothing
  const wanted = Math.max(bytes, Math.ceil(memory.byteLength * 1.5), LEAST);
  (memory as unknown as Growable).grow(Math.min(wanted, maxByteLength));
  return true;
}

/** How long memory can get. */
export function mostOf(memory: SharedArrayBuffer): number {
  const { growable, maxByteLength = 0 } = memory as unknown as Growable;
  return growable === true ? maxByteLength : memory.byteLength;
}

/** A page of memory, on most hosts. */
const LEAST = 4096;

function sharedMemory(): Growing {
  const Memory = (globalThis as { SharedArrayBuffer?: unknown }).SharedArrayBuffer;
  if (typeof Memory === "function") return Memory as Growing;
  throw new TypeError(
    "Threads cannot share memory here: there is no SharedArrayBuffer. A page has it when it is cross-origin isolated: " +
      "serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.",
  );
}

/** Is it memory that threads share? Never where there is none. */
export function isSharedMemory(value: unknown): value is SharedArrayBuffer {
  return typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer;
}
