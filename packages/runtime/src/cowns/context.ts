import type { Task } from "./scheduler.js";

/** A body that runs. The code that it calls runs in it, as far as that can be known. */
export class Context {
  /** The behaviour itself, and what it got by `acquire` and has not disposed. */
  readonly tasks: Task[];
  isOver = false;

  constructor(behaviour: Task) {
    this.tasks = [behaviour];
  }
}

interface Storage {
  getStore(): Context | undefined;
  run<R>(context: Context, body: () => R): R;
}

/** Node and its kin know the whole chain of calls, across `await`. `null`: this host does not. */
let storage: Storage | null | undefined;

/** Elsewhere: what runs before the first `await` of a body is known. */
let running: Context | undefined;

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
  const context = storage ? storage.getStore() : running;
  return context?.isOver === true ? undefined : context;
}

/** Can code that runs after an `await` be told whose it is? */
export function followsAwait(): boolean {
  return Boolean(storage);
}

/** Calls a body. */
export function runIn<R>(context: Context, body: () => R): R {
  storage ??= findStorage();
  if (storage !== null) return storage.run(context, body);
  const outer = running;
  running = context;
  try {
    return body();
  } finally {
    running = outer;
  }
}
