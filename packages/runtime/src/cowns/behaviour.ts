import { deadError } from "../handles/dead.js";
import { accessOf } from "../handles/face.js";
import { type Cause, DEAD } from "../heap/region.js";
import { isThenable } from "../operations/is-thenable.js";
import { Context, currentContext, followsAwait, runIn } from "./context.js";
import { deadlockError, isHeldBy } from "./deadlock.js";
import { publish } from "./events.js";
import { Guard } from "./guard.js";
import { type Hold, ReadHold, WriteHold } from "./hold.js";
import { type CownRecord, Use } from "./record.js";
import { enter, leave, type Line } from "./scheduler.js";
import { type Awaited, refuseIfBlocked, waitingPromise } from "./waiting.js";

/** One of the cowns that a behaviour was given. */
export interface Position {
  readonly record: CownRecord;
  readonly line: Line;
  readonly reads: boolean;
}

export type Body = (...guards: Guard[]) => unknown;

/** How a body ended. */
type Outcome = { readonly value: unknown } | { readonly error: unknown };

const over: Cause = {
  code: "ERR_INVALIDATED",
  because: "the behaviour that had acquired it is over",
  remedy: "Acquire the cown again, or take out what is needed longer: by move(), or as a copy.",
  site: undefined,
};

/** A body, and the cowns that it needs. */
export class Behaviour extends Use implements Awaited {
  readonly by = "when";
  readonly asker = followsAwait() ? undefined : currentContext();
  #holds: Hold[] = [];
  #guards: Guard[] = [];
  #context: Context | undefined = undefined;
  #isSettled = false;
  #settle: { resolve: (value: unknown) => void; reject: (error: unknown) => void } | undefined = undefined;

  constructor(
    readonly positions: readonly Position[],
    readonly body: Body,
    override readonly site: string | undefined,
  ) {
    super();
  }

  spawn(): Promise<unknown> {
    unsettled += 1;
    return waitingPromise<unknown>(this, (resolve, reject) => {
      this.#settle = { resolve, reject };
      enter(this, this.positions);
      if (this.missing > 0) publish("wait", this, this.#records);
    });
  }

  override ready(): void {
    this.#takeHold();
    publish("acquire", this, this.#records);
    runSoon(this);
  }

  run(): void {
    const context = (this.#context = new Context(this));
    try {
      const result = runIn(context, () => this.body(...this.#guards));
      if (isThenable(result)) this.#await(result, context);
      else this.#end({ value: result });
    } catch (error) {
      this.#end({ error });
    }
  }

  #await(result: PromiseLike<unknown>, context: Context): void {
    refuseIfBlocked(result, context);
    result.then(
      (value) => this.#end({ value }),
      (error: unknown) => this.#end({ error }),
    );
  }

  isBlockedBy(context: Context): boolean {
    return isHeldBy(this, context);
  }

  refuse(context: Context): void {
    this.#finish({ error: deadlockError(this.#records, context) });
  }

  get #records(): CownRecord[] {
    return this.positions.map(({ record }) => record);
  }

  /** A cown that was given twice is held once for writing, or once for reading, or once for each. */
  #takeHold(): void {
    const { positions, requests } = this;
    const guards = new Map<CownRecord, Guard>();
    const readGuards = new Map<CownRecord, Guard>();
    const hasDuplicates = positions.length > requests.length;
    for (const { record, reads } of positions) {
      const known = reads ? readGuards : guards;
      let guard = hasDuplicates ? known.get(record) : undefined;
      if (guard === undefined) {
        const hold = reads ? new ReadHold(record) : new WriteHold(record);
        this.#holds.push(hold);
        guard = new Guard(hold);
        if (hasDuplicates) known.set(record, guard);
      }
      this.#guards.push(guard);
    }
  }

  /** The body is over: whatever was got through its guards ends, and the cowns are released together. */
  #end(outcome: Outcome): void {
    if (this.#isSettled) return;
    for (const guard of this.#guards) Guard.end(guard);
    let wrong: unknown;
    for (const hold of this.#holds) wrong ??= hold.end(over);
    this.#finish("error" in outcome || wrong === undefined ? outcome : { error: wrong });
  }

  #finish(outcome: Outcome): void {
    this.#isSettled = true;
    if (this.#context !== undefined) this.#context.isOver = true;
    leave(this);
    const final = "value" in outcome ? withoutHandle(outcome.value) : outcome;
    if (this.#holds.length > 0) publish("release", this, this.#records);
    if ("error" in final) {
      publish("failure", this, this.#records, final.error);
      this.#settle!.reject(final.error);
    } else this.#settle!.resolve(final.value);
    this.#holds = this.#guards = [];
    settled();
  }
}

/** A handle that has just ended is of no use to anybody. */
function withoutHandle(value: unknown): Outcome {
  const access = typeof value === "object" && value !== null ? accessOf(value) : undefined;
  return access?.state === DEAD ? { error: deadError(access, "return from a behaviour a handle") } : { value };
}

const runnable: Behaviour[] = [];

/** A body never runs within the call that spawned it, or that released what it needs. */
function runSoon(behaviour: Behaviour): void {
  if (runnable.push(behaviour) === 1) void Promise.resolve().then(runAll);
}

/** What becomes runnable meanwhile waits for its turn, so that other code gets one, too. */
function runAll(): void {
  for (const behaviour of runnable.splice(0)) behaviour.run();
}

/** Behaviours that are queued or running. */
let unsettled = 0;

const idle = new Set<() => void>();

function settled(): void {
  unsettled -= 1;
  if (unsettled > 0) return;
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
