/**
 * Attacks `unpack` with as many mutated messages as are asked for: `npx tsx tests/threads/fuzz.ts 2000000 7`, the number
 * of messages and where to start. With `frozen` behind it what reads frozen graphs in shared memory, while that is being mutated; with
 * `journal` what reads the journals of shared cowns. Prints what came of them, and fails when anything but a value or a refusal did.
 */
import { attack, type Outcome, seeds } from "./attack.js";
import { attackJournal } from "./cowns/attack.js";
import { attackShared, sharedSeeds } from "./frozen/attack.js";

const [runs = 1_000_000, seed = 1] = process.argv.slice(2, 4).map(Number);
const attacks: Record<string, (runs: number, seed: number) => Outcome> = {
  messages: (count, start) => attack({ runs: count, seed: start, seeds: seeds() }),
  journal: (count, start) => attackJournal({ runs: count, seed: start }),
  frozen: (count, start) => attackShared({ runs: count, seed: start, seeds: sharedSeeds() }),
};
const run = attacks[process.argv[4] ?? "messages"]!;
const total = { refused: 0, accepted: 0, other: 0, slowest: 0 };
/** Between rounds other tasks come: what was reached through a weak reference stays until the task is over. */
const ROUND = 500;
const SAID = 10_000;
for (let done = 0; done < runs; done += ROUND) {
  const { refused, accepted, other, slowest } = run(Math.min(ROUND, runs - done), seed + done);
  total.refused += refused;
  total.accepted += accepted;
  total.other += other.length;
  total.slowest = Math.max(total.slowest, slowest);
  for (const error of other.slice(0, 5)) console.error(`seed ${seed + done}:`, error);
  await new Promise((resolve) => setImmediate(resolve));
  if ((done + ROUND) % SAID !== 0 && done + ROUND < runs) continue;
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(`${Math.min(runs, done + ROUND)}: ${JSON.stringify(total)} ${memory} MB`);
}
process.exitCode = total.other === 0 ? 0 : 1;
