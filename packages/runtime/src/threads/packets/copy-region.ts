import { expectHandle } from "../../operations/expect.js";
import { addressed } from "../cowns/share.js";
import { canShare } from "../frozen/write.js";
import { NO_COPY, notSendable } from "../image/refuse.js";
import { isBuffer } from "../image/resources.js";
import type { Packet, Transferable } from "../types.js";
import { transferred } from "./pack.js";
import { planCopy } from "./plan.js";
import { isCownAddress, messageOf } from "./protocol.js";

/** A message of a copy of a region that stays here, with everything in it. */
export function copyRegion(handle: object): Packet {
  const { image, resources, shared } = planCopy(expectHandle(handle, "whenOn", true).region, canShare());
  const copies = addressed(resources).map((resource) => {
    if (isCownAddress(resource)) return resource;
    if (!isBuffer(resource)) throw notSendable("$", NO_COPY, resource);
    return structuredClone(resource);
  });
  return { message: messageOf(image, copies, shared), transfer: transferred(image, copies) as Transferable[] };
}
