import type { Kind } from "../flow/state/abstract-object.js";
import type { Content, Result, Signature, Signatures } from "./signature.js";

const asks: Signature = { receiver: "read", result: "primitive", quiet: true };
const eachElement = { argument: 0, passes: ["element", "primitive", "receiver"] } as const;
const eachNumber = { argument: 0, passes: ["primitive", "primitive", "receiver"] } as const;
const eachTwo = { argument: 0, passes: ["element", "element"] } as const;
const reads = (result: Result): Signature => ({ receiver: "read", result });
const visits = (result: Result): Signature => ({ ...reads(result), callback: eachElement });
const copy = (kind: Kind): Result => ({ fresh: kind, elements: "receiver" });
const iterator = (elements: Content): Signature => reads({ fresh: "Iterator", elements });
const reduces: Signature = {
  receiver: "read",
  result: "accumulated",
  callback: { argument: 0, passes: ["accumulator", "element", "primitive", "receiver"] },
};

function methods(kind: string, table: Record<string, Signature>): Signatures {
  return Object.fromEntries(Object.entries(table).map(([name, signature]) => [`${kind}.prototype.${name}`, signature]));
}
const all = (names: string, signature: Signature): Record<string, Signature> =>
  Object.fromEntries(names.split(" ").map((name) => [name, signature]));

const array = methods("Array", {
  push: { receiver: "mutate", rest: "keep", result: "primitive" },
  unshift: { receiver: "mutate", rest: "keep", result: "primitive", shuffles: true },
  pop: { receiver: "mutate", result: "element" },
  shift: { receiver: "mutate", result: "element", shuffles: true },
  splice: {
    receiver: "mutate",
    arguments: ["read", "read"],
    rest: "keep",
    result: { fresh: "array", elements: "taken from receiver" },
    shuffles: true,
  },
  sort: { receiver: "mutate", result: "receiver", shuffles: true, callback: eachTwo },
  reverse: { receiver: "mutate", result: "receiver", shuffles: true },
  fill: { receiver: "mutate", arguments: ["keep"], result: "receiver", shuffles: true },
  copyWithin: { receiver: "mutate", result: "receiver", shuffles: true },
  at: reads("entry"),
  ...all("find findLast", visits("element")),
  ...all("forEach every some findIndex findLastIndex", visits("primitive")),
  ...all("indexOf lastIndexOf includes", { receiver: "read", arguments: ["ask"], result: "primitive" }),
  ...all("join toString toLocaleString", reads("primitive")),
  slice: reads({ fresh: "array", elements: "run of receiver" }),
  toReversed: reads(copy("array")),
  toSorted: { ...reads(copy("array")), callback: eachTwo },
  flat: reads({ fresh: "array", elements: "flat receiver" }),
  filter: visits(copy("array")),
  ...all("concat toSpliced with", { receiver: "read", rest: "read", special: "concat" }),
  map: visits({ fresh: "array", elements: "callback" }),
  flatMap: visits({ fresh: "array", elements: "flat callback" }),
  ...all("reduce reduceRight", reduces),
  values: iterator("receiver"),
  keys: iterator("keys of receiver"),
  entries: iterator("entries of receiver"),
});

const iterators = methods("Iterator", {
  ...all("next return throw", { receiver: "read", special: "next" }),
  ...all("take drop", iterator("receiver")),
  filter: visits({ fresh: "Iterator", elements: "receiver" }),
  map: visits({ fresh: "Iterator", elements: "callback" }),
  flatMap: visits({ fresh: "Iterator", elements: "flat callback" }),
  toArray: reads(copy("array")),
  ...all("forEach every some", visits("primitive")),
  find: visits("element"),
  reduce: reduces,
});

const map = methods("Map", {
  set: { receiver: "mutateContent", arguments: ["keepKey", "keep"], result: "receiver", replaces: true },
  delete: { receiver: "mutateContent", arguments: ["ask"], result: "primitive", replaces: true },
  clear: { receiver: "mutateContent", special: "clear" },
  get: reads("entry"),
  getOrInsert: { receiver: "mutateContent", arguments: ["keepKey", "keep"], result: "element" },
  getOrInsertComputed: { receiver: "mutateContent", arguments: ["keepKey"], result: "element" },
  has: { receiver: "read", arguments: ["ask"], result: "primitive" },
  forEach: { ...reads("primitive"), callback: { argument: 0, passes: ["element", "key", "receiver"] } },
  values: iterator("receiver"),
  keys: iterator("keys of receiver"),
  entries: iterator("entries of receiver"),
});

const set = methods("Set", {
  add: { receiver: "mutateContent", arguments: ["keep"], result: "receiver" },
  delete: { receiver: "mutateContent", arguments: ["ask"], result: "primitive" },
  clear: { receiver: "mutateContent", special: "clear" },
  has: { receiver: "read", arguments: ["ask"], result: "primitive" },
  forEach: { ...reads("primitive"), callback: { argument: 0, passes: ["element", "element", "receiver"] } },
  ...all("values keys", iterator("receiver")),
  entries: iterator("entries of receiver"),
  ...all("union symmetricDifference", reads({ fresh: "Set", elements: ["receiver", "argument 0"] })),
  ...all("intersection difference", reads(copy("Set"))),
  ...all("isSubsetOf isSupersetOf isDisjointFrom", reads("primitive")),
});

/** They cannot be frozen, and do not keep their keys alive. */
const weak: Signatures = {
  ...methods("WeakMap", {
    set: { receiver: "read", arguments: ["ask", "keep"], result: "receiver", replaces: true },
    get: reads("entry"),
    getOrInsert: { receiver: "read", arguments: ["ask", "keep"], result: "element" },
    getOrInsertComputed: { receiver: "read", arguments: ["ask"], result: "element" },
    ...all("has delete", { receiver: "read", arguments: ["ask"], result: "primitive" }),
  }),
  ...methods("WeakSet", {
    add: { receiver: "read", arguments: ["ask"], result: "receiver" },
    ...all("has delete", { receiver: "read", arguments: ["ask"], result: "primitive" }),
  }),
  "WeakRef.prototype.deref": reads("element"),
};

const setters =
  "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate " +
  "setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear";
const date = methods("Date", all(setters, { receiver: "mutateContent", result: "primitive" }));

const typedArray = methods("TypedArray", {
  ...all("set fill sort reverse copyWithin", { receiver: "mutateContent", result: "receiver" }),
  ...all("setFromBase64 setFromHex", { receiver: "mutateContent", result: { fresh: "object" } }),
  subarray: reads("receiver"),
  ...all("slice toSorted toReversed with", reads({ fresh: "TypedArray" })),
  ...all("map filter", { ...reads({ fresh: "TypedArray" }), callback: eachNumber }),
  ...all("every some find findLast findIndex findLastIndex forEach", { ...reads("primitive"), callback: eachNumber }),
  ...all("reduce reduceRight", { ...reduces, callback: { argument: 0, passes: ["accumulator"] } }),
  ...all("at join indexOf lastIndexOf includes toString toLocaleString toBase64 toHex", reads("primitive")),
  ...all("keys values entries", reads({ fresh: "Iterator", elements: [] })),
});

const numbers = "Int8 Uint8 Int16 Uint16 Int32 Uint32 BigInt64 BigUint64 Float16 Float32 Float64".split(" ");
const dataView = methods("DataView", {
  ...all(numbers.map((name) => `get${name}`).join(" "), reads("primitive")),
  ...all(numbers.map((name) => `set${name}`).join(" "), { receiver: "mutateContent", result: "primitive" }),
});

const buffer = methods("ArrayBuffer", {
  slice: reads({ fresh: "ArrayBuffer" }),
  resize: { receiver: "mutateContent", result: "primitive" },
  ...all("transfer transferToFixedLength", { receiver: "transfer", result: { fresh: "ArrayBuffer" } }),
});

const ownFields: Signature = { arguments: ["mutate"], result: "argument 0" };
const eachOfFirst = { argument: 1, passes: ["element of argument 0", "primitive"] } as const;
const object: Signatures = {
  "Object.freeze": { arguments: ["freezeShallow"], result: "argument 0", quiet: true },
  "Object.isFrozen": { arguments: ["ask"], result: "primitive", quiet: true },
  "Object.assign": { arguments: ["mutate"], result: "argument 0", special: "assign" },
  "Object.defineProperty": { arguments: ["mutate"], special: "defineProperty" },
  "Object.defineProperties": ownFields,
  "Object.setPrototypeOf": ownFields,
  "Object.seal": { result: "argument 0" },
  "Object.preventExtensions": { result: "argument 0" },
  ...all("Object.isSealed Object.isExtensible", { arguments: ["ask"], result: "primitive", quiet: true }),
  ...all("Object.keys Object.getOwnPropertyNames Object.getOwnPropertySymbols", {
    result: { fresh: "array", elements: [] },
  }),
  "Object.hasOwn": { result: "primitive" },
  "Object.create": { result: { fresh: "object" } },
  "Object.values": { result: { fresh: "array", elements: "argument 0" } },
  "Object.entries": { result: { fresh: "array", elements: "entries of argument 0" } },
  "Object.fromEntries": { result: { fresh: "object", elements: "pairs of argument 0" } },
  "Object.groupBy": { result: { fresh: "object", elements: "groups of argument 0" }, callback: eachOfFirst },
  "Map.groupBy": { result: { fresh: "Map", elements: "groups of argument 0" }, callback: eachOfFirst },
  "Object.is": { arguments: ["ask", "ask"], result: "primitive", quiet: true },
  ...all("Object.prototype.hasOwnProperty Object.prototype.propertyIsEnumerable", asks),
  "Object.prototype.isPrototypeOf": asks,
  "Reflect.set": { arguments: ["mutate"], special: "setProperty" },
  "Reflect.defineProperty": { arguments: ["mutate"], special: "defineProperty" },
  "Reflect.deleteProperty": { arguments: ["mutate"], special: "deleteProperty" },
  "Reflect.setPrototypeOf": { arguments: ["mutate"], result: "primitive" },
  "Reflect.apply": { special: "reflectApply" },
  "Reflect.get": { special: "reflectGet" },
  "Reflect.construct": { result: "unknown" },
  "Reflect.has": { result: "primitive" },
  "Reflect.isExtensible": { arguments: ["ask"], result: "primitive", quiet: true },
  "Reflect.preventExtensions": { result: "primitive" },
  "Reflect.ownKeys": { result: { fresh: "array", elements: [] } },
  "Array.from": {
    result: { fresh: "array", elements: "all of argument 0" },
    callback: { argument: 1, passes: ["element of argument 0", "primitive"] },
  },
  "Array.isArray": { arguments: ["ask"], result: "primitive", quiet: true },
  "Array.of": { result: { fresh: "array", elements: "arguments" } },
  "Array.fromAsync": {
    result: { fresh: "array", elements: "argument 0", promise: true },
    callback: { argument: 1, passes: ["element of argument 0", "primitive"] },
  },
  "Iterator.from": { result: { fresh: "Iterator", elements: "argument 0" } },
  "ArrayBuffer.isView": { arguments: ["ask"], result: "primitive", quiet: true },
  ...all(
    ["add", "and", "compareExchange", "exchange", "load", "notify", "or", "store", "sub", "wait", "xor"]
      .map((name) => `Atomics.${name}`)
      .join(" "),
    { result: "primitive" },
  ),
  "JSON.stringify": { result: "primitive" },
  "JSON.parse": { result: { fresh: "unknown" } },
  "Function.prototype.call": { special: "call" },
  "Function.prototype.apply": { special: "apply" },
  "Function.prototype.bind": { special: "bind" },
  ...all("Promise.prototype.then Promise.prototype.catch Promise.prototype.finally", { special: "then" }),
  "Promise.resolve": { special: "promiseOf" },
  "Promise.reject": { result: { fresh: "Promise" } },
  "Promise.try": { special: "promiseTry" },
  "Promise.withResolvers": { special: "newPromise" },
  "@resolve": { special: "resolvePromise", quiet: true },
  ...all("Promise.all Promise.allSettled Promise.race Promise.any", { special: "promiseOfAll" }),
  "DisposableStack.prototype.use": { receiver: "read", special: "useInStack" },
  "DisposableStack.prototype.adopt": { receiver: "read", special: "useInStack" },
  "DisposableStack.prototype.move": { receiver: "read", result: "receiver" },
  "DisposableStack.prototype.dispose": { receiver: "dispose", result: "primitive" },
  "DisposableStack.prototype.disposeAsync": { receiver: "dispose", result: "unknown" },
  require: { special: "require" },
};

const constructors: Signatures = {
  ...Object.fromEntries(
    ["Map", "WeakMap"].map((kind) => [
      `new ${kind}`,
      { arguments: ["read"], result: { fresh: kind as Kind, elements: "pairs of argument 0" } } satisfies Signature,
    ]),
  ),
  "new Set": { arguments: ["read"], result: { fresh: "Set", elements: "all of argument 0" } },
  "new WeakSet": { arguments: ["read"], result: { fresh: "WeakSet", elements: [] } },
  "new DisposableStack": { result: { fresh: "DisposableStack" } },
  "new AsyncDisposableStack": { result: { fresh: "DisposableStack" } },
  "new WeakRef": { result: { fresh: "WeakRef", elements: "arguments" } },
  "new Promise": { special: "newPromise" },
  "new Array": { result: { fresh: "array", elements: "arguments" } },
  Array: { result: { fresh: "array", elements: "arguments" } },
  "new Object": { result: { fresh: "object" } },
  "new Date": { result: { fresh: "Date" } },
  "new RegExp": { result: { fresh: "RegExp" } },
  "new ArrayBuffer": { result: { fresh: "ArrayBuffer" } },
  "new SharedArrayBuffer": { result: { fresh: "SharedArrayBuffer" } },
};

export const typedArrayNames = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];

const views: Signatures = Object.fromEntries(
  [...typedArrayNames, "DataView"].map((name) => [`new ${name}`, { special: "newView" } satisfies Signature]),
);
const typedArrayStatics: Signatures = Object.fromEntries(
  typedArrayNames.flatMap((name) => [
    [`${name}.from`, { result: { fresh: "TypedArray" } } satisfies Signature],
    [`${name}.of`, { result: { fresh: "TypedArray" } } satisfies Signature],
  ]),
);

/** ECMAScript's own functions and methods that touch ownership, or that are common and known not to. */
export const ecmascript: Signatures = {
  ...array,
  ...iterators,
  ...weak,
  ...dataView,
  ...map,
  ...set,
  ...date,
  ...typedArray,
  ...buffer,
  ...object,
  ...constructors,
  ...views,
  ...typedArrayStatics,
};
