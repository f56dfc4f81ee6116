/**
 * A model checker for code that works on shared memory through `Atomics`. It replaces `Atomics` by a memory of its own,
 * and tries every order in which the atomic steps of several threads can come, and every step at which a thread can
 * be killed. A thread is a function from what it knows to what it knows next; to find its next step it is called again
 * with the results of the steps that it took before, so that production code is checked as it stands.
 */
import { DOMAIN_WORDS, slotOf, STATE } from "../../../src/threads/domain/layout.js";

type Step = readonly [kind: string, words: Int32Array, at: number, ...values: number[]];

export interface Thread {
  readonly member: number;
  /** What it knows at first; JSON. */
  readonly start: unknown;
  /** @returns what it knows next; undefined at the end */
  readonly run: (known: never) => unknown;
}

/** What one thread has seen up to some step of it. One object for all states in which that is the same. */
interface History {
  readonly id: number;
  readonly known: unknown;
  /** The results of the steps since it came to know that. */
  readonly log: readonly number[];
  /** What it does next; undefined: it has ended. */
  readonly step: Step | undefined;
  /** By the result of that step. */
  readonly then: Map<number, History>;
}

const RUNS = 0;
const SLEEPS = 1;
const KILLED = 2;
const BURIED = 3;

interface Place {
  readonly history: History;
  readonly status: typeof RUNS | typeof SLEEPS | typeof KILLED | typeof BURIED;
  /** It will not sleep (any longer): somebody told of a change of its word while it slept, or of a death. */
  readonly roused: boolean;
}

interface State {
  readonly cells: readonly number[];
  readonly places: readonly Place[];
  readonly kills: number;
  readonly from: State | undefined;
  readonly by: string;
}

const MANY = 3_000_000;

const RARE = 20;
const LONG = 20_000;

/** Thrown to stop a thread before its next step. */
const PAUSE = new Error("paused");

export class Model {
  readonly #cells: (readonly [words: Int32Array, at: number])[] = [];
  readonly #initial: number[] = [];
  readonly #index = new Map<Int32Array, Map<number, number>>();
  readonly members = new Int32Array(DOMAIN_WORDS);
  readonly #starts: Map<string, History>[];
  #histories = 0;
  #log: readonly number[] = [];
  #position = 0;
  #step: Step | undefined;
  states = 0;
  /** How the threads ended: `k` for each that was killed, `e` for each that came to its end. */
  readonly ends = new Set<string>();

  constructor(
    readonly threads: readonly Thread[],
    readonly kills: number,
    /** Looks at the memory when no thread goes on. */
    readonly check: () => void,
  ) {
    for (const { member } of threads) this.members[slotOf(member) + STATE] = member;
    this.#starts = threads.map(() => new Map<string, History>());
  }

  /** What replaces `Atomics`. */
  readonly atomics = {
    load: (words: Int32Array, at: number) => this.#result("load", words, at),
    store: (words: Int32Array, at: number, value: number) => this.#result("store", words, at, value),
    add: (words: Int32Array, at: number, value: number) => this.#result("add", words, at, value),
    compareExchange: (words: Int32Array, at: number, expected: number, value: number) =>
      this.#result("compareExchange", words, at, expected, value),
    notify: (words: Int32Array, at: number) => this.#result("notify", words, at),
    wait: (words: Int32Array, at: number, value: number) => this.#result("wait", words, at, value),
  };

  #result(...step: Step): number {
    if (this.#position < this.#log.length) return this.#log[this.#position++]!;
    this.#step = step;
    throw PAUSE;
  }

  /** Tries everything. @throws the first error of a thread or of the check, with the steps that led to it */
  explore(): void {
    const seen = new Set<string>();
    const stack: State[] = [this.#first()];
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      const key = keyOf(state, this.#initial);
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MANY) throw new Error("There are too many states.");
      try {
        const following = this.#following(state);
        if (following.length === 0) this.#end(state);
        stack.push(...following);
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${trace(state)}`, { cause: error });
      }
    }
    this.states = seen.size;
  }

  /** Goes one way at random, to its end. @param choose a number below the one given */
  wander(choose: (count: number) => number): void {
    let steps = 0;
    for (let state = this.#first(); ;) {
      try {
        if (++steps > LONG) throw new Error("They go on for ever.");
        const following = this.#following(state);
        if (following.length === 0) {
          this.#end(state);
          return;
        }
        // kills are rare, so that they come at any time
        const lives = following.filter(({ kills }) => kills === state.kills);
        const among = choose(RARE) === 0 || lives.length === 0 ? following : lives;
        state = among[choose(among.length)]!;
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${trace(state)}`, { cause: error });
      }
    }
  }

  #first(): State {
    const places = this.threads.map(({ start }, i): Place => ({
      history: this.#knowing(i, start),
      status: RUNS,
      roused: false,
    }));
    return { cells: [], places, kills: this.kills, from: undefined, by: "" };
  }

  #knowing(thread: number, known: unknown): History {
    const key = JSON.stringify(known);
    let history = this.#starts[thread]!.get(key);
    if (history === undefined) this.#starts[thread]!.set(key, (history = this.#follow(thread, known, [])));
    return history;
  }

  #after(thread: number, history: History, result: number): History {
    let next = history.then.get(result);
    if (next === undefined)
      history.then.set(result, (next = this.#follow(thread, history.known, [...history.log, result])));
    return next;
  }

  /** Runs a thread up to its next step. */
  #follow(thread: number, known: unknown, log: readonly number[]): History {
    this.#log = log;
    this.#position = 0;
    this.#step = undefined;
    try {
      const next = this.threads[thread]!.run(known as never);
      // what it did to come to know that need not be told apart
      if (next !== undefined) return this.#knowing(thread, next);
    } catch (error) {
      if (error !== PAUSE) throw error;
    }
    return { id: this.#histories++, known, log, step: this.#step, then: new Map() };
  }

  #cell(words: Int32Array, at: number): number {
    let places = this.#index.get(words);
    if (places === undefined) this.#index.set(words, (places = new Map()));
    let cell = places.get(at);
    if (cell === undefined) {
      cell = this.#cells.length;
      places.set(at, cell);
      this.#cells.push([words, at]);
      this.#initial.push(words[at]!);
    }
    return cell;
  }

  #following(state: State): State[] {
    const { places, kills } = state;
    const following: State[] = [];
    for (let i = 0; i < places.length; i++) {
      const { status, roused, history } = places[i]!;
      if (status === KILLED) following.push(this.#bury(state, i));
      if (status > SLEEPS || history.step === undefined) continue;
      const canStep = status === RUNS || roused;
      // asking who is alive when nobody dies any more gets along with everything that others do
      if (canStep && this.#isSettled(state, history.step)) return [this.#take(state, i)];
      if (canStep) following.push(this.#take(state, i));
      if (kills > 0) following.push({ ...state, places: replaced(places, i, { ...places[i]!, status: KILLED }), kills: kills - 1, from: state, by: `thread ${i} is killed` }); // prettier-ignore
    }
    return following;
  }

  #isSettled({ kills, places }: State, [kind, words]: Step): boolean {
    return kind === "load" && words === this.members && kills === 0 && places.every(({ status }) => status !== KILLED);
  }

  #take(state: State, index: number): State {
    const place = state.places[index]!;
    const [kind, words, at, first, second] = place.history.step!;
    const cell = this.#cell(words, at);
    const before = state.cells[cell] ?? this.#initial[cell]!;
    const by = `thread ${index}: ${kind} ${this.#nameOf(words, at)} ${first ?? ""} ${second ?? ""} (${before})`;
    if (kind === "wait" && before === first && !place.roused)
      return { ...state, places: replaced(state.places, index, { ...place, status: SLEEPS }), from: state, by };
    let after = before;
    if (kind === "store") after = first!;
    if (kind === "add") after = (before + first!) | 0;
    if (kind === "compareExchange" && before === first) after = second!;
    const cells = after === before ? state.cells : this.#with(state, cell, after);
    let { places } = state;
    if (kind === "notify")
      places = places.map((other) => (sleepsOn(other, words, at) ? { ...other, roused: true } : other));
    // what waiting, storing and telling give is not looked at
    const result = kind === "wait" || kind === "store" || kind === "notify" ? 0 : before;
    const history = this.#after(index, place.history, result);
    const next: Place = { history, status: RUNS, roused: kind === "wait" ? false : place.roused };
    return { ...state, cells, places: replaced(places, index, next), from: state, by };
  }

  #with({ cells }: State, cell: number, value: number): number[] {
    const changed = this.#initial.map((initial, i) => cells[i] ?? initial);
    changed[cell] = value;
    return changed;
  }

  /** The death is noticed, and everybody hears of it. */
  #bury(state: State, index: number): State {
    const { member } = this.threads[index]!;
    const cells = this.#with(state, this.#cell(this.members, slotOf(member) + STATE), -member);
    const places = state.places.map((place, i): Place => (i === index ? { ...place, status: BURIED } : { ...place, roused: true })); // prettier-ignore
    return { ...state, cells, places, from: state, by: `thread ${index} is buried` };
  }

  #end({ cells, places }: State): void {
    const asleep = places.findIndex(({ status }) => status === SLEEPS);
    if (asleep >= 0) throw new Error(`Thread ${asleep} sleeps for ever.`);
    this.ends.add(places.map(({ status }) => (status === BURIED ? "k" : "e")).join(""));
    this.#cells.forEach(([words, at], i) => (words[at] = cells[i] ?? this.#initial[i]!));
    try {
      this.check();
    } finally {
      this.#cells.forEach(([words, at], i) => (words[at] = this.#initial[i]!));
    }
  }

  #nameOf(words: Int32Array, at: number): string {
    return `${words === this.members ? "members" : [...this.#index.keys()].indexOf(words)}[${at}]`;
  }
}

function keyOf({ cells, places, kills }: State, initial: readonly number[]): string {
  let key = `${kills}`;
  for (const { history, status, roused } of places)
    // it makes no difference what the dead have seen
    key += status >= KILLED ? `|${status}` : `|${history.id}.${status}${roused ? "r" : ""}`;
  for (let i = 0; i < initial.length; i++) key += `,${cells[i] ?? initial[i]!}`;
  return key;
}

function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  const copy = [...list];
  copy[index] = value;
  return copy;
}

function sleepsOn({ history: { step }, status }: Place, words: Int32Array, at: number): boolean {
  return status === SLEEPS && step![1] === words && step![2] === at;
}

function trace(state: State, most = Infinity): string {
  const steps: string[] = [];
  for (let s: State | undefined = state; s !== undefined && steps.length < most; s = s.from) steps.push(s.by);
  return steps.reverse().join("\n");
}
