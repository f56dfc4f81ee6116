import { expectHandle } from "../../operations/expect.js";
import { NO_COPY, notSendable } from "../image/refuse.js";
import { isBuffer } from "../image/resources.js";
import type { Packet } from "../types.js";
import { planCopy } from "./plan.js";
import { messageOf } from "./protocol.js";

/** A message of a copy of a region that stays here, with everything in it. */
export function copyRegion(handle: object): Packet {
  const { image, resources, shared } = planCopy(expectHandle(handle, "whenOn", true).region);
  const copies = resources.map((resource) => {
    if (!isBuffer(resource)) throw notSendable("$", NO_COPY, resource);
    return structuredClone(resource);
  });
  return { message: messageOf(image, copies, shared), transfer: [image, ...copies] };
}
