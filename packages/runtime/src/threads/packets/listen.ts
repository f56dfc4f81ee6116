import { describe } from "../../operations/expect.js";
import { watchWorker } from "../domain/deaths-of-workers.js";
import type { Listenable } from "../types.js";
import { isMarked } from "./protocol.js";
import { unpack } from "./unpack.js";

/** What there may be on a port. */
interface Port {
  on?: unknown;
  off?: unknown;
  addEventListener?: unknown;
  removeEventListener?: unknown;
  start?: unknown;
}

type Method = (type: string, listener: (message: never) => void) => unknown;

/**
 * Calls a handler with every value that arrives by `send`, or by `pack` as a message of its own. Messages of others on the
 * same port are left alone. What is wrong with a message of ours is thrown out of the listener, where the host reports it
 * as it does any error there.
 *
 * @param port what to listen to: a MessagePort, a Worker, `parentPort`, `self` in a worker, a BroadcastChannel
 * @param handler gets the region, frozen value or primitive
 * @returns what ends it; dispose it, best by `using`
 * @example
 * ```ts
 * listen(parentPort, (jobs) => {
 *   jobs.queue.push("done");
 *   send(parentPort, jobs);
 * });
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever was sent
export function listen(port: Listenable, handler: (value: any) => void): Disposable {
  if (typeof handler !== "function")
    throw new TypeError(`listen() was given ${describe(handler)} as its handler. Give it a function.`);
  const receive = (message: unknown): void => {
    if (isMarked(message)) handler(unpack(message));
  };
  if (typeof port === "object" && (port as unknown) !== null) watchWorker(port);
  const { on, off, addEventListener, removeEventListener, start } = (port as Port | null | undefined) ?? {};
  if (typeof on === "function" && typeof off === "function")
    return subscribe(port, on as Method, off as Method, receive);
  if (typeof addEventListener !== "function" || typeof removeEventListener !== "function")
    throw new TypeError(
      `listen() was given ${describe(port)} as its port. Give it a MessagePort, a Worker or parentPort.`,
    );
  const subscription = subscribe(
    port,
    addEventListener as Method,
    removeEventListener as Method,
    ({ data }: { data: unknown }) => receive(data),
  );
  // a port holds messages back until somebody says that it is listened to
  if (typeof start === "function") Reflect.apply(start, port, []);
  return subscription;
}

function subscribe(port: object, add: Method, remove: Method, listener: (message: never) => void): Disposable {
  Reflect.apply(add, port, ["message", listener]);
  return {
    [Symbol.dispose]() {
      Reflect.apply(remove, port, ["message", listener]);
    },
  };
}
