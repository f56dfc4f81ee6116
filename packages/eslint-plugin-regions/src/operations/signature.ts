import type { Kind } from "../flow/state/abstract-object.js";

/**
 * What a call does to one of the values given to it.
 *
 * - `read`: uses it; `ask`: looks at it in a way that is allowed for dead values too; `compare`: only its identity
 * - `mutate`: changes its own fields or elements; `mutateContent`: internal slots that `Object.freeze` leaves open
 * - `freeze`: deeply; `freezeShallow`: own fields only
 * - `move`: consumes it; `send`: consumes it if it is known to be a region
 * - `give`: consumes it too, but may be done while it is borrowed
 * - `lose`: it goes with a region that it is part of
 * - `dissolve`, `close`, `drop`, `merge`: the operations on regions of that name
 * - `dispose`: what `x[Symbol.dispose]()` does, whatever x is
 * - `own`: it becomes a subregion
 * - `later`: a function that is called after the call is over
 * - `transfer`: detaches it; `transferList`: detaches its elements; `lock`: a stream that has a reader now
 * - `readBody`: reads its stream `body` to the end; `cloneBody`: needs one that nobody reads
 * - `post`, `clone`: reads it and all it reaches, as structured cloning does; what is posted, another thread has a copy of
 * - `keep`: it becomes an element of the receiver; `keepKey`: a key of the receiver
 * - `transferOption`: the elements of its `transferList` are detached
 * - `capture`: somebody has it from now on, beyond the call
 */
export type Effect =
  | "read"
  | "ask"
  | "mutate"
  | "mutateContent"
  | "freeze"
  | "freezeShallow"
  | "move"
  | "send"
  | "give"
  | "lose"
  | "dispose"
  | "later"
  | "own"
  | "dissolve"
  | "close"
  | "drop"
  | "merge"
  | "transfer"
  | "transferList"
  | "lock"
  | "readBody"
  | "cloneBody"
  | "post"
  | "clone"
  | "keep"
  | "keepKey"
  | "transferOption"
  | "capture";

/** On one value, in this order. */
export type Effects = Effect | readonly Effect[];

export const effectsIn = (effects: Effects): readonly Effect[] => (typeof effects === "string" ? [effects] : effects);

export type Source = "receiver" | `argument ${number}`;

/**
 * What a new container holds. Of a source: its elements; all of them in the same places (`all of`); those between the
 * indices that are the arguments (`run of`); some that it has no more (`taken from`); those of its elements (`flat`);
 * keys; pairs of key and value;
 * the values of the pairs in it, with their keys for a Map (`pairs of`); arrays of its elements (`groups of`).
 */
export type Content =
  | Source
  | `${"all of" | "run of" | "taken from" | "flat" | "keys of" | "entries of" | "pairs of" | "groups of"} ${Source}`
  | "arguments"
  | "callback"
  /** What the callback returned, or the elements of the arrays among it. */
  | "flat callback";

export type Result =
  | "primitive"
  | "unknown"
  | Source
  /** An element of the receiver. */
  | "element"
  /** What the receiver holds under the key or index that is the first argument. */
  | "entry"
  /** What the callback returned. */
  | "callback"
  /** Something new that is deeply frozen. */
  | "frozen"
  | "frozenShallow"
  /** An array that begins with something frozen, which is of the kind of what it is first. */
  | `state of ${Source}`
  /** The handle of a new region. */
  | "region"
  /** A borrow of something unknown. */
  | "borrow"
  /** What a function that accumulates returned last, if it is known. */
  | "accumulated"
  | {
      readonly fresh: Kind;
      readonly elements?: Content | readonly Content[];
      /** It is a promise of the result. */
      readonly promise?: true;
      /** Fields that hold new objects of these kinds. */
      readonly parts?: Readonly<Record<string, Kind>>;
    };

export interface Callback {
  readonly argument: number;
  /** What it is called with. */
  readonly passes: readonly ("element" | "key" | "element of argument 0" | "accumulator" | "primitive" | Source)[];
  /** It is called after the call is over. */
  readonly isLater?: true;
}

export interface Signature {
  readonly receiver?: Effects;
  readonly arguments?: readonly Effects[];
  /** The effect on further arguments; `read` when absent. */
  readonly rest?: Effects;
  readonly result?: Result;
  /** The class whose methods the result has, by its path. */
  readonly makes?: string;
  readonly callback?: Callback;
  /** Given a function first, it returns one; what that does stands under this path. */
  readonly curried?: string;
  /** It cannot throw. */
  readonly quiet?: true;
  /** It does not return. */
  readonly never?: true;
  /** It replaces or removes what the receiver holds under the first argument. */
  readonly replaces?: true;
  /** Elements change their places. */
  readonly shuffles?: true;
  /** An operation with a meaning of its own, written in code. */
  readonly special?: Special;
}

export type Special =
  | "newRegion"
  | "newCown"
  | "readCown"
  | "acquire"
  | "tryAcquire"
  | "when"
  | "quiesce"
  | "listen"
  | "useInStack"
  | "promiseOfAll"
  | "setFreezable"
  | "defineProperty"
  | "setProperty"
  | "deleteProperty"
  | "move"
  | "borrow"
  | "thaw"
  | "dissolve"
  | "freezeAsAsked"
  | "postMessage"
  | "structuredClone"
  | "newView"
  | "assign"
  | "clear"
  | "concat"
  | "call"
  | "apply"
  | "bind"
  | "reflectApply"
  | "require"
  | "dispose"
  | "then"
  | "next"
  | "reflectGet"
  | "newWorker"
  | "takeTransferred"
  | "sendBody"
  | "newPromise"
  | "promiseOf"
  | "promiseTry"
  | "resolvePromise"
  | "getReader"
  | "releaseLock"
  | "pipeThrough"
  | "tee";

export type Signatures = Readonly<Record<string, Signature>>;
