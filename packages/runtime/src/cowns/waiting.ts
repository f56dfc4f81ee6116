import { type Context, currentContext } from "./context.js";

/** What a promise waits for. */
export interface Awaited {
  /** The body that asked for it, where that cannot be followed over `await`. */
  readonly asker: Context | undefined;
  /** Would this body wait for itself? */
  isBlockedBy(context: Context): boolean;
  /** Settles the promise with an error, and gives up what it waits for. */
  refuse(context: Context): void;
}

/** What settles a promise. */
export interface Settler<T> {
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason: unknown) => void;
}

type Settle<T> = (resolve: Settler<T>["resolve"], reject: Settler<T>["reject"]) => void;

interface WaitingPromise {
  new <T>(settle: Settle<T>): Promise<T>;
  awaited(promise: object): Awaited | undefined;
}

/** What the promise that is being made waits for. */
let next: Awaited | undefined;

let made: WaitingPromise | undefined;

/** The functions that settle the promise made last: so that making one takes no closure. */
let resolve: Settler<unknown>["resolve"];
let reject: Settler<unknown>["reject"];

function take(first: Settler<unknown>["resolve"], second: Settler<unknown>["reject"]): void {
  resolve = first;
  reject = second;
}

/**
 * A promise that knows what it waits for, and notices when somebody waits who must not.
 *
 * @param settler gets what settles it
 */
export function waitingFor<T>(on: Awaited, settler: Partial<Settler<T>>): Promise<T> {
  next = on;
  const promise = new (made ??= makeClass())<T>(take as Settle<T>);
  next = undefined;
  settler.resolve = resolve;
  settler.reject = reject;
  return promise;
}

/** A body waits for this value, its result. Refuses that if the value is a promise that waits for the body. */
export function refuseIfBlocked(value: object, context: Context): void {
  const on = made?.awaited(value);
  if (on?.isBlockedBy(context) === true) on.refuse(context);
}

/** Made when it is needed, so that bundlers can leave it out. */
function makeClass(): WaitingPromise {
  return class Waiting<T> extends Promise<T> {
    readonly #on = next;

    static awaited(promise: object): Awaited | undefined {
      return #on in promise ? promise.#on : undefined;
    }

    /** What follows from it waits for the same, where the program can get hold of it. */
    static override get [Symbol.species](): PromiseConstructor {
      return next === undefined ? Promise : Waiting;
    }

    /** Called by `await`, too, because this is a subclass: in the context of who awaits. */
    override then<A, B>(
      fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
      rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      const on = this.#on;
      if (on === undefined) return super.then(fulfilled, rejected);
      if (!isResolver(fulfilled)) {
        next = on;
        const following = super.then(fulfilled, rejected);
        next = undefined;
        return following;
      }
      const context = currentContext() ?? on.asker;
      if (context?.isOver === false && on.isBlockedBy(context)) on.refuse(context);
      return super.then(fulfilled, rejected);
    }
  };
}

const print = (callback: object): string => Function.prototype.toString.call(callback);

/** How the engine prints a function of its own that has no name. */
let resolverText: string | undefined;

/**
 * A function that settles another promise: given by `await`, by `return` in an async function and by `Promise.all`, as
 * opposed to one that the program wrote, which nobody need be waiting for.
 */
function isResolver(callback: unknown): boolean {
  if (typeof callback !== "function" || callback.name !== "") return false;
  if (resolverText === undefined) {
    void new Promise(take);
    resolverText = print(resolve);
  }
  return print(callback) === resolverText;
}
