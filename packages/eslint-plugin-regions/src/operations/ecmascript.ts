import type { Kind } from "../flow/abstract-object.js";
import type { Result, Signature, Signatures } from "./signature.js";

const asks: Signature = { receiver: "read", result: "primitive", quiet: true };
const eachElement = { argument: 0, passes: ["element", "primitive", "receiver"] } as const;
const reads = (result: Result): Signature => ({ receiver: "read", result });
const visits = (result: Result): Signature => ({ ...reads(result), callback: eachElement });
const copy = (kind: Kind): Result => ({ fresh: kind, elements: "receiver" });

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
  splice: { receiver: "mutate", arguments: ["read", "read"], rest: "keep", result: copy("array"), shuffles: true },
  sort: {
    receiver: "mutate",
    result: "receiver",
    shuffles: true,
    callback: { argument: 0, passes: ["element", "element"] },
  },
  reverse: { receiver: "mutate", result: "receiver", shuffles: true },
  fill: { receiver: "mutate", arguments: ["keep"], result: "receiver", shuffles: true },
  copyWithin: { receiver: "mutate", result: "receiver", shuffles: true },
  at: reads("element"),
  ...all("find findLast", visits("element")),
  ...all("forEach every some findIndex findLastIndex", visits("primitive")),
  ...all("indexOf lastIndexOf includes", { receiver: "read", arguments: ["ask"], result: "primitive" }),
  ...all("join toString toLocaleString", reads("primitive")),
  ...all("slice toSorted toReversed flat values", reads(copy("array"))),
  filter: visits(copy("array")),
  ...all("concat toSpliced with", { receiver: "read", rest: "read", special: "concat" }),
  ...all("map flatMap", { ...visits({ fresh: "array", elements: "callback" }) }),
  ...all("reduce reduceRight", {
    receiver: "read",
    result: "unknown",
    callback: { argument: 0, passes: ["argument 1", "element", "primitive", "receiver"] },
  }),
  ...all("keys entries", reads({ fresh: "array" })),
});

const map = methods("Map", {
  set: { receiver: "mutateContent", arguments: ["keepKey", "keep"], result: "receiver" },
  delete: { receiver: "mutateContent", arguments: ["ask"], result: "primitive" },
  clear: { receiver: "mutateContent", special: "clear" },
  get: reads("element"),
  has: { receiver: "read", arguments: ["ask"], result: "primitive" },
  forEach: { receiver: "read", result: "primitive", callback: eachElement },
  values: reads(copy("array")),
  ...all("keys entries", reads({ fresh: "array" })),
});

const set = methods("Set", {
  add: { receiver: "mutateContent", arguments: ["keep"], result: "receiver" },
  delete: { receiver: "mutateContent", arguments: ["ask"], result: "primitive" },
  clear: { receiver: "mutateContent", special: "clear" },
  has: { receiver: "read", arguments: ["ask"], result: "primitive" },
  forEach: { receiver: "read", result: "primitive", callback: eachElement },
  ...all("values keys", reads(copy("array"))),
  entries: reads({ fresh: "array" }),
  ...all("union intersection difference symmetricDifference", reads(copy("Set"))),
});

const setters =
  "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate " +
  "setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear";
const date = methods("Date", all(setters, { receiver: "mutateContent", result: "primitive" }));

const typedArray = methods("TypedArray", {
  ...all("set fill sort reverse copyWithin", { receiver: "mutateContent", result: "receiver" }),
  subarray: reads("receiver"),
  ...all("slice toSorted toReversed with map filter", reads({ fresh: "TypedArray" })),
  ...all("at every some find findIndex forEach reduce join indexOf includes", reads("primitive")),
});

const buffer = methods("ArrayBuffer", {
  slice: reads({ fresh: "ArrayBuffer" }),
  resize: { receiver: "mutateContent", result: "primitive" },
  ...all("transfer transferToFixedLength", { receiver: "transfer", result: { fresh: "ArrayBuffer" } }),
});

const ownFields: Signature = { arguments: ["mutate"], result: "argument 0" };
const object: Signatures = {
  "Object.freeze": { arguments: ["freezeShallow"], result: "argument 0", quiet: true },
  "Object.isFrozen": { arguments: ["ask"], result: "primitive", quiet: true },
  "Object.assign": { arguments: ["mutate"], result: "argument 0", special: "assign" },
  "Object.defineProperty": { arguments: ["mutate"], special: "defineProperty" },
  "Object.defineProperties": ownFields,
  "Object.setPrototypeOf": ownFields,
  "Object.seal": { result: "argument 0" },
  "Object.preventExtensions": { result: "argument 0" },
  "Object.keys": { result: { fresh: "array" } },
  "Object.getOwnPropertyNames": { result: { fresh: "array" } },
  "Object.values": { result: { fresh: "array", elements: "argument 0" } },
  "Object.entries": { result: { fresh: "array" } },
  "Object.fromEntries": { result: { fresh: "object" } },
  "Object.is": { arguments: ["ask", "ask"], result: "primitive", quiet: true },
  "Object.prototype.hasOwnProperty": asks,
  "Reflect.set": { arguments: ["mutate"], special: "setProperty" },
  "Reflect.defineProperty": { arguments: ["mutate"], special: "defineProperty" },
  "Reflect.deleteProperty": { arguments: ["mutate"], special: "deleteProperty" },
  "Reflect.setPrototypeOf": { arguments: ["mutate"], result: "primitive" },
  "Reflect.apply": { special: "reflectApply" },
  "Reflect.has": { result: "primitive" },
  "Reflect.ownKeys": { result: { fresh: "array" } },
  "Array.from": {
    result: { fresh: "array", elements: "argument 0" },
    callback: { argument: 1, passes: ["element of argument 0", "primitive"] },
  },
  "Array.isArray": { arguments: ["ask"], result: "primitive", quiet: true },
  "Array.of": { result: { fresh: "array" } },
  "JSON.stringify": { result: "primitive" },
  "JSON.parse": { result: { fresh: "unknown" } },
  "Function.prototype.call": { special: "call" },
  "Function.prototype.apply": { special: "apply" },
  "Function.prototype.bind": { special: "bind" },
  "Promise.prototype.then": { special: "then" },
  "Promise.prototype.finally": { special: "then" },
  "Promise.resolve": { special: "promiseResolve" },
  "Promise.reject": { result: { fresh: "Promise" } },
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
    ["Set", "WeakMap", "WeakSet"].map((kind) => [
      `new ${kind}`,
      { arguments: ["read"], result: { fresh: kind as Kind, elements: "argument 0" } } satisfies Signature,
    ]),
  ),
  "new Map": { arguments: ["read"], special: "newMap", result: { fresh: "Map" } },
  "new DisposableStack": { result: { fresh: "DisposableStack" } },
  "new AsyncDisposableStack": { result: { fresh: "DisposableStack" } },
  "new WeakRef": { result: { fresh: "WeakRef" } },
  "new Promise": { callback: { argument: 0, passes: ["primitive", "primitive"] }, result: { fresh: "Promise" } },
  "new Array": { rest: "keep", result: { fresh: "array" } },
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
