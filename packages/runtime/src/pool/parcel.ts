import { dissolve } from "../operations/dissolve.js";
import { Region } from "../operations/region.js";
import { packUnclaimed } from "./pack-unclaimed.js";
import { unpack } from "../threads/packets/unpack.js";
import type { Packet } from "../threads/types.js";

/**
 * Values as one message: regions are moved, frozen values and primitives stay what they are, and local objects go with
 * everything that they reach. Nothing is consumed if any of them cannot travel.
 */
export function parcelOf(values: readonly unknown[]): Packet {
  const region = new Region<unknown[]>([...values]);
  try {
    return packUnclaimed(region);
  } catch (error) {
    dissolve(region);
    throw error;
  }
}

/** The values of a parcel, which belong to whoever opens it. */
export function open(parcel: unknown): unknown[] {
  return dissolve(unpack(parcel)) as unknown[];
}
