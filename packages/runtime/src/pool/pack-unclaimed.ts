import { pack } from "../threads/packets/pack.js";
import { copyable } from "../threads/packets/protocol.js";
import type { Packet } from "../threads/types.js";

/** `pack` without a word in shared memory that says who has it: here there is one receiver, and passing shared memory on takes longer than all the rest. */
export function packUnclaimed(value: unknown): Packet {
  const { message, transfer } = pack(value);
  return { message: copyable(message), transfer };
}
