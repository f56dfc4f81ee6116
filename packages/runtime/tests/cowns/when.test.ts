import { describe, expect, it } from "vitest";
import { borrow, Cown, configure, isClosed, move, quiesce, read, Region, when } from "../../src/index.js";
import { regionError, rejection } from "../errors.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A promise, and the function that fulfils it. */
function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

describe("when", () => {
  it("gives a guard for each cown, in the order of its arguments, and what the body returns", async () => {
    const [a, b] = [new Cown(1), new Cown("x")];
    expect(await when([b, a], (x, n) => [x.value, n.value])).toEqual(["x", 1]);
    expect(await when(a, async (n) => Promise.resolve(n.value + 1))).toBe(2);
  });

  it("never runs the body before it returns, nor within the call that frees its cowns", async () => {
    const cown = new Cown(0);
    const log: string[] = [];
    const free = when(cown, () => log.push("first"));
    log.push("spawned");
    await free;
    const held = cown.tryAcquire()!;
    const waited = when(cown, () => log.push("second"));
    held[Symbol.dispose]();
    log.push("disposed");
    await waited;
    expect(log).toEqual(["spawned", "first", "disposed", "second"]);
  });

  it("takes all its cowns at once, and releases them together", async () => {
    const [a, b, c] = [new Cown(0), new Cown(0), new Cown(0)];
    const held = b.tryAcquire()!;
    const { passed, open } = gate();
    const all = when([a, b, c], () => passed);
    expect([a.state, b.state, c.state]).toEqual(["released", "acquired", "released"]);
    held[Symbol.dispose]();
    expect([a.state, b.state, c.state]).toEqual(["acquired", "acquired", "acquired"]);
    await turn();
    open();
    await all;
    expect([a.state, b.state, c.state]).toEqual(["released", "released", "released"]);
  });

  it("needs no cown at all", async () => {
    const log: string[] = [];
    const done = when([], (...guards) => log.push(`ran with ${guards.length}`));
    log.push("spawned");
    await done;
    expect(log).toEqual(["spawned", "ran with 0"]);
  });

  it("acquires a cown that is given twice once, and gives its guard twice", async () => {
    const [a, b] = [new Cown(1), new Cown(2)];
    const same = await when([a, b, a, a], (x, y, z, u) => {
      x.value += 1;
      return [x === z, z === u, (x as unknown) === y, z.value];
    });
    expect([same, a.state, b.state]).toEqual([[true, true, false, 2], "released", "released"]);
  });

  it("takes a thousand cowns", async () => {
    const cowns = Array.from({ length: 1000 }, (_, i) => new Cown(i));
    const sum = await when([...cowns, ...cowns], (...guards) => guards.reduce((total, { value }) => total + value, 0));
    expect(sum).toBe(999_000);
  });

  it("does not run two behaviours at once that share a cown, however long their bodies take", async () => {
    const cown = new Cown(0);
    const body = async (held: { value: number }) => {
      const before = held.value;
      await turn();
      held.value = before + 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => when(cown, body)));
    expect(await when(cown, (held) => held.value)).toBe(10);
  });

  it("runs behaviours without a common cown side by side", async () => {
    const [a, b] = [new Cown(0), new Cown(0)];
    const { passed, open } = gate();
    const first = when(a, () => passed);
    await when(b, () => open());
    await first;
  });

  it("does not deadlock, whatever the order of the cowns", async () => {
    const [a, b, c] = [new Cown(0), new Cown(0), new Cown(0)];
    const orders = [[a, b, c], [b, c, a], [c, a, b], [c, b, a], [b, a], [c, b], [a, c]]; // prettier-ignore
    const runs = orders.flatMap((order) => [
      when(order, (...guards) => guards.length),
      when(order, async (...guards) => {
        await turn();
        return guards.length;
      }),
    ]);
    expect(await Promise.all(runs)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2]);
  });

  it.each([
    ["no cown", () => when({} as never, () => 0)],
    ["a list with something else in it", () => when([new Cown(0), 1 as never], () => 0)],
    ["undefined", () => when(undefined as never, () => 0)],
    ["no body", () => when(new Cown(0), undefined as never)],
  ])("refuses %s", (_, call) => {
    expect(call).toThrow(TypeError);
  });

  it("has acquired nothing when it refuses its arguments", () => {
    const cown = new Cown(0);
    expect(() => when([cown, {} as never], () => 0)).toThrow(TypeError);
    expect(cown.state).toBe("released");
  });
});

describe("The order of behaviours", () => {
  it("is that of spawning, for each cown", async () => {
    const [a, b] = [new Cown(0), new Cown(0)];
    const log: string[] = [];
    void when([a, b], () => log.push("ab"));
    void when(b, () => log.push("b"));
    void when([b, a], () => log.push("ba"));
    void when(a, () => log.push("a"));
    await quiesce();
    expect(log).toEqual(["ab", "b", "ba", "a"]);
  });

  it("is kept where it is only causal: what a behaviour spawns comes before what is spawned by its successors", async () => {
    const [x, y] = [new Cown(0), new Cown(0)];
    const log: string[] = [];
    // the second behaviour on x runs after the first, so its child on y comes after the first one's child
    void when(x, async () => {
      await turn();
      void when(y, () => log.push("first"));
    });
    void when(x, () => void when(y, () => log.push("second")));
    await quiesce();
    expect(log).toEqual(["first", "second"]);
  });

  it("puts a nested when after all that was spawned before it", async () => {
    const cown = new Cown(0);
    const log: string[] = [];
    const outer = when(cown, () => {
      void when(cown, () => log.push("inner"));
      log.push("outer");
    });
    void when(cown, () => log.push("sibling"));
    await outer;
    await quiesce();
    expect(log).toEqual(["outer", "sibling", "inner"]);
  });
});

describe("An exception in a body", () => {
  it("rejects the promise, releases the cowns, and keeps what was changed by then", async () => {
    const cown = new Cown(new Region({ n: 1 }));
    const mistake = new Error("no money");
    const failed = when(cown, (held) => {
      held.value.n = 2;
      throw mistake;
    });
    const next = when(cown, (held) => held.value.n);
    await expect(failed).rejects.toBe(mistake);
    expect(await next).toBe(2);
  });

  it("does the same in an async body, whatever is thrown", async () => {
    const cown = new Cown(1);
    const failed = when(cown, async (held) => {
      held.value = 2;
      await turn();
      throw undefined; // eslint-disable-line @typescript-eslint/only-throw-error -- the point
    });
    await expect(failed.then(() => "fulfilled", (reason: unknown) => ["rejected", reason])).resolves.toEqual(["rejected", undefined]); // prettier-ignore
    expect(await when(cown, (held) => held.value)).toBe(2);
  });

  it("comes before a borrow that was left, and tells of it, too", async () => {
    const cown = new Cown(new Region({ list: [] }));
    const mistake = new Error("no money");
    const failed = when(cown, (held) => {
      borrow(held.value.list);
      throw mistake;
    });
    await expect(failed).rejects.toBe(mistake);
    expect(mistake).toMatchObject({ suppressed: { code: "ERR_BORROW_LEAKED" } });
    expect(cown.state).toBe("released");
    const again = when(cown, (held) => {
      borrow(held.value.list);
      Object.freeze(mistake);
      throw mistake;
    });
    await expect(again).rejects.toBe(mistake);
  });

  it("keeps an error that it has suppressed already, as those of using have", async () => {
    const cown = new Cown(new Region({ list: [] }));
    const first = new Error("first");
    const mistake = Object.assign(new Error("second"), { suppressed: first });
    const failed = when(cown, (held) => {
      borrow(held.value.list);
      throw mistake;
    });
    await expect(failed).rejects.toBe(mistake);
    expect(mistake.suppressed).toBe(first);
  });

  it("settles once, even if the body returns a promise of a strange kind", async () => {
    const cown = new Cown(1);
    const strange = {
      then(resolve: (value: string) => void, reject: (error: Error) => void) {
        resolve("once");
        resolve("twice");
        reject(new Error("thrice"));
        throw new Error("and again");
      },
    };
    expect(await when(cown, () => strange as unknown as Promise<string>)).toBe("once");
    expect(await when(cown, () => 2)).toBe(2);
    const broken = Object.defineProperty({}, "then", { get: () => { throw new Error("broken"); } }); // prettier-ignore
    await expect(when(cown, () => broken)).rejects.toThrow("broken");
    expect(cown.state).toBe("released");
  });
});

describe("After the body", () => {
  it("the guards and the handles got through them are dead", async () => {
    const cown = new Cown(new Region({ list: [{ n: 1 }] }), { name: "account" });
    const kept: any = {};
    await when(cown, async (held) => {
      Object.assign(kept, { held, state: held.value, list: held.value.list });
      await turn();
      kept.first = kept.list[0];
    });
    regionError("ERR_COWN_NOT_ACQUIRED", () => kept.held.value);
    for (const use of [() => kept.state.list, () => kept.list.length, () => (kept.first.n = 2)])
      expect(regionError("ERR_INVALIDATED", use).message).toContain("behaviour");
  });

  it("a borrow that has not ended ends, and the promise rejects with ERR_BORROW_LEAKED, which tells where", async () => {
    configure({ sites: true });
    try {
      const cown = new Cown(new Region({ list: [1] }), { name: "account" });
      let list: number[] = [];
      const { message, sites } = await rejection(
        "ERR_BORROW_LEAKED",
        when(cown, (held) => {
          list = borrow(held.value.list);
        }),
      );
      expect(sites).toHaveLength(1);
      expect(message).toMatch(/cown "account".*when\.test\.ts:\d+/);
      regionError("ERR_INVALIDATED", () => list.length);
      expect(await when(cown, (held) => isClosed(held.value))).toBe(true);
    } finally {
      configure({ sites: false });
    }
  });

  it("a borrow that was left of one cown keeps none of the others", async () => {
    const [a, b] = [new Cown(new Region({ list: [1] })), new Cown(new Region({ n: 1 }))];
    const leaking = when([a, read(b)], (held, other) => void [borrow(held.value.list), other.value.n]);
    const next = when(b, (held) => (held.value.n += 1));
    await rejection("ERR_BORROW_LEAKED", leaking);
    expect(await next).toBe(2);
  });

  it("what move took out lives on", async () => {
    const cown = new Cown(new Region<{ jobs: Region<{ n: number }>[] }>({ jobs: [new Region({ n: 1 })] }));
    const job = await when(cown, (held) => move(held.value.jobs.pop()!));
    expect(job.n).toBe(1);
  });

  it("what the body returned must not be a handle: ERR_INVALIDATED", async () => {
    const cown = new Cown(new Region({ list: [1] }), { name: "account" });
    const { message } = await rejection(
      "ERR_INVALIDATED",
      when(cown, (held) => held.value),
    );
    expect(message).toContain("return from a behaviour a handle");
    await rejection(
      "ERR_INVALIDATED",
      when(cown, async (held) => Promise.resolve(held.value.list)),
    );
    expect(cown.state).toBe("released");
  });

  it("a region that its cown got through a guard is closed", async () => {
    const [a, b] = [new Cown<any>(new Region({ n: 1 })), new Cown<any>(undefined)];
    await when([a, b], (from, to) => {
      const state = from.value;
      from.value = undefined;
      to.value = state;
    });
    expect(await when([a, b], (x, y) => [x.value, y.value.n])).toEqual([undefined, 1]);
  });
});

describe("configure({ checks: 'full' })", () => {
  it("finds at the end of a body what a raw reference broke", async () => {
    configure({ checks: "full" });
    try {
      const raw: { list: unknown[] } = { list: [] };
      const cown = new Cown(new Region(raw));
      await rejection(
        "ERR_NOT_MOVABLE",
        when(cown, () => void raw.list.push(Promise.resolve())),
      );
      expect(cown.state).toBe("released");
    } finally {
      configure({ checks: "fast" });
    }
  });
});

describe("quiesce", () => {
  it("resolves when no behaviour is queued or running", async () => {
    const cown = new Cown(0);
    await quiesce();
    for (let i = 0; i < 3; i++)
      void when(cown, async (held) => {
        held.value += 1;
        await turn();
        if (i === 2) void when(cown, (again) => (again.value += 10));
      });
    await quiesce();
    expect(cown.tryAcquire()?.value).toBe(13);
  });

  it("gives up with ERR_TIMEOUT, and tells how many there are", async () => {
    const cown = new Cown(0);
    const { passed, open } = gate();
    const slow = when(cown, () => passed);
    void when(cown, () => 0);
    expect((await rejection("ERR_TIMEOUT", quiesce({ timeoutMs: 0 }))).message).toContain("2 behaviours");
    expect((await rejection("ERR_TIMEOUT", quiesce({ timeoutMs: 1 }))).message).toContain("2 behaviours");
    open();
    await slow;
    await quiesce({ timeoutMs: 100_000 });
  });

  it("refuses options that it does not know", () => {
    expect(() => quiesce({ timeout: 1 } as object)).toThrow(TypeError);
    expect(() => quiesce(5 as never)).toThrow(TypeError);
    expect(() => quiesce({ timeoutMs: NaN })).toThrow(TypeError);
  });
});
