// In a file of its own: what is required is loaded once, and looks for the storage when the first body runs.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Runtime from "../../src/index.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Without AsyncLocalStorage", () => {
  let runtime: typeof Runtime;

  beforeEach(async () => {
    vi.resetModules();
    vi.stubGlobal("process", Object.create(process, { getBuiltinModule: { value: undefined } }));
    runtime = await import("../../src/index.js");
  });

  afterEach(() => vi.unstubAllGlobals());

  /** What happens to a promise: its code, its value, or nothing yet after some turns of the event loop. */
  async function fate(promise: Promise<unknown>): Promise<unknown> {
    let outcome: unknown = "waits";
    void promise.then(
      (value) => (outcome = value),
      (error: unknown) => (outcome = (error as { code: unknown }).code),
    );
    for (let i = 0; i < 5; i++) await turn();
    return outcome;
  }

  it("cowns and behaviours work", async () => {
    const account = new runtime.Cown(new runtime.Region({ n: 1 }));
    expect(await fate(runtime.when(account, async (held) => ++held.value.n))).toBe(2);
  });

  it("waiting is refused for what the body asked for before its first await, directly or in a helper", async () => {
    const cown = new runtime.Cown(1);
    const helper = async () => await cown.acquire();
    for (const body of [
      async () => await runtime.when(cown, () => 1),
      async () => await helper(),
      async () => {
        const later = runtime.when(cown, () => 1);
        await turn();
        await later;
      },
      () => runtime.when(cown, () => 1),
    ])
      expect(await fate(runtime.when<unknown, unknown>(cown, body))).toBe("ERR_WOULD_DEADLOCK");
    expect(cown.state).toBe("released");
  });

  it("scheduling is not refused", async () => {
    const cown = new runtime.Cown(1);
    let ran = 0;
    const body = async () => {
      void runtime.when(cown, () => ran++);
      void runtime.when(cown, () => ran++).then(() => ran++);
      await turn();
    };
    expect(await fate(runtime.when(cown, body))).toBeUndefined();
    expect(ran).toBe(3);
  });

  it("what the body asks for after its first await waits", async () => {
    const cown = new runtime.Cown(1);
    const body = async () => {
      await turn();
      await runtime.when(cown, () => 1);
    };
    expect(await fate(runtime.when(cown, body))).toBe("waits");
  });
});
