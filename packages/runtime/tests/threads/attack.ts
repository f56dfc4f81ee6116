import { checkInvariant, freeze, isFrozen, isRegion, Region, RegionError } from "../../src/index.js";
import { unpack } from "../../src/threads.js";
import { planPacket } from "../../src/threads/packets/plan.js";
import { Point } from "./worker/point.js";

/** A message that can be made again and again: its image, and what goes with it. */
interface Seed {
  readonly words: Words;
  /** The sizes of buffers. */
  readonly resources: readonly number[];
}

function seedOf(value: unknown): Seed {
  // with what is frozen in the image itself; that in shared memory is attacked in frozen/attack.ts
  const { image, resources } = planPacket(value, "pack", false) as { image: ArrayBuffer; resources: ArrayBuffer[] };
  return { words: new Int32Array(image), resources: resources.map(({ byteLength }) => byteLength) };
}

export function wild(): object {
  const value: any = {
    list: [1, -0, 1.5, "text", "ключ", 10n ** 20n, Symbol.iterator, undefined, null, , true],
    map: new Map<unknown, unknown>([
      ["a", { n: 1 }],
      [{}, new Set([1, "b"])],
    ]),
    date: new Date(0),
    pattern: /a+(b)/gi,
    error: new RangeError("out", { cause: { deep: [] } }),
    many: new AggregateError([new Error("one")], "several"),
    boxes: [Object("boxed"), Object(1), Object(5n)],
    memory: new Float64Array([1, 2, 3]),
    view: new DataView(new ArrayBuffer(16), 4, 8),
    point: new Point(3, 4),
    bare: Object.assign(Object.create(null) as object, { x: 1 }),
    sealed: Object.seal({ a: 1 }),
    shell: Object.freeze({ inner: { n: 1 } }),
    config: freeze({ hosts: new Map([["a", [1]]]), at: new Date(1), point: new Point(1, 1) }),
    ["__proto__"]: 1,
  };
  value.sparse = Object.assign([], { 5000: 1, name: "extra" });
  value.self = value;
  value.points = new Map([[value.point, [value.point, value]]]);
  Object.defineProperty(value, "hidden", { value: { n: 1 }, enumerable: false, configurable: true, writable: true });
  return value as object;
}

/** Messages of every sort. */
export function seeds(): Seed[] {
  const nested = new Region<any>(wild(), { name: "outer" });
  nested.child = new Region({ list: [new Region({ n: 1 }, { name: "inner" })] }, { name: "middle" });
  return [
    seedOf(new Region({ n: 1 })),
    seedOf(new Region(wild(), { name: "wild" })),
    seedOf(nested),
    seedOf(freeze({ list: [{ a: 1 }, { a: 2 }], map: new Map([["k", new Set([1])]]), point: new Point(1, 2) })),
    seedOf(new Region([Array.from({ length: 30 }, (_, id) => ({ id, name: `name ${id}`, on: id % 2 === 0 }))])),
    seedOf("text"),
  ];
}

export type Random = (below: number) => number;

/** The same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export type Words = Int32Array<ArrayBuffer>;

/** Changes a few words: to others of the image, to neighbours, to extremes, to values of another sort. */
export function mutate(words: Words, other: Int32Array, random: Random): Words {
  const at = random(words.length);
  switch (random(9)) {
    case 0:
      words[at] = words[random(words.length)]!;
      return words;
    case 1:
      words[at]! += random(33) - 16;
      return words;
    case 2:
      words[at]! ^= 1 << random(32);
      return words;
    case 3:
      words[at] = [0, -1, 1, 0x7fffffff, -0x80000000, 0x10000, 0xffff][random(7)]!;
      return words;
    case 4:
      words[at] = (random(64) << 4) | (random(8) * 2 + 1);
      return words;
    case 5: {
      const length = random(Math.min(16, words.length - at)) + 1;
      const from = random(other.length);
      words.set(other.subarray(from, Math.min(from + length, from + words.length - at)), at);
      return words;
    }
    case 6:
      words.copyWithin(at, random(words.length), random(words.length));
      return words;
    case 7:
      return words.slice(0, at);
    default:
      return Int32Array.from([...words.subarray(0, at), ...other.subarray(0, random(20)), ...words.subarray(at)]);
  }
}

export interface Outcome {
  refused: number;
  accepted: number;
  /** Errors of other kinds, and values that are not what they should be. */
  readonly other: unknown[];
  /** The longest that one message has taken, in milliseconds. */
  slowest: number;
}

/** Images that were accepted are changed further: so the attack gets deep. */
const KEPT = 300;

export function attack(options: { runs: number; seed: number; seeds: Seed[] }): Outcome {
  const random = randomFrom(options.seed);
  const pool = [...options.seeds];
  const outcome: Outcome = { refused: 0, accepted: 0, other: [], slowest: 0 };
  for (let run = 0; run < options.runs; run++) {
    const seed = pool[random(pool.length)]!;
    let words = seed.words.slice();
    for (let i = random(4); i >= 0 && words.length > 0; i--)
      words = mutate(words, pool[random(pool.length)]!.words, random);
    const resources = seed.resources.map((bytes) => new ArrayBuffer(bytes));
    if (random(50) === 0) resources.pop();
    const kept = words.slice();
    const start = performance.now();
    if (accepts({ "regions-runtime": 1, image: words.buffer, resources }, outcome)) {
      const added = { words: kept, resources: resources.map(({ byteLength }) => byteLength) };
      if (pool.length < KEPT) pool.push(added);
      else pool[options.seeds.length + random(KEPT - options.seeds.length)] = added;
    }
    outcome.slowest = Math.max(outcome.slowest, performance.now() - start);
  }
  return outcome;
}

function accepts(message: object, outcome: Outcome): boolean {
  try {
    const value: unknown = unpack(message);
    if (isRegion(value)) checkInvariant(value);
    else if (!isFrozen(value)) throw new TypeError("neither a region nor frozen");
    outcome.accepted += 1;
    return true;
  } catch (error) {
    if (error instanceof RegionError && /^ERR_(BAD_PACKET|UNKNOWN_TYPE)$/.test(error.code)) outcome.refused += 1;
    else outcome.other.push(error);
    return false;
  }
}
