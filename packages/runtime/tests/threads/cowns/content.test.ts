import { describe, expect, it } from "vitest";
import {
  Cown,
  freeze,
  isFrozen,
  isRegion,
  merge,
  move,
  read,
  Region,
  regionInfo,
  registerType,
  thaw,
  when,
} from "../../../src/index.js";
import { pack } from "../../../src/threads.js";
import { regionError, rejection } from "../../errors.js";
import { Counter } from "../worker/counter.js";
import { Point } from "../worker/point.js";
import { shared, startOne } from "./threads.js";

describe("What a shared cown holds", { timeout: 20_000 }, () => {
  it.each<[string, unknown]>([
    ["a number", 1.5],
    ["minus zero", -0],
    ["nothing", undefined],
    ["null", null],
    ["a boolean", true],
    ["text", "häß\u{1f600}"],
    ["a large integer", 2n ** 70n],
    ["a symbol", Symbol.for("key")],
    ["something frozen", freeze({ list: [1, new Map([["a", freeze(new Date(0))]])] })],
  ])("can be %s", async (_, value) => {
    const cown = new Cown<unknown>("before");
    const thread = await startOne({ cown });
    await when(cown, (guard) => (guard.value = value));
    await thread.run(
      "await when(cowns.cown, (guard) => { const { value } = guard; guard.value = 0; guard.value = value; })",
    );
    const back = await when(cown, (guard) => guard.value);
    expect(back).toEqual(value);
    expect([Object.is(back, -0), isFrozen(back)]).toEqual([Object.is(value, -0), true]);
  });

  it("can be a region with all that a region can own", async () => {
    const first = { n: 1 };
    const cown = new Cown(
      new Region<any>(
        { first, list: [first], config: freeze({ a: [1] }), point: new Point(3, 4), numbers: new Float64Array([1, 2]) },
        { name: "jobs" },
      ),
    );
    await when(cown, ({ value }) => {
      value.self = value;
      value.child = new Region({ n: 2 }, { name: "child" });
    });
    const thread = await startOne({ cown });
    const seen = await thread.run(`return when(cowns.cown, ({ value }) => {
      value.first.n = 7;
      value.numbers[1] = 42;
      value.child.n = 8;
      return [value.self === value, value.list[0] === value.first, value.point.length, value.config.a[0]];
    })`);
    expect(seen).toEqual([true, true, 5, 1]);
    await when(cown, ({ value }) => {
      expect([value.list[0].n, value.numbers[1], value.child.n, value.self]).toEqual([7, 42, 8, value]);
      expect([isRegion(value), regionInfo(value).name, regionInfo(value.child).name]).toEqual([true, "jobs", "child"]);
      expect([isFrozen(value.config), value.point.length]).toEqual([true, 5]);
    });
  });

  it("is the same object in its thread for as long as others only change it", async () => {
    const raw = { n: 1 };
    const cown = new Cown(new Region<any>({ raw }));
    const thread = await startOne({ cown });
    await thread.run(
      "await when(read(cowns.cown), (guard) => guard.value.raw.n); await when(cowns.cown, (guard) => guard.value.raw.n)",
    );
    // a raw reference tells whether these are the objects that were there before
    raw.n = 2;
    expect(await when(cown, (guard) => guard.value.raw.n)).toBe(2);
    await thread.run("await when(cowns.cown, (guard) => (guard.value.raw.n = 3))");
    expect([await when(cown, (guard) => guard.value.raw.n), raw.n]).toEqual([3, 3]);
    // a new image of the whole makes other objects
    await thread.run("await when(cowns.cown, (guard) => { guard.value = new Region({ raw: { n: 4 } }); })");
    expect([await when(cown, (guard) => guard.value.raw.n), raw.n]).toEqual([4, 3]);
  });

  const writes: [string, (value: any) => unknown][] = [
    ["a field", (value) => (value.list = 1)],
    ["a field of a part", (value) => (value.part.n = 1)],
    ["a new field", (value) => (value.part.more = {})],
    ["a field that is deleted", (value) => delete value.part.n],
    ["a field that is defined", (value) => Object.defineProperty(value.part, "n", { value: 1 })],
    ["an array", (value) => value.list.push(1)],
    ["a Map", (value) => value.map.set("b", 1)],
    ["a Map that is cleared", (value) => value.map.clear()],
    ["a Set", (value) => value.set.add(1)],
    ["a Date", (value) => value.date.setTime(1)],
    ["a pattern that remembers where it was", (value) => value.pattern.test("aa")],
    ["numbers", (value) => (value.numbers[0] = 1)],
    ["numbers by a method", (value) => value.numbers.fill(1)],
    ["an opaque object", (value) => value.counter.count()],
    ["a subregion", (value) => (value.child.n = 1)],
    ["a subregion that is taken out", (value) => move(value.child)],
    ["a subregion that is merged", (value) => merge(value.child, value)],
    ["a part that is frozen", (value) => freeze(value.part)],
    ["a part of a thawed graph", (value) => (value.thawed.part.n = 1)],
  ];
  it.each(writes)("is seen by others as it was released: %s", async (_, write) => {
    const make = (): any => {
      const region = new Region<any>({ list: [], part: { n: 0 }, map: new Map([["a", 1]]), set: new Set(), date: new Date(0), pattern: /a/g, numbers: new Uint8Array(1), counter: new Counter(), child: new Region<any>({ n: 0 }) }); // prettier-ignore
      region.thawed = thaw(freeze({ part: { n: 0 } }));
      return region;
    };
    const cown = new Cown(make());
    const thread = await startOne({ cown });
    const describeIt = `return when(cowns.cown, ({ value }) => {
      const { list, part, map, set, date, pattern, numbers, child, thawed, counter } = value;
      return JSON.stringify([list, part, isFrozen(part), [...map], [...set], date, pattern.lastIndex, [...numbers], child, isRegion(child), thawed, counter.n]);
    })`;
    const before = await thread.run(describeIt);
    await when(cown, ({ value }) => void write(value));
    expect(await thread.run(describeIt)).not.toBe(before);
  });

  it("that cannot go to other threads is not sent, and the cown stays as it is", async () => {
    const cown = new Cown(new Region<any>({ list: [{ run: () => "done" }] }));
    const error = regionError("ERR_NOT_SENDABLE", () => pack(cown));
    expect(error.path).toBe("$.list[0].run");
    await when(cown, ({ value }) => delete value.list[0].run);
    shared(cown);
  });

  it.each<[string, (value: any) => unknown, string]>([
    ["a function", (value) => (value.list = [() => 1]), "$.list[0]"],
    ["another cown", (value) => (value.list = [new Cown(1)]), "$.list[0]"],
    ["a port", (value) => (value.list = [new MessageChannel().port1]), "$.list[0]"],
  ])(
    "that cannot go to other threads when it is released is what it was at the release before: %s",
    async (_, write, path) => {
      const cown = shared(new Cown(new Region<any>({ list: [1] }), { name: "jobs" }));
      const error = await rejection(
        "ERR_NOT_SENDABLE",
        when(cown, ({ value }) => void write(value)),
      );
      expect([error.path, error.message.includes('cown "jobs"')]).toEqual([path, true]);
      expect(await when(cown, ({ value }) => [...value.list])).toEqual([1]);
      const guard = await cown.acquire();
      write(guard.value);
      regionError("ERR_NOT_SENDABLE", () => guard[Symbol.dispose]());
      expect(await when(cown, ({ value }) => [...value.list])).toEqual([1]);
    },
  );

  it("is released though the body throws, with what was changed by then", async () => {
    const cown = new Cown(new Region({ n: 1 }));
    const thread = await startOne({ cown });
    await expect(
      when(cown, ({ value }) => {
        value.n = 2;
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await thread.run("return when(cowns.cown, ({ value }) => value.n)")).toBe(2);
  });

  it("grows with what is put there", async () => {
    const cown = new Cown(new Region({ text: "", bytes: new Uint8Array(0) }));
    const thread = await startOne({ cown });
    for (const length of [10, 100_000, 5, 1_000_000]) {
      await when(cown, ({ value }) => {
        value.text = "x".repeat(length);
        value.bytes = new Uint8Array(length).fill(7);
      });
      expect(
        await thread.run(
          "return when(cowns.cown, ({ value }) => [value.text.length, value.bytes.length, value.bytes.at(-1)])",
        ),
      ).toEqual([length, length, 7]);
    }
  });

  it("is taken out of one thread and lives on there", async () => {
    const cown = new Cown<Region<{ n: number }> | null>(new Region({ n: 1 }, { name: "job" }));
    const thread = await startOne({ cown });
    expect(
      await thread.run(`const job = await when(cowns.cown, (guard) => { const { value } = guard; guard.value = null; return move(value); });
        job.n = 2; return job.n`),
    ).toBe(2);
    expect(await when(cown, (guard) => guard.value)).toBe(null);
  });

  it("is not overwritten by what happens to a region that was taken out of it", async () => {
    const cown = new Cown<Region<{ n: number }> | null>(new Region({ n: 1 }));
    const thread = await startOne({ cown });
    const taken = await when(cown, (guard) => {
      const region = guard.value!;
      guard.value = null;
      return move(region);
    });
    await thread.run("await when(cowns.cown, (guard) => { guard.value = new Region({ n: 5 }); })");
    taken.n = 2;
    expect(await when(cown, (guard) => guard.value!.n)).toBe(5);
    expect([taken.n, await thread.run("return when(cowns.cown, (guard) => guard.value.n)")]).toEqual([2, 5]);
  });

  it("is not overwritten by what a raw reference froze while another thread had it", async () => {
    const raw = { n: 1 };
    const cown = new Cown<any>(new Region(raw));
    const thread = await startOne({ cown });
    await thread.tell("hold", { change: "guard.value.n = 2" });
    freeze(raw);
    await thread.tell("release");
    expect(await when(cown, (guard) => guard.value.n)).toBe(2);
  });

  it("needs its classes in the thread that reads it, and only there", async () => {
    const cown = new Cown<unknown>(0);
    const thread = await startOne({ cown });
    class Local {}
    registerType(Local, { codec: { name: "Local", encode: () => 0, decode: () => new Local() } });
    await when(cown, (guard) => void (guard.value = new Region({ part: new Local() })));
    expect(await thread.run("return when(cowns.cown, (guard) => guard.value.part)")).toBe("ERR_UNKNOWN_TYPE");
    await when(cown, (guard) => expect(guard.value).toHaveProperty("part"));
    expect(await thread.run("return when(cowns.cown, (guard) => { guard.value = 3; })")).toBe(null);
    expect(await when(read(cown), (guard) => guard.value)).toBe(3);
  });
});
