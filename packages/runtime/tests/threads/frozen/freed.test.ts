import { expect, it, vi } from "vitest";
import { livingImages } from "../../../src/threads/frozen/registry.js";
import { attackShared, sharedSeeds } from "./attack.js";

vi.setConfig({ testTimeout: 120_000 });

declare const gc: () => void;

it("Images that arrived are freed, also those that were refused when half of it was read", async () => {
  // what was reached through a weak reference stays until the task is over
  const collect = async (): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    return [...livingImages()].length;
  };
  const seeds = sharedSeeds();
  const before = await collect();
  const { accepted, refused } = attackShared({ runs: 100, seed: 11, seeds });
  expect([accepted > 20, refused > 20, [...livingImages()].length > before + 50]).toEqual([true, true, true]);
  for (let i = 0; i < 20 && (await collect()) > before; i++);
  expect(await collect()).toBeLessThanOrEqual(before);
});
