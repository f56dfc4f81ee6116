import { isProxy } from "node:util/types";
import { Script } from "node:vm";
import * as api from "../../packages/runtime/src/index.js";

/** A mistake that was refused. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Lines of the program on the stack, the innermost first. */
  readonly lines: readonly number[];
  /** Lines that were executed before on each path that was refused here. */
  readonly before: ReadonlySet<number>;
}

export interface Runs {
  readonly paths: number;
  /** Whether all paths were explored. */
  readonly isComplete: boolean;
  readonly refusals: readonly Refusal[];
  /** Exceptions that are nobody's business: the program makes no sense there. */
  readonly crashes: readonly Refusal[];
  readonly executed: ReadonlySet<number>;
  /** Where paths ended early, each as the lines of its stack. */
  readonly ends: readonly (readonly number[])[];
}

const MOST_PATHS = 128;
/** How often one loop turns on one path, and how many decisions there are on it. */
const MOST_TURNS = 3;
const MOST_CHOICES = 60;
/** A Set that grows while it is iterated has no end. */
const MOST_STEPS = 1000;

/** Thrown by programs themselves, and by calls that might throw. */
class Thrown extends Error {}
/** The path is over. */
class Stop extends Error {}
/** A mistake that the runtime cannot see, and the contract calls one. */
class Unseen extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The engine's own words for a change of frozen data. */
const FROZEN = /read only property|not extensible|Cannot (?:delete|redefine|define) property/;

/** The code of a refusal; undefined: the error is no refusal. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof api.RegionError || error instanceof Unseen) return error.code;
  return error instanceof TypeError && FROZEN.test(error.message) ? "ERR_FROZEN_MUTATION" : undefined;
}

function linesOf(error: unknown): number[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [...new Set([...stack.matchAll(/program\.js:(\d+)/g)].map(([, line]) => Number(line)))];
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const PROBE = Symbol("probe");

type Main = (tools: object) => Promise<void>;

export async function run(code: string): Promise<Runs> {
  const main = new Script(code, { filename: "program.js" }).runInThisContext() as Main;
  const executed = new Set<number>();
  const refusals = new Map<string, Refusal>();
  const crashes = new Map<string, Refusal>();
  const ends = new Map<string, readonly number[]>();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  let prefix: number[] | undefined = [];
  let paths = 0;
  for (; prefix !== undefined && paths < MOST_PATHS; paths++) {
    const path = createPath(prefix);
    let error: unknown;
    try {
      await Promise.race([main(path.tools), stuck()]);
    } catch (thrown) {
      error = thrown;
    }
    error = path.failure() ?? error;
    path.executed.forEach((line) => executed.add(line));
    if (error !== undefined && !(error instanceof Thrown)) {
      const onStack = linesOf(error);
      // what is refused when it is awaited has no line of the program on its stack
      const lines = onStack.length > 0 ? onStack : [...path.executed].slice(-1);
      const code = codeOf(error);
      const all = code === undefined ? crashes : refusals;
      const key = `${code ?? "crash"} ${lines.join()}`;
      const known = all.get(key)?.before ?? path.executed;
      all.set(key, {
        code: code ?? "crash",
        message: error instanceof Error ? error.message : typeof error,
        lines,
        before: new Set([...path.executed].filter((line) => known.has(line))),
      });
      ends.set(lines.join(), lines);
    }
    prefix = path.next();
  }
  Error.stackTraceLimit = limit;
  return {
    paths,
    isComplete: prefix === undefined,
    refusals: [...refusals.values()],
    crashes: [...crashes.values()],
    executed,
    ends: [...ends.values()],
  };
}

/** Programs wait for nothing but promises: one that has not ended when all of those have settled never does. */
function stuck(): Promise<never> {
  return new Promise((_, reject) => {
    setImmediate(() => {
      reject(new Unseen("ERR_WOULD_DEADLOCK", "it waits for what it holds"));
    });
  });
}

interface Path {
  readonly executed: ReadonlySet<number>;
  readonly tools: object;
  /** The first refusal, when the program went on after it. */
  readonly failure: () => unknown;
  /** The choices of the next path, depth first. */
  readonly next: () => number[] | undefined;
}

function createPath(prefix: readonly number[]): Path {
  const executed = new Set<number>();
  const chosen: number[] = [];
  const turns = new Map<number, number>();
  let failure: unknown;
  let steps = 0;
  const choose = (): boolean => {
    if (chosen.length >= MOST_CHOICES) return false;
    const choice = prefix[chosen.length] ?? 0;
    chosen.push(choice);
    return choice === 1;
  };
  const turn = (loop: number): boolean => {
    const turned = turns.get(loop) ?? 0;
    if (turned >= MOST_TURNS || !choose()) return false;
    turns.set(loop, turned + 1);
    return true;
  };
  const failed = (error: unknown): void => {
    if (!(error instanceof Thrown)) failure ??= error;
  };
  const control = {
    choose,
    tick: async (): Promise<void> => {
      // others run now
    },
    turn,
    at(line: number): void {
      if (failure !== undefined || ++steps > MOST_STEPS) throw new Stop();
      executed.add(line);
    },
    risk(): [] {
      if (choose()) throw new Thrown("a call threw");
      return [];
    },
    /** The elements up to somewhere: how many there are the linter does not know. */
    *some(elements: Iterable<unknown>): Iterable<unknown> {
      for (const each of elements) {
        if (!choose()) return;
        yield each;
      }
    },
    failed,
    caught(error: unknown): void {
      failed(error);
      if (failure !== undefined) throw error;
    },
    Thrown,
  };
  const next = (): number[] | undefined => {
    const index = chosen.lastIndexOf(0);
    return index < 0 ? undefined : [...chosen.slice(0, index), 1];
  };
  return { executed, tools: { ...api, ...control, ...createWitness() }, failure: () => failure, next };
}

/** Sees what the runtime does not: uses of raw objects that were moved away, and of dead handles as mere values. */
function createWitness(): object {
  const raws = new Set<object>();
  const named = new WeakSet();
  const lost = new WeakSet();
  const merged = new WeakSet();

  const register = (value: unknown): void => {
    if (!isObject(value) || isProxy(value) || raws.has(value)) return;
    raws.add(value);
    const inside = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
    inside.forEach(register);
  };
  const isInside = (raw: object, region: object): boolean => {
    for (let each: unknown = api.regionOf(raw); api.isRegion(each); each = api.parentOf(each)) {
      if (each === region) return true;
    }
    return false;
  };
  /** Gives a region away, and takes note of the raw objects in it. */
  const giving = <R>(region: unknown, give: () => R): R => {
    const own = api.isRegion(region) ? [...raws].filter((raw) => isInside(raw, region)) : [];
    const result = give();
    own.forEach((raw) => lost.add(raw));
    return result;
  };
  const asRegion = (handle: object): void => {
    if (isObject(handle) && merged.has(handle)) throw new Unseen("ERR_USE_AFTER_MOVE", "it was merged");
  };
  return {
    fresh<T>(value: T): T {
      register(value);
      return value;
    },
    touch<T>(value: T): T {
      if (!isObject(value)) return value;
      if (isProxy(value)) Reflect.get(value, PROBE);
      else {
        register(value);
        named.add(value);
        if (lost.has(value)) throw new Unseen("ERR_USE_AFTER_MOVE", "a raw object of a region that was moved");
      }
      return value;
    },
    /** A change that happens to change nothing is a mistake all the same. */
    changing<T>(value: T): T {
      if (isObject(value) && (isProxy(value) ? api.isFrozen(value) : Object.isFrozen(value)))
        throw new Unseen("ERR_FROZEN_MUTATION", "an empty change of something frozen");
      return value;
    },
    /** A statement that is there only to be refused. */
    refused(): never {
      throw new Stop();
    },
    /** `Reflect.set` answers false in place of throwing. */
    must(isDone: boolean): void {
      if (!isDone) throw new Unseen("ERR_FROZEN_MUTATION", "Reflect answered false");
    },
    move(region: api.Region): unknown {
      asRegion(region);
      return giving(region, () => api.move(region));
    },
    Cown: new Proxy(api.Cown, {
      construct: (target, args: [unknown]) => giving(args[0], () => Reflect.construct(target, args) as object),
    }),
    give(guard: api.Acquired<unknown>, value: unknown): void {
      giving(value, () => (guard.value = value));
    },
    dissolve(region: api.Region): unknown {
      asRegion(region);
      const own = [...raws].filter((raw) => api.regionOf(raw) === region && lost.has(raw));
      const raw = api.dissolve(region);
      // Both the old name and the new one lead to the same object now: which one is used cannot be told.
      if (own.some((each) => named.has(each))) throw new Stop();
      own.forEach((each) => lost.delete(each));
      return raw;
    },
    close(region: api.Region): void {
      asRegion(region);
      api.close(region);
    },
    merge(child: api.Region, parent: api.Region): void {
      asRegion(child);
      asRegion(parent);
      api.merge(child, parent);
      merged.add(child);
    },
  };
}
