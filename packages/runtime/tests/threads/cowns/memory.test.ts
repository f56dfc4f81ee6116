import { expect, it } from "vitest";
import { Cown, Region, when } from "../../../src/index.js";
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

it("A journal leaves room for the next image in memory that cannot grow", async () => {
  const prototype = Object.getPrototypeOf(new SharedArrayBuffer(0)) as object;
  const grow = Object.getOwnPropertyDescriptor(prototype, "grow")!;
  Reflect.deleteProperty(prototype, "grow");
  const cown = new Cown(new Region({ text: "x".repeat(300_000), last: "" }));
  pack(cown);
  Object.defineProperty(prototype, "grow", grow);
  for (let i = 0; i < 30; i++) await when(cown, ({ value }) => void (value.last = "y".repeat(50_000 + i)));
  await when(cown, ({ value }) => void Object.defineProperty(value, "more", { value: 1, enumerable: false }));
  expect(await when(cown, ({ value }) => value.last.length)).toBe(50_029);
});
