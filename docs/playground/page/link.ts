import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";

const KEY = "#code=";

/** A link can be made to grow without end. */
const MOST_BYTES = 1_000_000;

/** The part of an address that carries a program. */
export function hashOf(code: string): string {
  const bytes = deflateSync(strToU8(code), { level: 9 });
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return KEY + base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @returns undefined if the address carries no program
 * @throws if what it carries is broken
 */
export function codeIn(hash: string): string | undefined {
  if (!hash.startsWith(KEY)) return undefined;
  const binary = atob(hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const text = inflateSync(bytes, { out: new Uint8Array(MOST_BYTES) }); // what has no room is dropped
  if (text.length === MOST_BYTES) throw new RangeError(`The program is longer than ${MOST_BYTES} bytes.`);
  return strFromU8(text);
}
