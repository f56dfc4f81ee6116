import { RegionError, type RegionErrorCode } from "../errors.js";
import { registerType } from "../operations/register-type.js";
import { describeThrown } from "../threads/image/codecs.js";
import type { Packet } from "../threads/types.js";
import { parcelOf } from "./parcel.js";

interface Sent {
  readonly code: RegionErrorCode;
  readonly message: string;
  readonly stack: string | undefined;
  readonly path: string | undefined;
  readonly sites: readonly string[];
}

let isOpened = false;

/** From now on our errors can travel; the objects that they are about stay where they are. */
export function sendErrors(): void {
  if (isOpened) return;
  isOpened = true;
  registerType(RegionError, {
    movable: "opaque",
    codec: {
      name: "regions-runtime/RegionError",
      encode: ({ code, message, stack, path, sites }): Sent => ({ code, message, stack, path, sites: [...sites] }),
      decode(data) {
        const { code, message, stack, path, sites } = data as Sent;
        const error = new RegionError(code, message, { path, sites });
        if (stack !== undefined) setStack(error, stack);
        return error;
      },
    },
  });
}

/** What a body threw, as it is if that can travel; or else an error that says the same. */
export function parcelOfThrown(thrown: unknown): Packet {
  try {
    return parcelOf([thrown]);
  } catch {
    return parcelOf([plainError(thrown)]);
  }
}

/** Classes that have no codec are known by their name only, and of their fields go those that are no objects. */
function plainError(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(`a behaviour threw ${describeThrown(thrown)}`);
  const { name, message, stack } = thrown;
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
  if (stack !== undefined) setStack(error, stack);
  for (const [key, value] of Object.entries(thrown))
    if (
      key !== "name" &&
      (typeof value !== "object" || value === null) &&
      typeof value !== "function" &&
      typeof value !== "symbol"
    )
      Object.defineProperty(error, key, {
        value: value as unknown,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  return error;
}

/** The stack of the thread ends where the thread began: what follows is who asked for it. */
export function withCaller(thrown: unknown, caller: Error): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const frames = caller.stack?.slice(caller.stack.indexOf("\n") + 1);
  // what is frozen comes as it is
  if (thrown.stack !== undefined && frames !== undefined && Object.isExtensible(thrown))
    setStack(thrown, `${thrown.stack}\n    in a thread, for\n${frames}`);
  return thrown;
}

function setStack(error: Error, stack: string): void {
  Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
}
