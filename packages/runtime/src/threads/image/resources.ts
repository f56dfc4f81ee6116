import type { Kind } from "../../objects/kind.js";

/** Classes of hosts whose instances can be transferred to another thread, beside ArrayBuffer. */
const TRANSFERABLE =
  /^(?:instance of )?(?:MessagePort|ReadableStream|WritableStream|TransformStream|ImageBitmap|OffscreenCanvas|VideoFrame|AudioData|RTCDataChannel|MediaSourceHandle|MediaStreamTrack|FileHandle)$/;

/** Does an object go to another thread by being transferred, rather than by what it contains? */
export function isTransferable(_: object, { name, base }: Kind): boolean {
  return name === "ArrayBuffer" || (base !== "Array" && TRANSFERABLE.test(name));
}

/** Has the memory of a buffer gone somewhere else? Only making a view of it tells, on hosts that have no `detached`. */
export function isDetached(object: object): boolean {
  if (!(object instanceof ArrayBuffer)) return false;
  try {
    new Uint8Array(object);
    return false;
  } catch {
    return true;
  }
}
