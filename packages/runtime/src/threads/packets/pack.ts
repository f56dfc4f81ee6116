import { callSite } from "../../settings.js";
import { kindOf } from "../../objects/kind.js";
import { addressed } from "../cowns/share.js";
import { isBuffer, isTransferable } from "../image/resources.js";
import type { Packet, Transferable } from "../types.js";
import { newClaim } from "./claims.js";
import { consume, letGo, planPacket } from "./plan.js";
import { messageOf } from "./protocol.js";

/**
 * Makes a message of a value, for whatever posts messages: Comlink, Piscina, a BroadcastChannel. The other side gives it to
 * `unpack`.
 *
 * A region is consumed as by `send`, and can be unpacked once, whoever gets copies of the message. If the message is never
 * posted, the region is lost.
 *
 * @param value a free closed region, a frozen value, a cown or a primitive
 * @returns the message, and what has to be in the transfer list with it
 * @throws RegionError `ERR_NOT_SENDABLE` with the path to what cannot travel, `ERR_BORROWED`, `ERR_NOT_FREE`,
 * `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`, and what `validate` throws; nothing is consumed then
 * @example
 * ```ts
 * const { message, transfer } = pack(jobs);
 * await pool.run(message, { transferList: [...transfer] });
 * ```
 */
export function pack(value: unknown): Packet {
  const { image, resources, shared, regions } = planPacket(value, "pack");
  const moved = addressed(resources).map(takeMemory);
  letGo(regions);
  consume(regions, "pack", callSite(pack));
  const claim = regions.length > 0 ? newClaim() : undefined;
  return { message: messageOf(image, moved, shared, claim), transfer: transferred(image, moved) as Transferable[] };
}

/** What of a message goes into the list of what is transferred. */
export function transferred(image: ArrayBuffer, resources: readonly object[]): object[] {
  return [image, ...resources.filter((resource) => isTransferable(kindOf(resource)))];
}

/** Takes the memory out of a buffer, so that nobody here has it any more; what cannot be taken is copied. */
function takeMemory(resource: object): object {
  if (!isBuffer(resource)) return resource;
  try {
    return structuredClone(resource, { transfer: [resource] });
  } catch {
    // memory of WebAssembly, and what Node's Buffers share
    return copyOf(resource);
  }
}

export function copyOf(buffer: ArrayBuffer): ArrayBuffer {
  return new Uint8Array(buffer).slice().buffer;
}
