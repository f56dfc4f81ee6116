// Runs the published runtime, as an ES module and as CommonJS.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const halves = { "ES module": await import("regions-runtime"), CommonJS: require("regions-runtime") };

const diagrams = { "ES module": await import("regions-runtime/diagram"), CommonJS: require("regions-runtime/diagram") };

for (const [half, runtime] of Object.entries(halves)) {
  test(`${half}: freezing is deep and keeps identity`, () => {
    const point = { x: 1, tags: ["a"] };
    assert.equal(runtime.freeze(point), point);
    assert.equal(runtime.isFrozen(point), true);
    assert.throws(() => point.tags.push("b"), TypeError);
  });

  test(`${half}: a moved region is reached through the new handle only`, () => {
    const job = new runtime.Region({ items: [1] });
    const next = runtime.move(job);
    next.items.push(2);
    assert.deepEqual([...next.items], [1, 2]);
    assert.throws(
      () => job.items,
      (error) => error instanceof runtime.RegionError && error.code === "ERR_USE_AFTER_MOVE",
    );
  });

  test(`${half}: a borrow ends with its disposal, and lets the region move`, () => {
    const job = new runtime.Region({ items: [1] });
    const items = runtime.borrow(job.items);
    assert.equal(runtime.borrowCount(job), 2);
    assert.throws(() => runtime.move(job), { code: "ERR_BORROWED" });
    items[Symbol.dispose]();
    assert.equal(runtime.borrowCount(job), 1);
    runtime.move(job);
  });

  test(`${half}: a region is drawn, and pictures say what they need`, async () => {
    const { diff, snapshot, snapshotOf, toDot, toMermaid, toSvg } = diagrams[half];
    const jobs = new runtime.Region({ waiting: ["a"] }, { name: "jobs" });
    const graph = snapshot({ jobs });
    assert.match(toMermaid(graph), /region #34;jobs#34; · CLOSED/);
    assert.match(toDot(diff(graph, snapshot({ jobs }))), /^digraph/);
    runtime.move(jobs);
    assert.throws(
      () => jobs.waiting,
      (error) => snapshotOf(error).nodes.some(({ mark }) => mark === "error"),
    );
    await assert.rejects(toSvg(graph), /npm install @viz-js\/viz/);
  });
}
