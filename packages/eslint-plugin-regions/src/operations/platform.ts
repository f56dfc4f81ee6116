import type { Kind } from "../flow/state/abstract-object.js";
import type { Signature, Signatures } from "./signature.js";

const quiet: Signature = { rest: "read", result: "primitive", quiet: true };
const fresh = (kind: Kind): Signature => ({ result: { fresh: kind } });
const promised = (kind: Kind): Signature => ({ result: { fresh: kind, promise: true } });

const all = (names: string, signature: Signature): Signatures =>
  Object.fromEntries(names.split(" ").map((name) => [name, signature]));
const constructors = (names: string, signature: Signature): Signatures =>
  Object.fromEntries(names.split(" ").map((name) => [`new ${name}`, signature]));
/** It calls its first argument later, with those that follow from a place on. */
const later = (first: number): Signature => ({
  arguments: ["later"],
  result: "unknown",
  callback: { argument: 0, passes: [`argument ${first}`, `argument ${first + 1}`], isLater: true },
});

/** Functions and methods of browsers and Node that touch ownership, or that are common and known not to. */
export const platform: Signatures = {
  ...all("setTimeout setInterval", later(2)),
  ...all("setImmediate process.nextTick process#nextTick", later(1)),
  ...all("queueMicrotask requestAnimationFrame requestIdleCallback", later(1)),
  addEventListener: { arguments: ["read", "later"], result: "primitive" },
  structuredClone: { arguments: ["clone", "read"], special: "structuredClone" },
  ...all("postMessage parent.postMessage top.postMessage opener.postMessage", { special: "postMessage" }),
  "MessagePort.prototype.postMessage": { receiver: "read", special: "postMessage" },
  "Worker.prototype.postMessage": { receiver: "read", special: "postMessage" },
  ...all("history.pushState history.replaceState", { arguments: ["clone"], result: "primitive" }),
  ...all(
    "piscina#Piscina.prototype.run piscina#default.prototype.run tinypool#Tinypool.prototype.run tinypool#default.prototype.run",
    { receiver: "read", arguments: ["post"], result: "unknown" },
  ),
  "MessagePort.prototype.close": { receiver: "ask", result: "primitive" },
  "new Worker": { special: "newWorker", result: { fresh: "Worker" } },
  "new worker_threads#Worker": { special: "newWorker", result: { fresh: "Worker" } },
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
  fetch: { special: "sendBody" },
  "new Request": { special: "sendBody" },
  ...constructors("VideoFrame AudioData EncodedVideoChunk EncodedAudioChunk", { special: "takeTransferred" }),
  "worker_threads#moveMessagePortToContext": { arguments: ["transfer"], result: "unknown" },
  "Response.prototype.arrayBuffer": { ...promised("ArrayBuffer"), receiver: "readBody" },
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

  "Reader.prototype.read": { receiver: "read", arguments: ["transfer"], result: "unknown" },
  "Response.prototype.clone": { ...fresh("Response"), receiver: "cloneBody" },
  "Response.prototype.blob": { ...promised("Blob"), receiver: "readBody" },
  "Response.prototype.bytes": { ...promised("TypedArray"), receiver: "readBody" },
  ...all("Response.prototype.text Response.prototype.json Response.prototype.formData", {
    receiver: "readBody",
    result: "unknown",
  }),
  "Blob.prototype.bytes": { ...promised("TypedArray"), receiver: "read" },
  "Blob.prototype.slice": { ...fresh("Blob"), receiver: "read" },
  "Blob.prototype.stream": { ...fresh("Stream"), receiver: "read" },
  "OffscreenCanvas.prototype.convertToBlob": { ...promised("Blob"), receiver: "read" },
  "new File": fresh("Blob"),
  "new TextEncoder": fresh("TextEncoder"),
  "TextEncoder.prototype.encode": fresh("TypedArray"),
  ...all(
    "digest encrypt decrypt exportKey sign deriveBits wrapKey"
      .split(" ")
      .map((name) => `crypto.subtle.${name}`)
      .join(" "),
    promised("ArrayBuffer"),
  ),
  "crypto.getRandomValues": { arguments: ["mutateContent"], result: "argument 0" },
  ...all("Buffer.from buffer#Buffer.from", { special: "newView" }),
  ...all("Buffer.alloc Buffer.concat buffer#Buffer.alloc buffer#Buffer.concat", fresh("TypedArray")),

  ...all(
    "log info warn error debug trace dir table time timeEnd group groupEnd assert count"
      .split(" ")
      .map((name) => `console.${name}`)
      .join(" "),
    quiet,
  ),
  ...all(
    Object.getOwnPropertyNames(Math)
      .filter((name) => typeof Math[name as keyof Math] === "function")
      .map((name) => `Math.${name}`)
      .join(" "),
    quiet,
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
  ...all("process.exit process.abort process#exit process#abort Deno.exit Bun.exit", { never: true }),
  ...all("assert.fail assert#fail assert#strict.fail assert/strict#fail", { never: true }),
};
