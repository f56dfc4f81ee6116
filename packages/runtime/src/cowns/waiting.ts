import { type Context, currentContext, followsAwait } from "./context.js";

/** What a promise waits for. */
export interface Awaited {
  /** The body that asked for it, where code cannot be followed over `await`. */
  readonly asker: Context | undefined;
  /** Would this body wait for itself? */
  isBlockedBy(context: Context): boolean;
  /** Settles the promise with an error, and gives up what it waits for. */
  refuse(context: Context): void;
}

type Settle<T> = (resolve: (value: T | PromiseLike<T>) => void, reject: (error: unknown) => void) => void;

interface WaitingPromise {
  new (settle: Settle<never>): Promise<never>;
  awaited(promise: object): Awaited | undefined;
}

/** What the promise that is being made waits for. */
let next: Awaited | undefined;

let made: WaitingPromise | undefined;

/** Makes a promise that knows what it waits for, and notices when somebody waits who must not. */
export function waitingPromise<T>(on: Awaited, settle: Settle<T>): Promise<T> {
  return making(on, () => new (made ??= makeClass())(settle as Settle<never>) as Promise<T>);
}

/** A body waits for this value, its result. Refuses that if the value is a promise that waits for the body. */
export function refuseIfBlocked(value: object, context: Context): void {
  const on = made?.awaited(value);
  if (on?.isBlockedBy(context) === true) on.refuse(context);
}

function making<R>(on: Awaited | undefined, make: () => R): R {
  next = on;
  try {
    return make();
  } finally {
    next = undefined;
  }
}

/** Made when it is needed, so that bundlers can leave it out. */
function makeClass(): WaitingPromise {
  return class Waiting extends Promise<never> {
    readonly #on = next;

    static awaited(promise: object): Awaited | undefined {
      return #on in promise ? promise.#on : undefined;
    }

    /** Called by `await`, too, because this is a subclass: in the context of who awaits. */
    override then<A, B>(
      fulfilled?: ((value: never) => A | PromiseLike<A>) | null,
      rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      const on = this.#on;
      const context = followsAwait() ? currentContext() : on?.asker;
      if (context?.isOver === false && on?.isBlockedBy(context) === true && isResolver(fulfilled)) on.refuse(context);
      // what follows from it waits for the same
      return making(on, () => super.then(fulfilled, rejected));
    }
  };
}

/**
 * A function that settles another promise: given by `await`, by `return` in an async function and by `Promise.all`, as
 * opposed to one that the program wrote, which nobody need be waiting for.
 */
function isResolver(callback: unknown): boolean {
  return (
    typeof callback === "function" &&
    callback.name === "" &&
    /\[native code]\s*}$/.test(Function.prototype.toString.call(callback))
  );
}
