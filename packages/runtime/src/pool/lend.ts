import { RegionError } from "../errors.js";
import { isRegion } from "../operations/is-region.js";
import { copyRegion } from "../threads/packets/copy-region.js";
import { unpack } from "../threads/packets/unpack.js";
import type { Transferable } from "../threads/types.js";
import type { Acquired } from "../types.js";
import { describeThrown } from "../threads/image/codecs.js";
import { packUnclaimed } from "./pack-unclaimed.js";
import type { Content } from "./protocol.js";

/** What is to be in a cown. */
export interface Returned {
  readonly value: unknown;
}

/** What a cown holds, on its way to another thread. */
export interface Lent {
  readonly content: Content;
  readonly transfer: readonly Transferable[];
  /** Puts into the cown what came back, or, if nothing did, what it held before. */
  putBack(back: Returned | undefined): void;
}

/** Takes the content out of a cown that this behaviour has. @param name of the cown */
export function lend(guard: Acquired<unknown>, reads: boolean, name: string | undefined): Lent {
  const { value } = guard;
  if (!isRegion(value)) return lendShared(guard, value, reads, name);
  return reads ? lendCopy(value, name) : lendRegion(guard, value, name);
}

/** What is frozen or a primitive stays here, too. */
function lendShared(guard: Acquired<unknown>, value: unknown, reads: boolean, name: string | undefined): Lent {
  const { message, transfer } = packUnclaimed(value);
  return {
    content: { name, message, reads },
    transfer,
    putBack(back) {
      if (back !== undefined) guard.value = back.value;
    },
  };
}

function lendCopy(region: object, name: string | undefined): Lent {
  const { message, transfer } = copyRegion(region);
  return { content: { name, message, reads: true }, transfer, putBack: () => undefined };
}

/** The region goes, and a copy of the message stays until it is back: a thread may die. */
function lendRegion(guard: Acquired<unknown>, region: unknown, name: string | undefined): Lent {
  guard.value = undefined;
  let packet;
  try {
    packet = packUnclaimed(region);
  } catch (error) {
    guard.value = region;
    throw error;
  }
  const { message, transfer } = packet;
  let kept: unknown;
  try {
    kept = structuredClone(message);
  } catch (cause) {
    guard.value = unpack(message);
    throw notKept(name, cause);
  }
  return {
    content: { name, message, reads: false },
    transfer,
    putBack(back) {
      guard.value = back === undefined ? unpack(kept) : back.value;
    },
  };
}

function notKept(name: string | undefined, cause: unknown): RegionError {
  const error = new RegionError(
    "ERR_NOT_SENDABLE",
    `Cannot lend what ${name === undefined ? "a cown" : `cown "${name}"`} holds to a thread: it would be lost if the thread died, and no copy can be kept: ${describeThrown(cause)}. Keep ports and streams out of it; they can be arguments in a region.`,
    { path: "$" },
  );
  error.cause = cause;
  return error;
}
