import type { Signatures } from "./signature.js";

const RUNTIME = "regions-runtime";
const THREADS = "regions-runtime/threads";
const POOL = "regions-runtime/pool";

/** The functions of the runtime, by where they are imported from. */
export const runtimeApi: Signatures = {
  [`${RUNTIME}#freeze`]: { arguments: ["freeze"], rest: "freeze", result: "argument 0" },
  [`${RUNTIME}#isFrozen`]: { arguments: ["ask"], result: "primitive", quiet: true },
  [`${RUNTIME}#isFreezable`]: { arguments: ["ask"], result: "primitive", quiet: true },
  [`${RUNTIME}#thaw`]: { arguments: ["read"], special: "thaw" },
  [`${RUNTIME}#setFreezable`]: { arguments: ["read"], special: "setFreezable" },
  [`${RUNTIME}#getFreezable`]: { arguments: ["ask"], result: "primitive" },
  [`${RUNTIME}#registerType`]: { result: "primitive" },
  [`new ${RUNTIME}#Region`]: { special: "newRegion", result: { fresh: "Region" } },
  [`${RUNTIME}#isRegion`]: { arguments: ["ask"], result: "primitive", quiet: true },
  [`${RUNTIME}#move`]: { arguments: ["read"], special: "move" },
  [`${RUNTIME}#borrow`]: { arguments: ["read"], special: "borrow" },
  [`${RUNTIME}#borrowCount`]: { arguments: ["read"], result: "primitive" },
  [`${RUNTIME}#close`]: { arguments: ["close"], result: "primitive" },
  [`${RUNTIME}#isClosed`]: { arguments: ["read"], result: "primitive" },
  [`${RUNTIME}#merge`]: { arguments: ["merge", "read"], result: "primitive" },
  [`${RUNTIME}#dissolve`]: { arguments: ["read"], special: "dissolve" },
  [`${RUNTIME}#validate`]: { arguments: ["read"], result: "primitive" },
  [`${RUNTIME}#regionOf`]: { arguments: ["read"], result: "unknown" },
  [`${RUNTIME}#parentOf`]: { arguments: ["read"], result: "unknown" },
  [`${RUNTIME}#regionInfo`]: { arguments: ["read"], result: "unknown" },
  [`${RUNTIME}#checkInvariant`]: { rest: "read", result: "primitive" },
  [`new ${RUNTIME}#Cown`]: { special: "newCown", result: { fresh: "Cown" } },
  [`${RUNTIME}#read`]: { arguments: ["read"], special: "readCown" },
  [`${RUNTIME}#when`]: { arguments: ["read", "ask"], special: "when" },
  [`${RUNTIME}#quiesce`]: { special: "quiesce" },
  "Cown.prototype.acquire": { receiver: "read", special: "acquire", quiet: true },
  "Cown.prototype.tryAcquire": { receiver: "read", special: "tryAcquire", quiet: true },
  [`${RUNTIME}#configure`]: { result: "primitive" },
  [`${THREADS}#send`]: { arguments: ["read", "send"], result: "primitive" },
  [`${THREADS}#listen`]: { arguments: ["read", "later"], special: "listen" },
  [`${THREADS}#pack`]: { arguments: ["send"], result: { fresh: "object" } },
  [`${THREADS}#unpack`]: { arguments: ["read"], result: "unknown" },
  [`${POOL}#behaviours`]: { arguments: ["read"], result: "unknown" },
  [`${POOL}#whenOn`]: { arguments: ["read", "read", "ask"], rest: "send", result: "unknown" },
  [`${THREADS}#materialize`]: { arguments: ["read"], result: "unknown" },
};

/** Operations that take a region as such; a merged child is no region any more. */
export const regionOperations: ReadonlySet<string> = new Set(
  ["move", "borrowCount", "close", "isClosed", "merge", "dissolve", "validate", "parentOf", "regionInfo"]
    .map((name) => `${RUNTIME}#${name}`)
    .concat(`new ${RUNTIME}#Cown`, `${THREADS}#send`, `${THREADS}#pack`),
);
