import { newSharedMemory } from "../shared-memory.js";
import { expect } from "../image/bad-packet.js";
import type { Claim } from "./protocol.js";

const PAGE = 1024;

let page: SharedArrayBuffer | undefined;
let used = PAGE;

/** A claim that nobody has made yet; undefined where there is no shared memory. */
export function newClaim(): Claim | undefined {
  if (typeof SharedArrayBuffer !== "function") return undefined;
  if (used === PAGE) {
    page = newSharedMemory(PAGE * 4);
    used = 0;
  }
  return { page: page!, index: used++ };
}

/** Makes the claim, for all threads and all copies of the message. */
export function makeClaim({ page: memory, index }: Claim): void {
  expect(Number.isInteger(index) && index >= 0 && index < memory.byteLength >> 2, "its claim is none");
  const words = new Int32Array(memory, 0, memory.byteLength >> 2);
  expect(
    Atomics.exchange(words, index, 1) === 0,
    "it was unpacked before, from a copy of the message, and a region has one owner",
  );
}
