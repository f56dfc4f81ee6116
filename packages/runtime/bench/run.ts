/**
 * Measures the runtime against its peers, prints one table per topic and writes `results.json`. Ratios are taken in
 * one process with the candidates interleaved; run it with `--expose-gc` so that garbage of one is not paid by another.
 */
import { writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { freezeTopics } from "./freeze.js";
import { frozenTopics } from "./frozen.js";
import { handleTopics } from "./handles.js";
import { lineTopics } from "./line.js";
import { regionTopics } from "./regions.js";
import { savinaTopics } from "./savina.js";
import { sizeTopic } from "./size.js";
import { thawTopics } from "./thaw.js";
import { threadTopics } from "./threads.js";
import { print, type Topic } from "./topic.js";
import { whenTopics } from "./when.js";

setFlagsFromString("--expose-gc");
(globalThis as { gc?: unknown }).gc ??= runInNewContext("gc") as unknown;

// freezing first: once a region exists, it has more to ask
const topics: Topic[] = [];
for (const measureTopics of [
  freezeTopics,
  handleTopics,
  regionTopics,
  thawTopics,
  whenTopics,
  threadTopics,
  frozenTopics,
  lineTopics,
  savinaTopics,
  async () => [await sizeTopic()],
]) {
  for (const topic of await measureTopics()) {
    print(topic);
    topics.push(topic);
  }
}
const missed = topics.flatMap(({ topic, rows }) =>
  rows.filter(({ met }) => met === false).map(({ candidate }) => `${topic}: ${candidate}`),
);
console.log(missed.length === 0 ? "\nEvery bar is met." : `\nNot met: ${missed.join("; ")}.`);
const round = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(4)) : value;
const machine = { node: process.version, platform: `${process.platform} ${process.arch}` };
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify({ machine, topics }, round, 2)}\n`);
