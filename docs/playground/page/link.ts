import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";

const KEY = "#code=";

/** The part of an address that carries a program. */
export function hashOf(code: string): string {
  const bytes = deflateSync(strToU8(code), { level: 9 });
  const base64 = btoa(String.fromCharCode(...bytes));
  return KEY + base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @returns undefined if the address carries no program
 * @throws if what it carries is broken
 */
export function codeIn(hash: string): string | undefined {
  if (!hash.startsWith(KEY)) return undefined;
  const binary = atob(hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
  return strFromU8(inflateSync(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
}
