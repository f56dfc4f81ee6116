import { trace, tracedBody } from "./async-stack.js";
import type { Task } from "./scheduler.js";

/** A body that runs. The code that it calls runs in it, as far as that can be known. */
export interface Context extends Task {
  isOver: boolean;
  /** It is known across `await`. Otherwise only what runs before the first one is known to belong to it. */
  isFollowed: boolean;
  /** What it got by `acquire` and has not disposed. */
  acquired: Task[] | undefined;
}

/** What a body holds cowns by. */
export function tasksOf(context: Context): readonly Task[] {
  return [context, ...(context.acquired ?? [])];
}

/** What Node and its kin have: it knows the whole chain of calls, across `await`. */
interface Storage {
  getStore(): Context | undefined;
  run<A extends unknown[], R>(context: Context, body: (...args: A) => R, ...args: A): R;
  disable(): void;
}

/** `null`: this host has none. */
let storage: Storage | null | undefined;

/** The body that is being called, if it is not followed. */
let running: Context | undefined;

/**
 * Following costs every promise of the program something, on Node before 24. So it stops after so many bodies that did
 * not wait, for functions that are not `async`; and begins again, for good, when one of these waits all the same.
 */
const ENOUGH = 100;
let withoutWait = 0;
let followed = 0;

function findStorage(): Storage | null {
  const host = (
    globalThis as {
      process?: { getBuiltinModule?: (id: string) => { AsyncLocalStorage?: new () => Storage } | undefined };
    }
  ).process;
  const found = host?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return found === undefined ? null : new found();
}

/** The body that the code which is running belongs to. */
export function currentContext(): Context | undefined {
  const context = running ?? storage?.getStore() ?? (tracedBody() as Context | undefined);
  return context?.isOver === true ? undefined : context;
}

/** Calls a body. */
export function runIn<A extends unknown[], R>(context: Context, body: (...args: A) => R, args: A): R {
  if (storage === undefined) storage = findStorage();
  if (storage !== null && (withoutWait < ENOUGH || isAsync(body) || storage.getStore() !== undefined)) {
    context.isFollowed = true;
    followed += 1;
    return storage.run(context, body, ...args);
  }
  running = context;
  try {
    return Reflect.apply<undefined, A, R>(body, undefined, args);
  } finally {
    running = undefined;
  }
}

/** The body that has to be asked about, where it is not followed. */
export function unfollowedContext(): Context | undefined {
  const context = currentContext();
  return context?.isFollowed === true ? undefined : context;
}

/**
 * A body has returned a promise: bodies like it are followed from now on, whether or not this one ever ends. What this
 * one waits for is found out by other means.
 *
 * @returns the promise to wait for
 */
export function noteWait(context: Context, body: object, result: PromiseLike<unknown>): PromiseLike<unknown> {
  if (!isAsync(body)) withoutWait = -Infinity;
  return storage === null || context.isFollowed ? result : trace(context, result);
}

/** A body has ended. @param waited it returned a promise */
export function leaveContext(context: Context, waited: boolean): void {
  context.isOver = true;
  if (context.isFollowed) followed -= 1;
  if (!waited) withoutWait += 1;
  if (withoutWait === ENOUGH && followed === 0) storage?.disable();
}

function isAsync(body: object): boolean {
  // asked first because it is soonest answered, and nearly always yes
  if (Object.getPrototypeOf(body) === Function.prototype) return false;
  return Reflect.get(body, Symbol.toStringTag) === "AsyncFunction";
}
