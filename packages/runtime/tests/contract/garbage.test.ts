import { describe, expect, it } from "vitest";
import { borrow, borrowCount, close, configure, freeze, move, Region, RegionError } from "../../src/index.js";

declare const gc: (() => void) | undefined;

async function collected(refs: WeakRef<object>[]): Promise<number> {
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    gc!();
    if (refs.every((ref) => ref.deref() === undefined)) break;
  }
  return refs.filter((ref) => ref.deref() === undefined).length;
}

describe.skipIf(typeof gc !== "function")("what nobody references is collected", () => {
  it("a region with its objects and handles", async () => {
    const refs = ((): WeakRef<object>[] => {
      const raw = { part: { n: 1 } };
      const region = new Region<any>(raw);
      return [new WeakRef(raw), new WeakRef(raw.part), new WeakRef(region), new WeakRef(region.part)];
    })();
    expect(await collected(refs)).toBe(4);
  });

  it("dead and forgotten handles, though the region lives and its objects were read again", async () => {
    const region = new Region<any>({ part: {}, list: Array.from({ length: 10 }, () => ({})) });
    const refs = ((): WeakRef<object>[] => [
      new WeakRef(region.part),
      ...[...region.list].map((handle: object) => new WeakRef(handle)),
      new WeakRef(
        ((): object => {
          const held = borrow<any>(region.part);
          held[Symbol.dispose]();
          return held;
        })(),
      ),
    ])();
    close(region);
    expect([region.part, ...region.list]).toHaveLength(11);
    expect(await collected(refs)).toBe(12);
    expect(borrowCount(region)).toBe(1);
  });

  it("the old handle of a region that was moved", async () => {
    const box: { region?: any } = {};
    const refs = ((): WeakRef<object>[] => {
      let region = new Region<any>({ part: {} });
      const old = [];
      for (let i = 0; i < 10; i++) {
        old.push(new WeakRef<object>(region), new WeakRef<object>(region.part));
        region = move(region);
      }
      box.region = region;
      return old;
    })();
    expect(box.region.part).toBeDefined();
    expect(await collected(refs)).toBe(20);
    expect(box.region.part).toBeDefined();
  });

  it("an object that was deleted from its region", async () => {
    const region = new Region<any>();
    const refs = ((): WeakRef<object>[] => {
      const part = { deep: {} };
      region.part = part;
      delete region.part;
      return [new WeakRef(part), new WeakRef(part.deep)];
    })();
    expect(await collected(refs)).toBe(2);
    expect(Object.keys(region)).toEqual([]);
  });

  it("a child that was freed, though its former parent lives", async () => {
    const parent = new Region<any>({ list: [] });
    const refs = ((): WeakRef<object>[] => {
      const child = new Region<any>({ part: {} });
      parent.child = child;
      parent.list.push(new Region<any>());
      const out = [new WeakRef<object>(child), new WeakRef<object>(child.part), new WeakRef<object>(parent.list[0])];
      parent.child = undefined;
      parent.list.length = 0;
      return out;
    })();
    expect(await collected(refs)).toBe(3);
    expect(parent.list).toHaveLength(0);
  });

  it("a parent, though the child that was moved out of it lives", async () => {
    const box: { child?: any } = {};
    const refs = ((): WeakRef<object>[] => {
      const parent = new Region<any>({ child: new Region<any>({ n: 1 }) });
      box.child = move(parent.child);
      return [new WeakRef<object>(parent)];
    })();
    expect(await collected(refs)).toBe(1);
    expect(box.child.n).toBe(1);
  });

  it("a local object whose adoption was refused, with the error gone", async () => {
    const region = new Region<any>();
    const refs = ((): WeakRef<object>[] => {
      const local = { part: {}, bad: new WeakMap() };
      try {
        region.x = local;
      } catch (error) {
        expect(error).toBeInstanceOf(RegionError);
      }
      return [new WeakRef(local), new WeakRef(local.part)];
    })();
    expect(await collected(refs)).toBe(2);
  });

  it("a region that was frozen, and frozen values", async () => {
    const refs = ((): WeakRef<object>[] => {
      const raw = { part: {} };
      const region = new Region<any>(raw);
      const frozen = { a: {} };
      freeze(region);
      freeze(frozen);
      return [raw, raw.part, region, frozen, frozen.a].map((o) => new WeakRef<object>(o));
    })();
    expect(await collected(refs)).toBe(5);
  });

  it("a region whose borrow was forgotten, with sites recorded", async () => {
    configure({ sites: true });
    const refs = ((): WeakRef<object>[] => {
      const region = new Region<any>({ part: {} });
      const held = borrow(region.part);
      return [new WeakRef<object>(region), new WeakRef<object>(held)];
    })();
    configure({ sites: false });
    expect(await collected(refs)).toBe(2);
  });

  it("memory does not grow when one region is moved, borrowed and closed over and over", async () => {
    let region = new Region<any>({ list: [{}, {}] });
    const round = (): void => {
      for (let i = 0; i < 5_000; i++) {
        region = move(region);
        borrow(region.list, (list: any) => list.push(list.pop()));
        region.list[0].n = { i };
        close(region);
      }
    };
    round();
    await collected([]);
    gc!();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 4; i++) round();
    await collected([]);
    gc!();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(3_000_000);
  });
});
