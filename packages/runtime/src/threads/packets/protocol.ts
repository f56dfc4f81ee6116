import { isProxy } from "../../objects/proxy.js";
import { isSharedMemory } from "../shared-memory.js";
import { expect } from "../image/bad-packet.js";
import { kindOf } from "../../objects/kind.js";
import { isBuffer, isTransferable } from "../image/resources.js";

/** The field by which a message is told from those of others; its value is the version of the protocol. */
const MARK = "regions-runtime";
const PROTOCOL = 1;

/** A word of shared memory that the first to unpack a region sets: whatever copies a message, a region has one owner. */
export interface Claim {
  readonly page: SharedArrayBuffer;
  readonly index: number;
}

/** Where a cown is that several threads have. */
export interface CownAddress {
  readonly domain: SharedArrayBuffer;
  /** Of lines, and which one it is. */
  readonly page: SharedArrayBuffer;
  readonly index: number;
  /** For what it holds. */
  readonly memory: SharedArrayBuffer;
  readonly name: string | undefined;
  readonly struct: StructAddress | undefined;
}

/** Where a cown's fields are, if they are in memory of their own. */
export interface StructAddress {
  readonly memory: SharedArrayBuffer;
  /** Name and type of each. */
  readonly fields: readonly (readonly [string, string])[];
}

/** A cown among what travels beside an image; everything else there is an object of the host. */
export function isCownAddress(resource: object): resource is CownAddress {
  return Object.getPrototypeOf(resource) === Object.prototype && Object.hasOwn(resource, "page");
}

/** What goes from thread to thread. */
export interface Message {
  readonly [MARK]: typeof PROTOCOL;
  /** The graph, see `image/format.ts`. */
  readonly image: ArrayBuffer;
  /** What the image refers to and is no data. */
  readonly resources: readonly object[];
  readonly claim: Claim | undefined;
}

export function messageOf(image: ArrayBuffer, resources: readonly object[], claim?: Claim): Message {
  return { [MARK]: PROTOCOL, image, resources, claim };
}

/** A message of which there may be copies: whoever makes them sees to it that only one is unpacked. */
export function copyable(message: unknown): Message {
  const { image, resources } = message as Message;
  return messageOf(image, resources);
}

/** Is this one of our messages, whatever is wrong with it? */
export function isMarked(message: unknown): boolean {
  return typeof message === "object" && message !== null && !isProxy(message) && Object.hasOwn(message, MARK);
}

/** Reads a message that may come from anywhere. Runs no code of whoever made it. */
export function readMessage(message: unknown): Message {
  expect(isMarked(message), "it is no packet, but a message of somebody else");
  const fields = message as object;
  expect(field(fields, MARK) === PROTOCOL, "it is of another version");
  const image = field(fields, "image");
  const resources = field(fields, "resources");
  expect(isBuffer(image), "it has no image of a graph");
  expect(Array.isArray(resources) && !isProxy(resources), "it has no list of resources");
  // each takes a word of the image: so long lists without elements are not walked
  expect(resources.length <= image.byteLength / 4, "it has more resources than its image");
  const list = Array.from({ length: resources.length }, (_, i) => readResource(field(resources, i)));
  return messageOf(image, list, readClaim(field(fields, "claim")));
}

function readResource(resource: unknown): object {
  expect(typeof resource === "object" && resource !== null, "it has a resource that is none");
  if (isProxy(resource) || isTransferable(kindOf(resource))) return resource;
  const [domain, page, index, memory, name] = ["domain", "page", "index", "memory", "name"].map((key) =>
    field(resource, key),
  );
  const struct = readStruct(field(resource, "struct"));
  expect(
    isSharedMemory(domain) && isSharedMemory(page) && isSharedMemory(memory) && typeof index === "number",
    "it has a resource that nobody can have transferred",
  );
  expect(name === undefined || typeof name === "string", "it has a cown with a name that is none");
  return { domain, page, index, memory, name, struct } satisfies CownAddress;
}

function readStruct(struct: unknown): StructAddress | undefined {
  if (struct === undefined) return undefined;
  expect(typeof struct === "object" && struct !== null && !isProxy(struct), NO_STRUCT);
  const memory = field(struct, "memory");
  const fields = field(struct, "fields");
  expect(isSharedMemory(memory) && Array.isArray(fields) && !isProxy(fields), NO_STRUCT);
  // each takes a byte of the memory: so long lists without elements are not walked
  expect(fields.length <= memory.byteLength, NO_STRUCT);
  return { memory, fields: Array.from({ length: fields.length }, (_, i) => readField(field(fields, i))) };
}

const NO_STRUCT = "it has a cown with fields that are none";

function readField(pair: unknown): readonly [string, string] {
  expect(typeof pair === "object" && pair !== null && !isProxy(pair), NO_STRUCT);
  const [name, type] = [field(pair, 0), field(pair, 1)];
  expect(typeof name === "string" && typeof type === "string", NO_STRUCT);
  return [name, type];
}

function readClaim(claim: unknown): Claim | undefined {
  if (claim === undefined) return undefined;
  expect(typeof claim === "object" && claim !== null && !isProxy(claim), "its claim is none");
  const page = field(claim, "page");
  const index = field(claim, "index");
  expect(isSharedMemory(page) && !isProxy(page) && typeof index === "number", "its claim is none");
  return { page, index };
}

/** The value of an own field; undefined where there is an accessor. */
function field(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
