import type { Use } from "./record.js";

/** What tracing tools can subscribe to, as `regions-runtime:cown:wait` and so on. */
const EVENTS = ["wait", "acquire", "release", "failure"] as const;

export type CownEvent = (typeof EVENTS)[number];

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: object): void;
}

type Channels = Record<CownEvent, Channel>;

/** `null`: this host has none. */
let channels: Channels | null | undefined;

function findChannels(): Channels | null {
  const host = (
    globalThis as {
      process?: { getBuiltinModule?: (id: string) => { channel?: (name: string) => Channel } | undefined };
    }
  ).process;
  const find = host?.getBuiltinModule?.("node:diagnostics_channel")?.channel;
  if (find === undefined) return null;
  return Object.fromEntries(
    EVENTS.map((event) => [event, find(`regions-runtime:cown:${event}`)]),
  ) as unknown as Channels;
}

/** Tells those who subscribed, and costs next to nothing when nobody has. */
export function publish(event: CownEvent, use: Use, error?: unknown): void {
  if (channels === undefined) channels = findChannels();
  const channel = channels?.[event];
  if (channel?.hasSubscribers !== true) return;
  const { by, site, records } = use;
  // the object that stands for the use tells which events belong together
  channel.publish({
    use,
    by,
    site,
    cowns: records.map(({ cown }) => cown),
    names: records.map(({ name }) => name),
    error,
  });
}
