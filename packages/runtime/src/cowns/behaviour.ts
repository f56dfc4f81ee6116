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
import { type Awaited, refuseIfBlocked, settledBy, type Settler, waitingFor } from "./waiting.js";

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
export class Behaviour extends Use implements Awaited, Context, Settler<unknown> {
  asker: Context | undefined = undefined;
  isOver = false;
  isFollowed = false;
  acquired: Task[] | undefined = undefined;
  resolve!: Settler<unknown>["resolve"];
  reject!: Settler<unknown>["reject"];
  nextRunnable: Behaviour | undefined = undefined;
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

  spawn(): Promise<unknown> {
    unsettled += 1;
    enter(this, this.positions);
    if (this.missing === 0) return settledBy(this);
    this.asker = unfollowedContext();
    const promise = waitingFor(this, this);
    publish("wait", this);
    return promise;
  }

  override ready(): void {
    publish("acquire", this);
    runSoon(this);
  }

  run(): void {
    this.#guards = guardsFor(this, this.positions);
    try {
      const result = runIn(this, this.body, this.#guards as Guard[]);
      if (isThenable(result)) this.#await(result);
      else this.#end(true, result);
    } catch (error) {
      this.#end(false, error);
    }
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    const error = deadlockError(this.records, context);
    leave(this);
    this.#settle(false, error);
  }

  #await(result: PromiseLike<unknown>): void {
    this.#waited = true;
    noteWait(this.body);
    refuseIfBlocked(result, this);
    result.then(
      (value) => this.#end(true, value),
      (error: unknown) => this.#end(false, error),
    );
  }

  /** The body is over: whatever was got through its guards ends, and the cowns are released together. */
  #end(isFulfilled: boolean, value: unknown): void {
    // a promise that is none may call back more than once
    if (this.isOver) return;
    leaveContext(this, this.#waited);
    let wrong: RegionError | undefined;
    for (const guard of this.#guards) {
      const error = Guard.end(guard, over);
      wrong ??= error;
    }
    leave(this);
    publish("release", this);
    const error = isFulfilled ? (wrong ?? handleError(value, "return")) : handleError(value, "throw");
    if (error === undefined) this.#settle(isFulfilled, value);
    else this.#settle(false, error);
  }

  #settle(isFulfilled: boolean, value: unknown): void {
    if (isFulfilled) this.resolve(value);
    else {
      publish("failure", this, value);
      this.reject(value);
    }
    // whoever keeps the promise must not keep what the body refers to
    this.#guards = this.positions = NONE;
    this.body = nothing;
    this.asker = this.acquired = undefined;
    unsettled -= 1;
    if (unsettled === 0 && idle.size > 0) tellIdle();
  }
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

let soon: Promise<void> | undefined;
let firstRunnable: Behaviour | undefined;
let lastRunnable: Behaviour | undefined;

/** A body never runs within the call that spawned it, or that released what it needs. */
function runSoon(behaviour: Behaviour): void {
  if (lastRunnable === undefined) {
    firstRunnable = behaviour;
    void (soon ??= Promise.resolve()).then(runAll);
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
    behaviour.run();
    behaviour = next;
  }
}

/** Behaviours that are queued or running. */
let unsettled = 0;

const idle = /* @__PURE__ */ new Set<() => void>();

function tellIdle(): void {
  const waiting = [...idle];
  idle.clear();
  for (const resolve of waiting) resolve();
}

/** How many behaviours are queued or running. */
export function unsettledBehaviours(): number {
  return unsettled;
}

/** Calls back when the last behaviour has settled. @returns a function that calls that off */
export function onceIdle(callback: () => void): () => void {
  idle.add(callback);
  return () => idle.delete(callback);
}
