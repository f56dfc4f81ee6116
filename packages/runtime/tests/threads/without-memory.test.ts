import { afterEach, expect, it, vi } from "vitest";
import { Cown, freeze, Region, when } from "../../src/index.js";
import { pack, struct, unpack } from "../../src/threads.js";
import { homeDomain } from "../../src/threads/domain/domain.js";

afterEach(() => vi.unstubAllGlobals());

it("Without SharedArrayBuffer what needs it says so, and how a page gets it; cowns stay usable", async () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  const cown = new Cown(1);
  for (const share of [() => pack(cown), () => struct({ n: "i32" }), homeDomain]) {
    expect(share).toThrow(TypeError);
    expect(share).toThrow(/cross-origin isolated.*Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp/); // prettier-ignore
  }
  expect(await when(cown, (guard) => guard.value)).toBe(1);
});

it("Without SharedArrayBuffer regions and frozen values go by copy, and what claims to be shared is refused", () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  expect(unpack(pack(new Region({ n: 1 })).message).n).toBe(1);
  expect(unpack(pack(freeze({ n: 1 })).message).n).toBe(1);
});

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
  const { prototype } = SharedArrayBuffer;
  const grow = Object.getOwnPropertyDescriptor(prototype, "grow")!;
  Reflect.deleteProperty(prototype, "grow");
  const cown = new Cown("small");
  const { message } = pack(cown);
  Object.defineProperty(prototype, "grow", grow);
  expect(unpack(message)).toBe(cown);
  await expect(when(cown, (guard) => void (guard.value = "x".repeat(2 ** 20)))).rejects.toThrow("no room");
  expect(await when(cown, (guard) => guard.value)).toBe("small");
});
