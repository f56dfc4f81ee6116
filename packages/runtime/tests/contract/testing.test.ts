import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { borrow, borrowCount, close, configure, isRegion, move, Region } from "../../src/index.js";
import { expectMovable, liveHandles } from "../../src/testing.js";
import { regionError } from "../errors.js";

declare const gc: () => void;

afterEach(() => configure({ sites: false }));

/** Lets the garbage collector run until the condition holds, a limited number of times. */
async function collect(until: () => boolean): Promise<void> {
  for (let i = 0; i < 20 && !until(); i++) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
}

describe("liveHandles", () => {
  it("counts outstanding borrows and forgets those that ended", () => {
    const region = new Region<any>({ part: {}, list: [{}] });
    const before = liveHandles(region).length;
    const held = [borrow<any>(region), borrow<any>(region), borrow<any>(region)];
    expect(liveHandles(region).length).toBe(before + 3);
    held[0][Symbol.dispose]();
    expect(liveHandles(region).length).toBe(before + 2);
    for (const one of held) one[Symbol.dispose]();
    expect(liveHandles(region).length).toBe(before);
  });

  it("counts what was read from the region, until it is closed", () => {
    const region = new Region<any>({ part: { deep: {} }, list: [] });
    const before = liveHandles(region).length;
    const kept = [region.part, region.part.deep, region.list];
    expect(liveHandles(region).length).toBe(before + 3);
    close(region);
    expect(liveHandles(region).length).toBe(before);
    expect(kept).toHaveLength(3);
  });

  it("does not count what other regions gave out", () => {
    const region = new Region<any>({ part: {} });
    const other = new Region<any>({ part: {} });
    const before = liveHandles(region).length;
    using held = borrow<any>(other.part);
    expect([liveHandles(region).length, liveHandles(other).length > before]).toEqual([before, true]);
  });

  it("does not end a borrow, nor count one itself", () => {
    const region = new Region<any>({ part: { n: 1 } });
    using held = borrow<any>(region.part);
    liveHandles(region);
    expect([held.n, borrowCount(region), isRegion(region)]).toEqual([1, 2, true]);
  });

  it("says where a borrow was made when sites are on", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: {} });
    using held = borrow<any>(region.part);
    expect(inspect(liveHandles(region), { depth: 5 })).toMatch(/testing\.test\.ts:\d+/);
  });

  it("after a garbage collection no longer has what nobody references", async () => {
    const region = new Region<any>({ part: {}, list: Array.from({ length: 10 }, () => ({})) });
    const before = liveHandles(region).length;
    const forget = (): number => {
      const forgotten = [borrow<any>(region.part), ...region.list];
      return forgotten.length;
    };
    expect(forget()).toBe(11);
    await collect(() => liveHandles(region).length <= before);
    expect(liveHandles(region).length).toBe(before);
    expect(region.list).toHaveLength(10);
  });
});

describe("expectMovable", () => {
  it("passes for a region that can be moved, and moves nothing", () => {
    const region = new Region<any>({ part: { n: 1 }, child: new Region<any>() });
    const { part } = region;
    expectMovable(region);
    expect([isRegion(region), part.n]).toEqual([true, 1]);
    borrow(region.part, (held: any) => (held.n = 2));
    expectMovable(region);
    expectMovable(move(region));
  });

  it("throws ERR_BORROWED while it is borrowed, with the sites, as move does", () => {
    configure({ sites: true });
    const region = new Region<any>({ part: {} }, { name: "jobs" });
    const held = borrow<any>(region.part);
    const error = regionError("ERR_BORROWED", () => expectMovable(region));
    expect(error.message).toContain("jobs");
    expect(error.sites).toHaveLength(1);
    expect(error.sites[0]).toMatch(/testing\.test\.ts:\d+/);
    expect(error.message).toContain(error.sites[0]);
    held[Symbol.dispose]();
    expectMovable(region);
    expect(isRegion(move(region))).toBe(true);
  });

  it("throws ERR_BORROWED while a subregion is open", () => {
    const child = new Region<any>({ part: {} });
    const region = new Region<any>({ deep: { child } });
    const held = borrow<any>(child.part);
    regionError("ERR_BORROWED", () => expectMovable(region));
    held[Symbol.dispose]();
    expectMovable(region);
    expect(isRegion(region)).toBe(true);
  });
});
