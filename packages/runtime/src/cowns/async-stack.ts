import type { Task } from "./scheduler.js";

/** Bodies that wait and are not followed, by the name of the function that awaits them. */
let traced: Map<string, Task> | undefined;
let count = 0;

/**
 * Waits for what a body returned, so that the code that runs for it can be told from other code: V8 knows which function
 * awaits which, and says so in stack traces, at no cost until one is taken.
 */
export async function trace(body: Task, result: PromiseLike<unknown>): Promise<unknown> {
  const name = `behaviour ${++count} of regions-runtime`;
  const awaiting = { [name]: async () => await result };
  (traced ??= new Map()).set(name, body);
  try {
    return await awaiting[name]!();
  } finally {
    traced.delete(name);
  }
}

/** The traced body that the running code belongs to. */
export function tracedBody(): Task | undefined {
  if (traced === undefined || traced.size === 0) return undefined;
  const stack = asyncStack();
  for (const [name, body] of traced) if (stack.includes(name)) return body;
  return undefined;
}

/** All of the stack, as text; "" where the host has none, or where the program makes something else of it. */
function asyncStack(): string {
  const capture = (Error as { captureStackTrace?: (target: object) => void }).captureStackTrace;
  if (capture === undefined) return "";
  const limit: unknown = Error.stackTraceLimit;
  const holder: { stack?: unknown } = {};
  // a program may have frozen `Error`
  Reflect.set(Error, "stackTraceLimit", Infinity);
  capture(holder);
  const { stack } = holder;
  Reflect.set(Error, "stackTraceLimit", limit);
  return typeof stack === "string" ? stack : "";
}
