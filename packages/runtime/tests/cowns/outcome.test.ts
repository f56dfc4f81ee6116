import { describe, expect, test } from "vitest";
import { Cown, freeze, isFrozen, move, Region, when } from "../../src/index.js";

describe("What comes out of a behaviour", () => {
  test("may be a part that was frozen out of the region", async () => {
    const account = new Cown(new Region({ log: [{ text: "opened" }], balance: 1 }));
    const log = await when(account, (guard) => freeze(guard.value.log));
    expect(log[0]!.text).toBe("opened");
    expect(isFrozen(log)).toBe(true);
    expect(await when(account, (guard) => guard.value.log)).toBe(log);
  });

  test("may be a region that was moved out", async () => {
    const jobs = new Cown(new Region<{ list: Region<{ n: number }>[] }>({ list: [new Region({ n: 1 })] }));
    const job = await when(jobs, (guard) => move(guard.value.list.shift()!));
    expect(job.n).toBe(1);
  });

  test("is refused when it is a handle that has ended, thrown or returned", async () => {
    const job = new Cown(new Region<{ error: Error }>({ error: new RangeError("disk full") }));
    await expect(when(job, (guard) => guard.value.error)).rejects.toThrow("Cannot return from a behaviour a handle");
    const thrown = when(job, (guard) => {
      throw guard.value.error;
    });
    await expect(thrown).rejects.toThrow("Cannot throw from a behaviour a handle");
  });
});
