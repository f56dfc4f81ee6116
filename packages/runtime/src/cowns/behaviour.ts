import type { RegionError } from "../errors.js";
import { deadError, isReadable } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { type Cause, DEAD } from "../heap/region.js";
import { isThenable } from "../operations/is-thenable.js";
import { Context, leaveContext, noteWait, runIn, unfollowedContext } from "./context.js";
import { deadlockError, isHeldBy } from "./deadlock.js";
import { publish } from "./events.js";
import { Guard } from "./guard.js";
import { type Hold, ReadHold, WriteHold } from "./hold.js";
import { type CownRecord, type Position, Use } from "./record.js";
import { enter, leave } from "./scheduler.js";
import { type Awaited, type Deferred, deferred, refuseIfBlocked, waitingFor } from "./waiting.js";

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
export class Behaviour extends Use implements Awaited {
  asker: Context | undefined = undefined;
  #holds: Hold[] = NONE;
  #guards: Guard[] = NONE;
  #context: Context | undefined = undefined;
  #isSettled = false;
  /** The body returned a promise. */
  #waited = false;
  #result!: Deferred<unknown>;

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
    if (this.missing === 0) this.#result = deferred();
    else {
      this.asker = unfollowedContext();
      this.#result = waitingFor(this);
      publish("wait", this);
    }
    return this.#result.promise;
  }

  override ready(): void {
    this.#takeHold();
    publish("acquire", this);
    runSoon(this);
  }

  run(): void {
    const context = (this.#context = new Context(this));
    try {
      const result = runIn(context, this.body, this.#guards);
      if (isThenable(result)) this.#await(result, context);
      else this.#end(true, result);
    } catch (error) {
      this.#end(false, error);
    }
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    this.#isSettled = true;
    const error = deadlockError(this.records, context);
    leave(this);
    this.#reject(error);
    this.#forget();
    settled();
  }

  #await(result: PromiseLike<unknown>, context: Context): void {
    this.#waited = true;
    noteWait(this.body);
    refuseIfBlocked(result, context);
    result.then(
      (value) => this.#end(true, value),
      (error: unknown) => this.#end(false, error),
    );
  }

  #takeHold(): void {
    const { positions, requests } = this;
    this.#holds = [];
    if (positions.length === requests.length) {
      this.#guards = positions.map((position) => this.#guard(position));
      return;
    }
    // a cown that was given more than once has one guard; two, where it was given for reading as well
    const known = [new Map<CownRecord, Guard>(), new Map<CownRecord, Guard>()] as const;
    this.#guards = positions.map((position) => {
      const guards = known[position.reads ? 0 : 1];
      const guard = guards.get(position.record) ?? this.#guard(position);
      guards.set(position.record, guard);
      return guard;
    });
  }

  #guard({ record, reads }: Position): Guard {
    const hold = reads ? new ReadHold(record) : new WriteHold(record);
    this.#holds.push(hold);
    return new Guard(hold);
  }

  /** The body is over: whatever was got through its guards ends, and the cowns are released together. */
  #end(isFulfilled: boolean, value: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    leaveContext(this.#context!, this.#waited);
    for (const guard of this.#guards) Guard.end(guard);
    let wrong: RegionError | undefined;
    for (const hold of this.#holds) {
      const error = hold.end(over);
      wrong ??= error;
    }
    leave(this);
    publish("release", this);
    const error = isFulfilled ? (wrong ?? handleError(value, "return")) : handleError(value, "throw");
    if (error !== undefined) this.#reject(error);
    else if (isFulfilled) this.#result.resolve(value);
    else this.#reject(value);
    this.#forget();
    settled();
  }

  /** Whoever keeps the promise must not keep what the body refers to. */
  #forget(): void {
    this.#holds = this.#guards = this.positions = NONE;
    this.body = nothing;
    this.asker = undefined;
  }

  #reject(error: unknown): void {
    publish("failure", this, error);
    this.#result.reject(error);
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

let runnable: Behaviour[] = [];

/** A body never runs within the call that spawned it, or that released what it needs. */
function runSoon(behaviour: Behaviour): void {
  if (runnable.push(behaviour) === 1) void (soon ??= Promise.resolve()).then(runAll);
}

let soon: Promise<void> | undefined;

/** What becomes runnable meanwhile waits for its turn, so that other code gets one, too. */
function runAll(): void {
  const batch = runnable;
  runnable = [];
  for (const behaviour of batch) behaviour.run();
}

/** Behaviours that are queued or running. */
let unsettled = 0;

const idle = /* @__PURE__ */ new Set<() => void>();

function settled(): void {
  unsettled -= 1;
  if (unsettled > 0 || idle.size === 0) return;
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
