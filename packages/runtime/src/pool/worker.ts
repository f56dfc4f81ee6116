import { fileURLToPath } from "node:url";
import { Cown } from "../operations/cown.js";
import { describe } from "../operations/expect.js";
import { isRegion } from "../operations/is-region.js";
import { read } from "../operations/read.js";
import { when } from "../operations/when.js";
import { unpack } from "../threads/packets/unpack.js";
import type { Packet } from "../threads/types.js";
import { packUnclaimed } from "./pack-unclaimed.js";
import { open, parcelOf } from "./parcel.js";
import type { Content, Outcome, Task } from "./protocol.js";
import { parcelOfThrown, sendErrors } from "./thrown.js";
import { handOver } from "./hand-over.js";

type Body = (...all: unknown[]) => unknown;

/** A cown of this thread for one that lent its content, and how the content was. */
interface Borrowed {
  readonly cown: Cown<unknown>;
  readonly before: unknown;
  readonly reads: boolean;
}

interface Own {
  readonly runHere: typeof runHere;
}
let own: Promise<Own> | undefined;

/**
 * Runs a behaviour in this thread. `whenOn` has pools load this module; nobody else calls it.
 *
 * Pools may load it by `require`, and hooks of that may make another module of it, with a runtime of its own. The bodies
 * import theirs, and so they get their guards from the one that is imported.
 *
 * @returns what came of it, whatever the body did
 */
export async function run(task: Task): Promise<unknown> {
  const imported = await (own ??= import(/* @vite-ignore */ import.meta.url) as Promise<Own>);
  return imported.runHere(task);
}

/** Runs a behaviour by the runtime that this module has. */
export async function runHere(task: Task): Promise<unknown> {
  sendErrors();
  const borrowed: Borrowed[] = [];
  try {
    // registers the classes that are about to arrive
    const body = await load(task);
    for (const content of task.contents) borrowed.push(borrow(content));
    const args = open(task.args);
    const positions = task.positions.map(({ content, reads }) => {
      const { cown } = borrowed[content]!;
      return reads ? read(cown) : cown;
    });
    const result = await when(positions, (...guards) => body(...guards, ...args));
    return await settle("returned", parcelOf([result]), borrowed);
  } catch (thrown) {
    return await settle("threw", parcelOfThrown(thrown), borrowed);
  }
}

/** The exports that were asked for before: asking the loader again takes longer than many a body. */
const loaded = new Map<string, Body>();

async function load(task: Task): Promise<Body> {
  const key = `${task.module} ${task.name}`;
  let body = loaded.get(key);
  if (body === undefined) loaded.set(key, (body = await exportOf(task)));
  return body;
}

async function exportOf({ module, name }: Task): Promise<Body> {
  // what the build makes a `require` of knows no addresses
  const specifier = import.meta.url.startsWith("file:") ? module : fileURLToPath(module);
  const exports = (await import(/* @vite-ignore */ specifier)) as Record<string, unknown>;
  const body = exports[name] ?? ownField(exports.default, name);
  if (typeof body === "function") return body as Body;
  throw new TypeError(
    `A behaviour is to run ${name}() of ${module}, which exports ${name in exports ? describe(exports[name]) : "nothing of that name"}. Export a function.`,
  );
}

/** Of what a CommonJS module exports. What all objects have is no behaviour. */
function ownField(exported: unknown, name: string): unknown {
  const isObject = (typeof exported === "object" && exported !== null) || typeof exported === "function";
  return isObject && Object.hasOwn(exported, name) ? (exported as Record<string, unknown>)[name] : undefined;
}

function borrow({ name, message, reads }: Content): Borrowed {
  const before = unpack(message) as unknown;
  return {
    cown: new Cown(before, name === undefined ? {} : { name }),
    before: isRegion(before) ? undefined : before,
    reads,
  };
}

/** Sends everything back. What does not want to go is as if nothing had happened to any of it. */
async function settle(ended: Outcome["ended"], value: Packet, borrowed: readonly Borrowed[]): Promise<unknown> {
  try {
    const contents: (Packet | undefined)[] = [];
    for (const each of borrowed) contents.push(await contentAfter(each));
    const packets = [...contents, value];
    return await handOver(
      { contents: contents.map((packet) => packet?.message), ended, value: value.message },
      packets.flatMap((packet) => packet?.transfer ?? []),
    );
  } catch (error) {
    const { message, transfer } = parcelOfThrown(error);
    return handOver({ contents: borrowed.map(() => undefined), ended: "threw", value: message }, transfer);
  }
}

/** @returns undefined when it is what it was */
async function contentAfter({ cown, before, reads }: Borrowed): Promise<Packet | undefined> {
  if (reads) return undefined;
  using guard = await cown.acquire();
  const { value } = guard;
  if (!isRegion(value)) return Object.is(value, before) ? undefined : packUnclaimed(value);
  guard.value = undefined;
  return packUnclaimed(value);
}
