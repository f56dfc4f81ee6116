import fc from "fast-check";
import { expect, it } from "vitest";
import { Cown, read, Region, when } from "../../../src/index.js";
import { rejection } from "../../errors.js";
import { listen } from "../../../src/threads.js";
import { next, start } from "../workers/start.js";
import { startAll, startOne, Thread } from "./threads.js";

const COWNS = 4;
const step = fc.record({
  needs: fc.uniqueArray(fc.nat(COWNS - 1), { minLength: 1, maxLength: 3 }),
  turns: fc.nat(3),
  later: fc.boolean(),
});
const program = fc.array(step, { maxLength: 30 });

it(
  "Behaviours of several threads have their cowns alone, all of them, and in one order",
  { timeout: 120_000 },
  async () => {
    const names = ["a", "b", "c"];
    const cowns = Array.from({ length: COWNS }, () => new Cown(new Region<{ log: string[] }>({ log: [] })));
    const threads = await startAll(3, Object.fromEntries(cowns.map((cown, i) => [`c${i}`, cown])));
    const uses = new SharedArrayBuffer(4 * COWNS);
    await fc.assert(
      fc.asyncProperty(fc.array(program, { minLength: 3, maxLength: 3 }), async (programs) => {
        await Promise.all(
          threads.map((thread, i) => thread.tell("program", { steps: programs[i], name: names[i], uses })),
        );
        const logs = await when(cowns, (...guards) => guards.map(({ value }) => value.log.splice(0).map(String)));
        for (const [i, log] of logs.entries()) {
          const expected = programs.flatMap((steps, t) => steps.flatMap(({ needs }, s) => (needs.includes(i) ? [`${names[t]}${s}`] : []))); // prettier-ignore
          expect([...log].sort()).toEqual(expected.sort());
        }
        // two that share several cowns come in the same order in each
        const before = new Set<string>();
        for (const log of logs)
          log.forEach((one, i) => log.slice(i + 1).forEach((other) => before.add(`${one} ${other}`)));
        for (const pair of before) expect(before).not.toContain(pair.split(" ").reverse().join(" "));
        // and those that one thread spawns at once, in the order of spawning
        programs.forEach((steps, t) => {
          for (const log of logs) {
            const spawned = log.filter((id) => id.startsWith(names[t]!)).map((id) => Number(id.slice(1))).filter((s) => !steps[s]!.later); // prettier-ignore
            expect(spawned).toEqual([...spawned].sort((x, y) => x - y));
          }
        });
      }),
      { numRuns: 25 },
    );
  },
);

it(
  "Readers of one thread have a shared cown together, and writers of another one alone",
  { timeout: 20_000 },
  async () => {
    const cown = new Cown(new Region({ n: 1 }));
    const thread = await startOne({ cown });
    let inside = 0;
    let most = 0;
    const readers = [1, 2, 3].map(() =>
      when(read(cown), async ({ value }) => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        return value.n;
      }),
    );
    const written = thread.run("await when(cowns.cown, ({ value }) => { value.n += 1; }); return when(cowns.cown, ({ value }) => value.n)"); // prettier-ignore
    expect(await Promise.all(readers)).toEqual([1, 1, 1]);
    expect([most, await written]).toEqual([3, 2]);
  },
);

it("A behaviour that waits for a shared cown that it holds is refused", { timeout: 20_000 }, async () => {
  const cown = new Cown(1);
  await startOne({ cown });
  const inner = when(cown, async () => {
    await when(cown, () => "never");
  });
  await rejection("ERR_WOULD_DEADLOCK", inner);
  expect(await when(cown, (guard) => guard.value)).toBe(1);
});

it("A behaviour can need cowns that are shared and cowns that are not", { timeout: 20_000 }, async () => {
  const [own, cown] = [new Cown(0), new Cown(0)];
  const thread = await startOne({ cown });
  const counted = thread.tell("count", { times: 200, all: true });
  const both = Array.from({ length: 200 }, (_, i) =>
    when(i % 2 === 0 ? [own, cown] : [cown, own], (a, b) => {
      a.value += 1;
      b.value += 1;
    }),
  );
  await Promise.all([...both, counted]);
  expect(await when([own, cown], (a, b) => [a.value, b.value])).toEqual([200, 400]);
});

it("Cowns of threads that did not know each other cannot be acquired together", { timeout: 20_000 }, async () => {
  const arrive = async (): Promise<Cown<number>> => {
    const { worker } = new Thread(start("stranger.worker.ts", {}));
    const arrived = new Promise<Cown<number>>((resolve) => listen(worker, resolve));
    await next(worker);
    return arrived;
  };
  const [one, other] = [await arrive(), await arrive()];
  expect(await when(one, (guard) => guard.value)).toBe(1);
  expect(
    (
      await rejection(
        "ERR_WOULD_DEADLOCK",
        when([one, other], () => 0),
      )
    ).message,
  ).toContain("did not know each other");
  expect(await when(other, (guard) => guard.value)).toBe(1);
});
