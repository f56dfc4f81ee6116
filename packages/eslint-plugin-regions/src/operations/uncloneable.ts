import type { Kind } from "../flow/state/abstract-object.js";

/** Kinds of objects that structured cloning refuses, in words. */
export const UNCLONEABLE: Partial<Record<Kind, string>> = {
  function: "a function",
  class: "a class",
  Promise: "a promise",
  WeakMap: "a WeakMap",
  WeakSet: "a WeakSet",
  WeakRef: "a WeakRef",
  Generator: "a generator",
  Iterator: "an iterator",
  Worker: "a Worker",
  MessageChannel: "a MessageChannel",
  Reader: "the reader or writer of a stream",
  Response: "a Response",
  TextEncoder: "a TextEncoder",
  DisposableStack: "a DisposableStack",
  Cown: "a cown",
  Guard: "the guard of a cown",
  Listener: "a listener",
};

/** Kinds that go to another thread only in a transfer list. */
export const TRANSFER_ONLY: Partial<Record<Kind, string>> = {
  MessagePort: "a MessagePort",
  OffscreenCanvas: "an OffscreenCanvas",
  Stream: "a stream",
};

/** What makes objects that structured cloning refuses, of which nothing else matters: by the name of the global. */
export const MAKES_UNCLONEABLE: ReadonlyMap<string, string> = new Map([
  ["Symbol", "a symbol"],
  ["Symbol.for", "a symbol"],
  ["new Proxy", "a Proxy"],
  ["new URL", "a URL"],
  ["new URLSearchParams", "a URLSearchParams"],
  ["new Headers", "a Headers object"],
  ["new Request", "a Request"],
  ["new FormData", "a FormData"],
  ["new AbortController", "an AbortController"],
  ["new EventTarget", "an EventTarget"],
  ["new Event", "an Event"],
  ["new WebSocket", "a WebSocket"],
  ["new XMLHttpRequest", "an XMLHttpRequest"],
  ["document.createElement", "a DOM node"],
  ["document.createElementNS", "a DOM node"],
  ["document.createTextNode", "a DOM node"],
  ["document.createDocumentFragment", "a DOM node"],
  ["document.getElementById", "a DOM node"],
  ["document.querySelector", "a DOM node"],
]);
