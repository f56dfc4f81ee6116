import { isProxy } from "../../objects/proxy.js";
import { expect } from "../image/bad-packet.js";
import { isBuffer } from "../image/resources.js";
import type { SharedMemory } from "../frozen/wire.js";

/** The field by which a message is told from those of others; its value is the version of the protocol. */
const MARK = "regions-runtime";
const PROTOCOL = 1;

/** A word of shared memory that the first to unpack a region sets: whatever copies a message, a region has one owner. */
export interface Claim {
  readonly page: SharedArrayBuffer;
  readonly index: number;
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
  const resources = readList(field(fields, "resources"), image.byteLength / 4, (resource) => {
    expect(typeof resource === "object" && resource !== null, "it has a resource that is none");
    return resource;
  });
  return messageOf(image, resources, readShared(field(fields, "shared")), readClaim(field(fields, "claim")));
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
  return typeof SharedArrayBuffer === "function" && memory instanceof SharedArrayBuffer && !isProxy(memory);
}

/** The value of an own field; undefined where there is an accessor. */
function field(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
