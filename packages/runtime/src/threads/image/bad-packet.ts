import { RegionError } from "../../errors.js";

/** The error for a message that nobody can have packed like this. */
export function badPacket(why: string, cause?: unknown): RegionError {
  const error = new RegionError(
    "ERR_BAD_PACKET",
    `Cannot unpack the message: ${why}. Unpack what pack() made, once, in the version of regions-runtime that made it.`,
  );
  if (cause !== undefined) error.cause = cause;
  return error;
}

export function expect(condition: boolean, why: string): asserts condition {
  if (!condition) throw badPacket(why);
}
