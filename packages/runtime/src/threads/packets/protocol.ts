import { isProxy } from "../../objects/proxy.js";
import { isSharedMemory } from "../shared-memory.js";
import { expect } from "../image/bad-packet.js";
import { kindOf } from "../../objects/kind.js";
import { isBuffer, isTransferable } from "../image/resources.js";
import type { SharedMemory } from "../frozen/wire.js";

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

/** The frozen graphs in shared memory that a message refers to. */
export interface Shared {
  /** All that are needed, each before those that it refers to. */
  readonly list: readonly SharedMemory[];
  /** Those among them that the image of the message itself refers to. */
  readonly uses: readonly number[];
}

/** What goes from thread to thread. */
export interface Message {
  readonly [MARK]: typeof PROTOCOL;
  /** The graph, see `image/format.ts`. */
  readonly image: ArrayBuffer;
  /** What the image refers to and is no data. */
  readonly resources: readonly object[];
  readonly claim: Claim | undefined;
  readonly shared: Shared | undefined;
}

export function messageOf(
  image: ArrayBuffer,
  resources: readonly object[],
  shared: Shared | undefined,
  claim?: Claim,
): Message {
  return { [MARK]: PROTOCOL, image, resources, claim, shared };
}

/** A message of which there may be copies: whoever makes them sees to it that only one is unpacked. */
export function copyable(message: unknown): Message {
  const { image, resources, shared } = message as Message;
  return messageOf(image, resources, shared);
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
  expect(isBuffer(image), "it has no image of a graph");
  // each takes a word of the image: so long lists without elements are not walked
  const resources = readList(field(fields, "resources"), image.byteLength / 4, readResource);
  return messageOf(image, resources, readShared(field(fields, "shared")), readClaim(field(fields, "claim")));
}

function readResource(resource: unknown): object {
  expect(typeof resource === "object" && resource !== null, "it has a resource that is none");
  if (isProxy(resource) || isTransferable(kindOf(resource))) return resource;
  const [domain, page, index, memory, name] = ["domain", "page", "index", "memory", "name"].map((key) =>
    field(resource, key),
  );
  const struct = readStruct(field(resource, "struct"));
  expect(
    isShared(domain) && isShared(page) && isShared(memory) && typeof index === "number",
    "it has a resource that nobody can have transferred",
  );
  expect(name === undefined || typeof name === "string", "it has a cown with a name that is none");
  return { domain, page, index, memory, name, struct } satisfies CownAddress;
}

function readStruct(struct: unknown): StructAddress | undefined {
  if (struct === undefined) return undefined;
  expect(isPlain(struct), NO_STRUCT);
  const memory = field(struct, "memory");
  const fields = field(struct, "fields");
  expect(isShared(memory) && Array.isArray(fields) && !isProxy(fields), NO_STRUCT);
  // each takes a byte of the memory: so long lists without elements are not walked
  expect(fields.length <= memory.byteLength, NO_STRUCT);
  return { memory, fields: Array.from({ length: fields.length }, (_, i) => readField(field(fields, i))) };
}

const NO_STRUCT = "it has a cown with fields that are none";

function readField(pair: unknown): readonly [string, string] {
  expect(isPlain(pair), NO_STRUCT);
  const [name, type] = [field(pair, 0), field(pair, 1)];
  expect(typeof name === "string" && typeof type === "string", NO_STRUCT);
  return [name, type];
}

function readClaim(claim: unknown): Claim | undefined {
  if (claim === undefined) return undefined;
  expect(isPlain(claim), "its claim is none");
  const page = field(claim, "page");
  const index = field(claim, "index");
  expect(isShared(page) && typeof index === "number", "its claim is none");
  return { page, index };
}

/** More than any message refers to. */
const MOST = 1 << 16;

function readShared(shared: unknown): Shared | undefined {
  if (shared === undefined) return undefined;
  expect(isPlain(shared), "its shared memory is none");
  const list = readList(field(shared, "list"), MOST, (entry): SharedMemory => {
    expect(isPlain(entry), "its shared memory is none");
    const memory = field(entry, "memory");
    expect(isShared(memory), "its shared memory is none");
    return { memory, uses: readList(field(entry, "uses"), MOST, readIndex) };
  });
  return { list, uses: readList(field(shared, "uses"), list.length, readIndex) };
}

function readIndex(index: unknown): number {
  expect(typeof index === "number", "it has an index that is none");
  return index;
}

function readList<T>(list: unknown, most: number, read: (element: unknown) => T): T[] {
  expect(Array.isArray(list) && !isProxy(list), "it has no list where there should be one");
  expect(list.length <= most, "it has a list that is too long");
  return Array.from({ length: list.length }, (_, i) => read(field(list, i)));
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isProxy(value);
}

function isShared(memory: unknown): memory is SharedArrayBuffer {
  return isSharedMemory(memory) && !isProxy(memory);
}

/** The value of an own field; undefined where there is an accessor. */
function field(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
