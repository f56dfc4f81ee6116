import type { Signature, Signatures } from "./signature.js";

const quiet: Signature = { rest: "read", result: "primitive", quiet: true };
const fresh = (kind: "ArrayBuffer" | "MessagePort" | "ImageBitmap" | "Stream" | "Blob" | "Response"): Signature => ({
  result: { fresh: kind },
});
const promised = (kind: "ArrayBuffer" | "ImageBitmap" | "Response"): Signature => ({
  result: { fresh: kind, promise: true },
});

/** Functions and methods of browsers and Node that touch ownership, or that are common and known not to. */
export const platform: Signatures = {
  ...Object.fromEntries(
    "setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback process.nextTick"
      .split(" ")
      .map((name) => [name, { arguments: ["later"], result: "unknown" } satisfies Signature]),
  ),
  addEventListener: { arguments: ["read", "later"], result: "primitive" },
  structuredClone: { arguments: ["post", "read"], special: "structuredClone" },
  postMessage: { special: "postMessage" },
  "MessagePort.prototype.postMessage": { receiver: "read", special: "postMessage" },
  "Worker.prototype.postMessage": { receiver: "read", special: "postMessage" },
  "MessagePort.prototype.close": { receiver: "ask", result: "primitive" },
  "new Worker": { result: { fresh: "Worker" } },
  "new worker_threads#Worker": { result: { fresh: "Worker" } },
  "new MessageChannel": {
    result: { fresh: "MessageChannel", parts: { port1: "MessagePort", port2: "MessagePort" } },
  },
  "new worker_threads#MessageChannel": {
    result: { fresh: "MessageChannel", parts: { port1: "MessagePort", port2: "MessagePort" } },
  },
  "new OffscreenCanvas": { result: { fresh: "OffscreenCanvas" } },
  "OffscreenCanvas.prototype.transferToImageBitmap": { ...fresh("ImageBitmap"), receiver: "read" },
  createImageBitmap: promised("ImageBitmap"),
  "ImageBitmap.prototype.close": { receiver: "ask", result: "primitive" },
  fetch: promised("Response"),
  "Response.prototype.arrayBuffer": { ...promised("ArrayBuffer"), receiver: "read" },
  "Blob.prototype.arrayBuffer": { ...promised("ArrayBuffer"), receiver: "read" },
  "new Blob": fresh("Blob"),
  "new Response": { arguments: ["lock"], result: { fresh: "Response" } },

  "new ReadableStream": fresh("Stream"),
  "new WritableStream": fresh("Stream"),
  "new TransformStream": { result: { fresh: "object", parts: { readable: "Stream", writable: "Stream" } } },
  "Stream.prototype.getReader": { receiver: "lock", special: "getReader" },
  "Stream.prototype.getWriter": { receiver: "lock", special: "getReader" },
  "Stream.prototype.tee": { receiver: "lock", special: "tee" },
  "Stream.prototype.pipeTo": { receiver: "lock", arguments: ["lock"], result: { fresh: "Promise" } },
  "Stream.prototype.pipeThrough": { receiver: "lock", special: "pipeThrough" },
  "Reader.prototype.releaseLock": { receiver: "read", special: "releaseLock", quiet: true },

  ...Object.fromEntries(
    "log info warn error debug trace dir table time timeEnd group groupEnd assert count"
      .split(" ")
      .map((name) => [`console.${name}`, quiet]),
  ),
  ...Object.fromEntries(
    "abs ceil floor round max min random sqrt pow sign trunc log hypot imul"
      .split(" ")
      .map((name) => [`Math.${name}`, quiet]),
  ),
  "Date.now": quiet,
  "performance.now": quiet,
  "Number.isInteger": quiet,
  "Number.isNaN": quiet,
  "Number.isFinite": quiet,
  Number: { result: "primitive" },
  String: { result: "primitive" },
  Boolean: { arguments: ["ask"], result: "primitive", quiet: true },
  parseInt: quiet,
  parseFloat: quiet,
  "process.exit": { never: true },
  "process.abort": { never: true },
  "Deno.exit": { never: true },
  "assert.fail": { never: true },
  "assert#fail": { never: true },
};
