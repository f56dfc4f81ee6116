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
