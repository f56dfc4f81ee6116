/**
 * Kills workers at random in random programs over several shared cowns, until they have counted to 200,000 and 200 have died
 * (or the numbers given); a third number is where to start. Run it with tsx.
 */
import fc from "fast-check";
import { deadlyPrograms, runDeadly } from "./deadly.js";

const [goal = 200_000, least = 200, first = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const programs = deadlyPrograms(20, 3000);
const total = { counted: 0, deaths: 0 };
for (let seed = first; total.counted < goal || total.deaths < least; seed++) {
  const [program] = fc.sample(programs, { seed, numRuns: 1 });
  try {
    const { counted, deaths } = await runDeadly(program!);
    total.counted += counted;
    total.deaths += deaths;
  } catch (error) {
    console.error(`seed ${seed}: ${JSON.stringify(program)}`);
    throw error;
  }
  console.log(`seed ${seed}: ${JSON.stringify(total)}`);
}
