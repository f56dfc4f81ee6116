/** What is used of Node's Buffer, which writes and reads text several times as fast as a loop does. */
interface HostBuffer {
  write(text: string, offset: number, encoding: string): number;
  toString(encoding: string): string;
}
// bundlers may only drop what they know to have no effect, which reading a property is not
const host = /* @__PURE__ */ (() =>
  (globalThis as { Buffer?: { from(memory: ArrayBufferLike, offset: number, bytes: number): HostBuffer } }).Buffer)();

const encoding = (wide: boolean): string => (wide ? "utf16le" : "latin1");

function units(memory: ArrayBufferLike, offset: number, count: number, wide: boolean): Uint8Array | Uint16Array {
  return wide ? new Uint16Array(memory, offset, count) : new Uint8Array(memory, offset, count);
}

export function isWide(text: string): boolean {
  return /[^\0-\xff]/.test(text);
}

export function writeText(text: string, memory: ArrayBufferLike, offset: number, wide: boolean): void {
  if (host !== undefined) {
    host.from(memory, offset, text.length << (wide ? 1 : 0)).write(text, 0, encoding(wide));
    return;
  }
  const target = units(memory, offset, text.length, wide);
  for (let i = 0; i < text.length; i++) target[i] = text.charCodeAt(i);
}

/** As many arguments as every engine accepts. */
const MANY = 8192;

export function readText(memory: ArrayBufferLike, offset: number, count: number, wide: boolean): string {
  if (host !== undefined) return host.from(memory, offset, count << (wide ? 1 : 0)).toString(encoding(wide));
  let text = "";
  const source = units(memory, offset, count, wide);
  for (let i = 0; i < count; i += MANY)
    text += String.fromCharCode.apply(null, source.subarray(i, i + MANY) as unknown as number[]);
  return text;
}
