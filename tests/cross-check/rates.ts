/**
 * How often the two halves disagree about random programs: `npx tsx tests/cross-check/rates.ts [programs] [first seed] [--cowns]`.
 * Prints the rates, and the smallest program of each sort of disagreement.
 */
import { checkSeed, type Check } from "./check.js";
import { shrink } from "./shrink.js";

const numbers = process.argv.slice(2).filter((each) => /^\d+$/.test(each));
const [count = 1000, firstSeed = 1] = numbers.map(Number);
const isAsync = process.argv.includes("--cowns");
/** How many programs are shown of each kind of disagreement about each rule. */
const SHOWN = 4;

interface Tally {
  refusals: number;
  reports: number;
  misses: number;
  falseAlarms: number;
}

const total = { paths: 0, executed: 0, refusals: 0, reports: 0, misses: 0, falseAlarms: 0, disagreeing: 0 };
const byRule = new Map<string, Tally>();
const byCode = new Map<string, number>();
const found = new Map<string, { seed: number; check: Check }[]>();

const tallyOf = (rule: string): Tally => {
  const tally = byRule.get(rule) ?? { refusals: 0, reports: 0, misses: 0, falseAlarms: 0 };
  byRule.set(rule, tally);
  return tally;
};

for (let index = 0; index < count; index++) {
  const seed = firstSeed + index;
  try {
    const check = await checkSeed(seed, isAsync);
    tally(check);
    if (check.disagreements.length > 0) remember(seed, check);
  } catch (error) {
    console.error(`seed ${seed}:`, error);
  }
  if ((index + 1) % 250 === 0) process.stderr.write(`${index + 1} programs, ${total.disagreeing} disagree\n`);
}
await print();

function tally({ runs, reports, disagreements }: Check): void {
  total.paths += runs.paths;
  total.executed += runs.executed.size;
  total.refusals += runs.refusals.length;
  total.reports += reports.length;
  for (const { code } of runs.refusals) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  for (const { rule } of reports) tallyOf(rule).reports += 1;
  for (const { kind, rule } of disagreements) {
    if (kind === "miss") total.misses += 1;
    else total.falseAlarms += 1;
    tallyOf(rule)[kind === "miss" ? "misses" : "falseAlarms"] += 1;
  }
}

function remember(seed: number, check: Check): void {
  total.disagreeing += 1;
  const [{ kind, rule }] = check.disagreements as [Check["disagreements"][0]];
  const key = `${kind} of ${rule}`;
  const examples = found.get(key) ?? [];
  found.set(key, [...examples, { seed, check }]);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(2)} %`;
}

async function print(): Promise<void> {
  console.log(`${count} programs from seed ${firstSeed}, ${total.paths} paths, ${total.executed} lines executed`);
  console.log(
    `refusals ${total.refusals}, of which not reported (misses): ${total.misses}, ${percent(total.misses, total.refusals)}`,
  );
  console.log(
    `reports ${total.reports}, of which nothing was refused (false alarms): ${total.falseAlarms}, ${percent(total.falseAlarms, total.reports)}`,
  );
  console.log("refusals by code:", Object.fromEntries([...byCode].sort(([, a], [, b]) => b - a)));
  console.log("by rule:");
  for (const [rule, { reports, misses, falseAlarms }] of [...byRule].sort()) {
    console.log(`  ${rule}: ${reports} reports, ${misses} misses, ${falseAlarms} false alarms`);
  }
  for (const [key, examples] of [...found].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n=== ${key}: ${examples.length} programs`);
    const shrunk: { seed: number; check: Check }[] = [];
    for (const { seed, check } of examples.slice(0, 3 * SHOWN)) shrunk.push({ seed, check: await shrink(check) });
    const shown = shrunk.sort((a, b) => a.check.printed.lint.length - b.check.printed.lint.length).slice(0, SHOWN);
    for (const { seed, check } of shown) {
      console.log(`\n--- seed ${seed}`);
      for (const each of check.disagreements)
        console.log(`${each.kind}, line ${each.line}, ${each.rule}: ${each.text}`);
      const lines = check.printed.lint.trimEnd().split("\n");
      console.log(lines.map((text, index) => `${String(index + 1).padStart(4)}  ${text}`).join("\n"));
    }
  }
}
