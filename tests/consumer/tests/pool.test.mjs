// Runs behaviours in a pool of threads, from an ES module and from CommonJS.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Piscina } from "piscina";
import { Tinypool } from "tinypool";

const require = createRequire(import.meta.url);
const halves = {
  "ES module": {
    ...(await import("regions-runtime")),
    ...(await import("regions-runtime/pool")),
    file: "counting.mjs",
  },
  CommonJS: { ...require("regions-runtime"), ...require("regions-runtime/pool"), file: "counting.cjs" },
};

for (const [half, { Cown, Region, behaviours, file, when, whenOn }] of Object.entries(halves))
  for (const Pool of [Piscina, Tinypool])
    test(`${half}: a behaviour runs in a thread of ${Pool.name}`, async () => {
      const pool = new Pool({ minThreads: 1, maxThreads: 1 });
      const counting = behaviours(new URL(`../behaviours/${file}`, import.meta.url));
      const counter = new Cown(new Region({ n: 1, samples: new Float64Array(4) }));
      const result = await whenOn(pool, [counter], counting("count"), new Region({ by: 4 }));
      assert.deepEqual([result.n, result.job.done], [5, true]);
      assert.deepEqual(await when(counter, ({ value }) => [value.n, value.samples.length]), [5, 4]);
      await pool.destroy();
    });
