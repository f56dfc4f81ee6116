import { expect, it } from "vitest";
import { Cown, when } from "../../../src/index.js";
import { pack, unpack } from "../../../src/threads.js";

it("Where nothing can wait without blocking, cowns are not shared", () => {
  const { waitAsync } = Atomics as unknown as { waitAsync?: unknown };
  const cown = new Cown(1);
  Reflect.set(Atomics, "waitAsync", undefined);
  try {
    expect(() => pack(cown)).toThrow("Atomics.waitAsync");
  } finally {
    Reflect.set(Atomics, "waitAsync", waitAsync);
  }
  expect([cown.state, unpack(pack(cown).message)]).toEqual(["released", cown]);
});

it("Memory that cannot grow has to do, and what finds no room is refused", async () => {
  const prototype = Object.getPrototypeOf(new SharedArrayBuffer(0)) as object;
  const grow = Object.getOwnPropertyDescriptor(prototype, "grow")!;
  Reflect.deleteProperty(prototype, "grow");
  const cown = new Cown("small");
  const { message } = pack(cown);
  Object.defineProperty(prototype, "grow", grow);
  expect(unpack(message)).toBe(cown);
  await expect(when(cown, (guard) => void (guard.value = "x".repeat(2 ** 20)))).rejects.toThrow("no room");
  expect(await when(cown, (guard) => guard.value)).toBe("small");
});
