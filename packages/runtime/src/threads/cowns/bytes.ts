import { holderBehind } from "../../heap/holder.js";
import { badPacket } from "../image/bad-packet.js";
import { NESTED_COWN, NOT_COPIED, notSendable } from "../image/refuse.js";
import { isBuffer } from "../image/resources.js";

/**
 * A graph as bytes in one piece: the length of its image and how many buffers there are, the image, and each buffer after
 * its length and, for one that can be resized, the length that it may have.
 */
const HEADER = 2;
const BUFFER = 2;
/** Stands for the greatest length of a buffer that cannot be resized. */
const FIXED = -1;

interface Resizable {
  readonly resizable?: boolean;
  readonly maxByteLength?: number;
}

/** What content is made of. */
export interface Parts {
  readonly image: ArrayBuffer;
  readonly buffers: readonly ArrayBuffer[];
}

/**
 * The buffers among resources; throws for what cannot be copied into shared memory.
 *
 * @param pathOf for messages: where it is
 */
export function buffersOf(resources: readonly object[], pathOf: (resource: object) => string): ArrayBuffer[] {
  return resources.map((resource) => {
    if (isBuffer(resource)) return resource;
    throw notSendable(pathOf(resource), holderBehind(resource) === undefined ? NOT_COPIED : NESTED_COWN, resource);
  });
}

const padded = (bytes: number): number => (bytes + 3) & ~3;

export function lengthOf({ image, buffers }: Parts): number {
  let length = 4 * HEADER + image.byteLength;
  for (const { byteLength } of buffers) length += 4 * BUFFER + padded(byteLength);
  return length;
}

/** Writes them one after another. @param room as long as `lengthOf` says */
export function writeParts({ image, buffers }: Parts, room: Uint8Array): void {
  let at = 0;
  const words = new DataView(room.buffer, room.byteOffset, room.byteLength);
  const word = (value: number): void => {
    words.setInt32(at, value, true);
    at += 4;
  };
  const bytes = (buffer: ArrayBuffer): void => {
    room.set(new Uint8Array(buffer), at);
    at += padded(buffer.byteLength);
  };
  word(image.byteLength);
  word(buffers.length);
  bytes(image);
  for (const buffer of buffers) {
    const { resizable, maxByteLength = 0 } = buffer as Resizable;
    word(buffer.byteLength);
    word(resizable === true ? maxByteLength : FIXED);
    bytes(buffer);
  }
}

/** Reads them again, out of memory that others will change. */
export function readParts(room: Uint8Array): Parts {
  let at = 0;
  const words = new DataView(room.buffer, room.byteOffset, room.byteLength);
  const word = (): number => {
    if (at + 4 > room.byteLength) throw badPacket("what the cown holds is cut off");
    at += 4;
    return words.getInt32(at - 4, true);
  };
  const bytes = (length: number, most: number): ArrayBuffer => {
    if (length < 0 || at + length > room.byteLength) throw badPacket("what the cown holds is cut off");
    const buffer = newBuffer(length, most);
    new Uint8Array(buffer).set(room.subarray(at, at + length));
    at += padded(length);
    return buffer;
  };
  const length = word();
  const count = word();
  const image = bytes(length, FIXED);
  const buffers: ArrayBuffer[] = [];
  for (let i = 0; i < count; i++) buffers.push(bytes(word(), word()));
  return { image, buffers };
}

function newBuffer(length: number, most: number): ArrayBuffer {
  const Memory = ArrayBuffer as new (length: number, options?: { maxByteLength: number }) => ArrayBuffer;
  return most === FIXED ? new Memory(length) : new Memory(length, { maxByteLength: most });
}
