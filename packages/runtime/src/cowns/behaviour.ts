import type { RegionError } from "../errors.js";
import { deadError, isReadable } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { type Cause, DEAD } from "../heap/region.js";
import { isThenable } from "../operations/is-thenable.js";
import { type Context, leaveContext, noteWait, runIn, unfollowedContext } from "./context.js";
import { deadlockError, isHeldBy } from "./deadlock.js";
import { publish } from "./events.js";
import { Guard } from "./guard.js";
import { guardsFor } from "./guards-for.js";
import { type CownRecord, type Position, Use } from "./record.js";
import { enter, leave, type Task } from "./scheduler.js";
import { type Awaited, refuseIfBlocked, type Settler, waitingFor } from "./waiting.js";

export type Body = (...guards: Guard[]) => unknown;

const over: Cause = {
  code: "ERR_INVALIDATED",
  because: "the behaviour that had acquired it is over",
  remedy: "Acquire the cown again, or take out what is needed longer: by move(), or as a copy.",
  site: undefined,
};

const NONE: never[] = [];
const nothing = (): void => undefined;

/** A body, and the cowns that it needs. */
export class Behaviour extends Use implements Awaited, Context, Partial<Settler<unknown>> {
  asker: Context | undefined = undefined;
  isOver = false;
  isFollowed = false;
  acquired: Task[] | undefined = undefined;
  /** These settle the promise of one that has to wait for its cowns. */
  resolve?: Settler<unknown>["resolve"] = undefined;
  reject?: Settler<unknown>["reject"] = undefined;
  nextRunnable: Behaviour | undefined = undefined;
  /** Its neighbours among those that have not settled. */
  before: Behaviour | undefined = undefined;
  after: Behaviour | undefined = undefined;
  #guards: readonly Guard[] = NONE;
  /** The body returned a promise. */
  #waited = false;

  constructor(
    public positions: readonly Position[],
    public body: Body,
    site: string | undefined,
  ) {
    super(site);
  }

  readonly by = "when";

  get records(): CownRecord[] {
    return this.positions.map(({ record }) => record);
  }

  /** A body never runs within the call that spawned it. */
  spawn(): Promise<unknown> {
    addUnsettled(this);
    enter(this, this.positions);
    // cheaper than a promise that somebody settles
    if (this.missing === 0) return soon().then(() => this.run());
    this.asker = unfollowedContext();
    const promise = waitingFor<unknown>(this, this);
    publish("wait", this);
    return promise;
  }

  override ready(): void {
    publish("acquire", this);
    if (this.resolve !== undefined) runSoon(this);
  }

  /** @returns what the body returns, or a promise of it, once the cowns are released */
  run(): unknown {
    this.#guards = guardsFor(this, this.positions);
    let result;
    let waits;
    try {
      result = runIn(this, this.body, this.#guards as Guard[]);
      waits = isThenable(result);
    } catch (error) {
      return this.#fail(error);
    }
    return waits ? this.#await(result as PromiseLike<unknown>) : this.#succeed(result);
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    this.fail(deadlockError(this.records, context));
  }

  override fail(error: Error): void {
    leave(this);
    publish("failure", this, error);
    this.reject!(error);
    this.#forget();
  }

  #await(result: PromiseLike<unknown>): Promise<unknown> {
    this.#waited = true;
    refuseIfBlocked(result, this);
    return Promise.resolve(noteWait(this, this.body, result)).then(
      (value) => this.#succeed(value),
      (error: unknown) => this.#fail(error),
    );
  }

  #succeed(value: unknown): unknown {
    const wrong = this.#end() ?? handleError(value, "return");
    if (wrong !== undefined) publish("failure", this, wrong);
    this.#forget();
    if (wrong !== undefined) throw wrong;
    return value;
  }

  #fail(thrown: unknown): never {
    const leak = this.#end();
    const error = handleError(thrown, "throw") ?? thrown;
    if (leak !== undefined) {
      publish("failure", this, leak);
      suppress(leak, error);
    }
    publish("failure", this, error);
    this.#forget();
    throw error;
  }

  /** The body is over: whatever was got through its guards ends, and the cowns are released together. */
  #end(): RegionError | undefined {
    leaveContext(this, this.#waited);
    let wrong: RegionError | undefined;
    for (const guard of this.#guards) {
      const error = Guard.end(guard, over);
      wrong ??= error;
    }
    leave(this);
    publish("release", this);
    return wrong;
  }

  /** Whoever keeps the promise must not keep what the body refers to. */
  #forget(): void {
    this.#guards = this.positions = NONE;
    this.body = nothing;
    this.asker = this.acquired = undefined;
    removeUnsettled(this);
    // not at once, so that whoever waits for the promise of the last one comes first
    if (lastUnsettled === undefined && idle.size > 0) void soon().then(nothing).then(tellIdle);
  }
}

/**
 * What a body throws comes before the borrows that it left, but does not hide them: whoever prints it sees both. An
 * error that has suppressed another already, as `using` makes them, keeps that one.
 */
function suppress(leak: RegionError, thrown: unknown): void {
  if (thrown instanceof Error && Object.isExtensible(thrown) && !("suppressed" in thrown))
    Object.assign(thrown, { suppressed: leak });
}

/** A handle that has just ended is of no use to anybody. */
function handleError(value: unknown, verb: "return" | "throw"): RegionError | undefined {
  const access = typeof value === "object" && value !== null ? accessOf(value) : undefined;
  if (access?.state !== DEAD) return undefined;
  // what was frozen out of the region stays readable
  const face = faceBehind(value as object);
  return face !== undefined && isReadable(access, face)
    ? undefined
    : deadError(access, `${verb} from a behaviour a handle`);
}

let settled: Promise<void> | undefined;

/** What follows from it runs when the code that is running has come to its end. */
function soon(): Promise<void> {
  return (settled ??= Promise.resolve());
}

let firstRunnable: Behaviour | undefined;
let lastRunnable: Behaviour | undefined;

/** Nor does a body run within the call that released what it needs. */
function runSoon(behaviour: Behaviour): void {
  if (lastRunnable === undefined) {
    firstRunnable = behaviour;
    void soon().then(runAll);
  } else lastRunnable.nextRunnable = behaviour;
  lastRunnable = behaviour;
}

/** What becomes runnable meanwhile waits for its turn, so that other code gets one, too. */
function runAll(): void {
  let behaviour = firstRunnable;
  firstRunnable = lastRunnable = undefined;
  while (behaviour !== undefined) {
    const next: Behaviour | undefined = behaviour.nextRunnable;
    behaviour.nextRunnable = undefined;
    try {
      behaviour.resolve!(behaviour.run());
    } catch (error) {
      behaviour.reject!(error);
    }
    behaviour = next;
  }
}

/** The latest of the behaviours that are queued or running. */
let lastUnsettled: Behaviour | undefined;

function addUnsettled(behaviour: Behaviour): void {
  behaviour.before = lastUnsettled;
  if (lastUnsettled !== undefined) lastUnsettled.after = behaviour;
  lastUnsettled = behaviour;
}

function removeUnsettled(behaviour: Behaviour): void {
  const { before, after } = behaviour;
  if (before !== undefined) before.after = after;
  if (after !== undefined) after.before = before;
  else lastUnsettled = before;
  behaviour.before = behaviour.after = undefined;
}

const idle = /* @__PURE__ */ new Set<() => void>();

function tellIdle(): void {
  if (lastUnsettled !== undefined) return;
  const waiting = [...idle];
  idle.clear();
  for (const resolve of waiting) resolve();
}

/** Is any behaviour queued or running? */
export function isBusy(): boolean {
  return lastUnsettled !== undefined;
}

/** The behaviours that are queued or running, in the order of spawning. */
export function unsettledBehaviours(): Behaviour[] {
  const found: Behaviour[] = [];
  for (let b = lastUnsettled; b !== undefined; b = b.before) found.push(b);
  return found.reverse();
}

/** Calls back when the last behaviour has settled. @returns a function that calls that off */
export function onceIdle(callback: () => void): () => void {
  idle.add(callback);
  return () => idle.delete(callback);
}
