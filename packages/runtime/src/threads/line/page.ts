import type { Domain } from "../domain/domain.js";
import { PAGES } from "../domain/layout.js";
import { isSharedMemory, newSharedMemory } from "../shared-memory.js";
import { format, Line } from "./line.js";
import { LINE_WORDS, RING } from "./place.js";

/** Lines are made so many at a time: memory that is shared is not cheap to make, nor to send. */
const LINES = 64;

/** Tells a page from other shared memory. */
const MAGIC = 0x5e610002;
/** Words of a page's header; a cache line. */
const HEADER = 16;
const NUMBER = 1;
const PAGE_WORDS = HEADER + LINES * LINE_WORDS;

/** Memory for lines, made by one thread and known to all that use one of them. It lasts as long as anybody knows it. */
export class Page {
  readonly #lines = new Array<Line | undefined>(LINES);

  constructor(
    readonly words: Int32Array<SharedArrayBuffer>,
    readonly domain: Domain,
  ) {}

  get number(): number {
    return Atomics.load(this.words, NUMBER);
  }

  /** The same object each time, in one thread. */
  line(index: number): Line | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= LINES) return undefined;
    return (this.#lines[index] ??= new Line(this.words, HEADER + index * LINE_WORDS, RING, this.domain.words));
  }
}

/** The pages that this thread knows, by domain and number. */
const known = /* @__PURE__ */ new WeakMap<Domain, Map<number, WeakRef<Page>>>();

/** The page from which this thread gives out lines, and how many it has given. */
let current: Page | undefined;
let given = 0;

/** Where a line is: what other threads need to know to use it. */
export interface Address {
  readonly page: Page;
  readonly index: number;
}

/** A new line. */
export function allocate(domain: Domain): Address {
  if (current?.domain !== domain || given === LINES) {
    current = remember(newPage(domain));
    given = 0;
  }
  return { page: current, index: given++ };
}

function newPage(domain: Domain): Page {
  const words = new Int32Array(newSharedMemory(4 * PAGE_WORDS));
  const number = Atomics.add(domain.words, PAGES, 1);
  words[0] = MAGIC;
  words[NUMBER] = number;
  for (let i = 0; i < LINES; i++) format(words, HEADER + i * LINE_WORDS, RING, number * LINES + i);
  return new Page(words, domain);
}

function pagesOf(domain: Domain): Map<number, WeakRef<Page>> {
  let pages = known.get(domain);
  if (pages === undefined) known.set(domain, (pages = new Map<number, WeakRef<Page>>()));
  return pages;
}

function remember(page: Page): Page {
  pagesOf(page.domain).set(page.number, new WeakRef(page));
  return page;
}

/**
 * The page of another thread, as it came with a packet.
 *
 * @returns undefined if that is no page
 */
export function openPage(domain: Domain, buffer: unknown): Page | undefined {
  if (!isSharedMemory(buffer) || buffer.byteLength !== 4 * PAGE_WORDS) return undefined;
  const words = new Int32Array(buffer);
  if (Atomics.load(words, 0) !== MAGIC) return undefined;
  return pagesOf(domain).get(Atomics.load(words, NUMBER))?.deref() ?? remember(new Page(words, domain));
}
