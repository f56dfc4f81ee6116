import { gunzipSync, gzipSync } from "node:zlib";
import type { Config } from "./config.ts";
import type { Frozen } from "regions-runtime";

/** What one part of an access log says. */
export interface Summary {
  requests: number;
  errors: number;
  robots: number;
  /** Requests that took longer than the configured limit, by path. */
  slow: Record<string, number>;
}

export type Bytes = Uint8Array<ArrayBuffer>;

const paths = ["/", "/cart", "/checkout", "/health", "/products", "/search"];
const newline = "\n".charCodeAt(0);

/** Writes a log, always the same one: the example needs no file and has the same result everywhere. */
export function writeLog(lines: number): Bytes {
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  let text = "";
  for (let i = 0; i < lines; i++) {
    const path = paths[random(paths.length)]!;
    const milliseconds = random(path === "/search" ? 900 : 320);
    text += `10.0.0.${random(250)} GET ${path} ${random(40) === 0 ? 500 : 200} ${milliseconds}\n`;
  }
  return encode(text);
}

export function encode(text: string): Bytes {
  return Uint8Array.from(new TextEncoder().encode(text));
}

export function decode(bytes: Uint8Array | ArrayBuffer): string {
  return new TextDecoder().decode(bytes);
}

/** Cuts a log at line ends. The older half is compressed. Each chunk has a buffer of its own and can be transferred. */
export function cut(log: Bytes, size: number): Bytes[] {
  const chunks: Bytes[] = [];
  for (let start = 0; start < log.length;) {
    const next = log.indexOf(newline, start + size);
    const end = next === -1 ? log.length : next + 1;
    const part = log.slice(start, end);
    chunks.push(end < log.length / 2 ? Uint8Array.from(gzipSync(part)) : part);
    start = end;
  }
  return chunks;
}

/** Reads a chunk, compressed or not. This is what the workers do. */
export function summarize(chunk: Uint8Array, config: Frozen<Config>, robots: ReadonlySet<string>): Summary {
  const text = decode(chunk[0] === 0x1f ? gunzipSync(chunk) : chunk);
  const summary: Summary = { requests: 0, errors: 0, robots: 0, slow: {} };
  for (const line of text.trimEnd().split("\n")) {
    const [address = "", , path = "", status, milliseconds] = line.split(" ");
    if (config.ignoredPaths.includes(path)) continue;
    summary.requests += 1;
    if (robots.has(address)) summary.robots += 1;
    if (Number(status) >= 500) summary.errors += 1;
    if (Number(milliseconds) > config.slowMs) summary.slow[path] = (summary.slow[path] ?? 0) + 1;
  }
  return summary;
}
