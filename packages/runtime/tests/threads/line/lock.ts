import { type Domain, homeDomain, joinDomain } from "../../../src/threads/domain/domain.js";
import { Entry } from "../../../src/threads/line/entry.js";
import type { Line } from "../../../src/threads/line/line.js";
import { allocate, openPage } from "../../../src/threads/line/page.js";
import { takeOver } from "../../../src/threads/line/protocol.js";

/** What a worker gets, to use the lines of another thread. */
export interface Shared {
  readonly domain: SharedArrayBuffer;
  readonly lines: readonly { readonly page: SharedArrayBuffer; readonly index: number }[];
  /** What the lines guard: a word for each, and more. */
  readonly data: SharedArrayBuffer;
}

export function share(lines: number, words = 16): Shared {
  const domain = homeDomain();
  const addresses = Array.from({ length: lines }, () => {
    const { page, index } = allocate(domain);
    return { page: page.words.buffer, index };
  });
  return { domain: domain.words.buffer, lines: addresses, data: new SharedArrayBuffer(4 * words) };
}

export interface Opened {
  readonly domain: Domain;
  readonly lines: readonly Line[];
  readonly data: Int32Array;
}

export function openShared({ domain: buffer, lines, data }: Shared): Opened {
  const domain = joinDomain(buffer)!;
  return {
    domain,
    lines: lines.map(({ page, index }) => openPage(domain, page)!.line(index)!),
    data: new Int32Array(data),
  };
}

export class LostError extends Error {}

/** Waits for lines. */
export function lock(domain: Domain, ...lines: Line[]): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const entry = Entry.enter(domain, lines, {
      served: () => resolve(entry),
      lost: () => reject(new LostError("lost")),
    });
    if (entry.state === "has") resolve(entry);
  });
}

/** Waits for one line; without a promise where it need not wait. */
export function enterAlone(domain: Domain, line: Line): Entry | Promise<Entry> {
  let resolve: ((entry: Entry) => void) | undefined;
  let reject: ((error: Error) => void) | undefined;
  const visitor = { served: () => resolve!(entry), lost: () => reject!(new LostError("lost")) };
  const entry = Entry.enter(domain, [line], visitor);
  if (entry.state === "has") return entry;
  return new Promise<Entry>((first, second) => {
    resolve = first;
    reject = second;
  });
}

/** Takes over a line whose holder died. */
export function recover(domain: Domain, line: Line): Entry | undefined {
  const ticket = takeOver(line, domain.self);
  return ticket === undefined ? undefined : Entry.holding(domain, line, ticket, { served() {}, lost() {} });
}
