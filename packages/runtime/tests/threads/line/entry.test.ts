import { once } from "node:events";
import { expect, test } from "vitest";
import { homeDomain } from "../../../src/threads/domain/domain.js";
import { Entry } from "../../../src/threads/line/entry.js";
import { RING } from "../../../src/threads/line/place.js";
import { next, start } from "../workers/start.js";
import { lock, openShared, share } from "./lock.js";

const domain = homeDomain();
const nobody = { served: () => undefined, lost: () => undefined };
const lineOf = (count: number): ReturnType<typeof openShared>["lines"] => openShared(share(count)).lines;

test("a line that is free is had at once, and not by two", () => {
  const [line] = lineOf(1);
  const first = Entry.tryEnter(domain, line!, nobody)!;
  expect(first.state).toBe("has");
  expect(Entry.tryEnter(domain, line!, nobody)).toBeUndefined();
  first.release();
  expect(Entry.enter(domain, [line!], nobody).state).toBe("has");
});

test("a line that others wait for is not free", async () => {
  const [line] = lineOf(1);
  const held = Entry.enter(domain, [line!], nobody);
  const waiting = lock(domain, line!);
  held.release();
  expect(Entry.tryEnter(domain, line!, nobody)).toBeUndefined();
  (await waiting).release();
});

test("releasing twice is the same as once", async () => {
  const [line] = lineOf(1);
  const first = Entry.enter(domain, [line!], nobody);
  first.release();
  const second = Entry.enter(domain, [line!], nobody);
  first.release();
  expect([second.state, Entry.tryEnter(domain, line!, nobody)]).toEqual(["has", undefined]);
});

test("who does not wait any longer holds up nobody, and is not served", async () => {
  const [line] = lineOf(1);
  const served: string[] = [];
  const visitor = (name: string) => ({ served: () => void served.push(name), lost: () => undefined });
  const held = Entry.enter(domain, [line!], nobody);
  const first = Entry.enter(domain, [line!], visitor("first"));
  const second = lock(domain, line!);
  first.cancel();
  first.cancel();
  held.release();
  (await second).release();
  expect(served).toEqual([]);
  expect(first.state).toBe("out");
});

test("who waits for several lines has none of them before it has all, and gives all up", async () => {
  const [a, b] = lineOf(2);
  const held = Entry.enter(domain, [b!], nobody);
  const both = Entry.enter(domain, [a!, b!], nobody);
  expect(both.state).toBe("waits");
  const behind = lock(domain, a!);
  both.cancel();
  (await behind).release();
  held.release();
  expect(Entry.enter(domain, [a!, b!], nobody).state).toBe("has");
});

test("more requests than a ring has places are served in order", { timeout: 60_000 }, async () => {
  const [line] = lineOf(1);
  const held = Entry.enter(domain, [line!], nobody);
  const order: number[] = [];
  const all = Array.from({ length: 3 * RING }, async (_, i) => {
    const entry = await lock(domain, line!);
    order.push(i);
    entry.release();
  });
  held.release();
  await Promise.all(all);
  expect(order).toEqual(order.map((_, i) => i));
  expect(order).toHaveLength(3 * RING);
});

test("requests that find no room can be called off", async () => {
  const [line] = lineOf(1);
  const held = Entry.enter(domain, [line!], nobody);
  const waiting = Array.from({ length: 2 * RING }, () => Entry.enter(domain, [line!], nobody));
  for (const entry of waiting) entry.cancel();
  const last = lock(domain, line!);
  held.release();
  (await last).release();
  expect(waiting.every(({ state }) => state === "out")).toBe(true);
});

test("a thread that does nothing but wait does not end before it is served", { timeout: 60_000 }, async () => {
  const shared = share(1);
  const { lines } = openShared(shared);
  const held = await lock(domain, lines[0]!);
  const worker = start("waits.worker.ts", { shared });
  expect(await next(worker)).toBe("asked");
  const got = next(worker);
  // another one that does not wait ends by itself
  await once(start("waits.worker.ts", {}), "exit");
  held.release();
  expect(await got).toBe("got");
});
