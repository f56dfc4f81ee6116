import { RegionError } from "../../errors.js";
import { describe } from "../../operations/expect.js";
import { nameOf } from "../../heap/region.js";
import { callSite } from "../../settings.js";
import { addressed } from "../cowns/share.js";
import { watchWorker } from "../domain/deaths-of-workers.js";
import { describeThrown } from "../image/codecs.js";
import { isBuffer } from "../image/resources.js";
import type { Postable } from "../types.js";
import { copyOf, transferred } from "./pack.js";
import { consume, letGo, type Plan, planPacket } from "./plan.js";
import { type Message, messageOf } from "./protocol.js";

/**
 * Gives a value to another thread, which gets it by `listen`.
 *
 * A region is moved: the same graph arrives, with cycles, sharing, subregions and names, and here every handle of it throws
 * from now on. ArrayBuffers and ports in it are transferred, not copied. A cown stays usable: it is one cown of both threads from then on.
 *
 * @param port what to post to: a MessagePort, a Worker, `parentPort`, `self` in a worker
 * @param value a free closed region, a frozen value, a cown or a primitive
 * @throws TypeError where a cown cannot be shared, because there is no shared memory; RegionError `ERR_NOT_SENDABLE` with the path to what cannot travel, or when the port refuses the message;
 * `ERR_BORROWED`, `ERR_NOT_FREE`, `ERR_USE_AFTER_MOVE`, `ERR_INVALIDATED`, `ERR_READ_ONLY`, and what `validate` throws;
 * nothing is consumed then
 * @example
 * ```ts
 * const jobs = new Region({ queue: ["first"] });
 * send(worker, jobs);
 * jobs.queue; // throws ERR_USE_AFTER_MOVE
 * ```
 */
export function send(port: Postable, value: unknown): void {
  if (typeof (port as Partial<Postable> | null | undefined)?.postMessage !== "function")
    throw new TypeError(
      `send() was given ${describe(port)} as its port. Give it a MessagePort, a Worker or parentPort.`,
    );
  watchWorker(port);
  const plan = planPacket(value, "send", !isBroadcast(port) && !isWindow(port));
  if (plan.regions.length > 0 && isBroadcast(port))
    throw new RegionError(
      "ERR_NOT_SENDABLE",
      `Cannot send ${nameOf(plan.regions[0]!)} to a BroadcastChannel: all who listen would get it, and a region has one owner. Send it to one port, or freeze() it.`,
      { path: "$", target: plan.regions[0]!.bridge },
    );
  const resources = addressed(plan.resources);
  const undo = letGo(plan.regions);
  try {
    post(port, plan, resources);
  } catch (error) {
    undo();
    throw error;
  }
  consume(plan.regions, "send", callSite(send));
}

function isBroadcast(port: Postable): boolean {
  return typeof BroadcastChannel === "function" && port instanceof BroadcastChannel;
}

/** Pages of other origins have memory of their own. */
function isWindow(port: Postable): boolean {
  return (port as { window?: unknown }).window === port;
}

function post(port: Postable, { image, shared }: Plan, resources: object[]): void {
  try {
    postOnce(port, messageOf(image, resources, shared));
  } catch (cause) {
    const copied = resources.map(copyUnlessItCanGo);
    if (copied.every((resource, i) => resource === resources[i])) throw refused(cause);
    try {
      postOnce(port, messageOf(image, copied, shared));
    } catch (again) {
      throw refused(again);
    }
  }
}

function postOnce(port: Postable, message: Message): void {
  const transfer = transferred(message.image, message.resources);
  // a window would take a list for the origin that it is to check
  port.postMessage(message, isWindow(port) ? { transfer } : transfer);
}

/**
 * Some buffers are taken by no transfer: memory of WebAssembly, and what Node's Buffers share. A clone of what throws when
 * it is read tells them: the list is looked at before, and nothing is transferred after.
 */
function copyUnlessItCanGo(resource: object): object {
  if (!isBuffer(resource)) return resource;
  const reached = new Error();
  const probe = {
    get field(): never {
      throw reached;
    },
  };
  try {
    structuredClone(probe, { transfer: [resource] });
  } catch (error) {
    return error === reached ? resource : copyOf(resource);
  }
  throw new Error("A clone has not read a getter.");
}

function refused(cause: unknown): RegionError {
  const error = new RegionError(
    "ERR_NOT_SENDABLE",
    `The port refused the message: ${describeThrown(cause)}. Nothing was sent. If that is about a buffer or port, look for those in the region that were transferred before.`,
    { path: "$" },
  );
  error.cause = cause;
  return error;
}
