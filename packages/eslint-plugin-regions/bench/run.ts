// What the rules cost, beside what two of ESLint's own cost on the same files: pnpm bench
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";
import { mayConcern } from "../src/early-exit.ts";
import type plugin from "../src/index.ts";
import { readSettings } from "../src/settings/settings.ts";
import { apiSource } from "./api-corpus.ts";
import { installedSources, type Source } from "./installed-sources.ts";
import { type Candidate, type Figures, measure, together } from "./measure.ts";
import { measurePeers } from "./peers.ts";
import { printTable, type Row } from "./print-table.ts";

const ROUNDS = 5;
/** Milliseconds per 10,000 lines, ratio to the reference, and growth per line from 2,000 lines to 20,000. */
const BARS = { api: 60, noApi: 3, toReference: 1.3, growth: 1.3 };
const REFERENCE = "require-atomic-updates + no-useless-assignment";

/** As published: running the sources through a loader would measure the loader's helpers too. */
async function builtPlugin(): Promise<typeof plugin> {
  const folder = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  const entry = [fileURLToPath(new URL("../src/index.ts", import.meta.url))];
  await build({ config: false, entry, format: ["esm"], target: "node20", outDir: folder, silent: true });
  const built = (await import(pathToFileURL(`${folder}index.js`).href)) as { default: typeof plugin };
  return built.default;
}

/** A file of each length, and more of the shorter ones. */
const generated = [500, 2_000, 10_000, 20_000].map((lines): Candidate => {
  const code = apiSource(lines);
  const copies = Math.max(1, 4_000 / lines);
  const sources = Array.from({ length: copies }, () => ({ file: "service.ts", code, lines: code.split("\n").length }));
  return { name: `${lines.toLocaleString("en")} lines`, sources, config: "strict" };
});

const settings = readSettings({});
const isOfInterest = ({ code }: Source): boolean => mayConcern(code, settings);
const installed = [...installedSources()];
const select = (config: Candidate["config"], isSelected: (source: Source) => boolean): Candidate[] =>
  installed
    .map(([name, sources]) => ({ name, sources: sources.filter(isSelected), config }))
    .filter(({ sources }) => sources.length > 0);
const ordinary = select("strict", (source) => !isOfInterest(source));
const platform = select("platform", isOfInterest);

const built = await builtPlugin();
/** As in most programs: real modules, of which one line in ten uses the API. */
const mixed: Candidate = {
  name: "zod, one line in ten",
  config: "strict",
  sources: installedSources()
    .get("zod (TypeScript)")!
    .filter(({ lines }) => lines > 200)
    .map((source) => {
      const code = `${source.code}\n${apiSource(source.lines / 9)}`;
      return { ...source, code, lines: code.split("\n").length };
    }),
};

const figures = measure([...generated, mixed, ...ordinary, ...platform], built, ROUNDS);
const take = (count: number): Figures[] => figures.splice(0, count);
const ofGenerated = take(generated.length);
const ofMixed = take(1);
const ofOrdinary = take(ordinary.length);
const ofPlatform = figures;

function row(each: Figures, bar?: number): Row {
  const ratio = each.ours.best / each.reference.best;
  return { ...each, ratio, ...(bar !== undefined && { bar, met: each.ours.best <= bar }) };
}
const allOrdinary = together("all", ofOrdinary);
const topics: Record<string, Row[]> = {
  "Files that use the API in every function, all rules": ofGenerated.map((each) => row(each, BARS.api)),
  "Files that use the API here and there, all rules": ofMixed.map((each) => row(each, BARS.api)),
  "Code that does not use the API (it names nothing of interest), all rules": [
    ...ofOrdinary.map((each) => row(each)),
    row(allOrdinary, BARS.noApi),
  ],
  "Code that freezes, posts or transfers, or uses such names, config 'platform'": [
    ...ofPlatform.map((each) => row(each)),
    row(together("all", ofPlatform), BARS.api),
  ],
  "Both together: ordinary packages": [row(together("all", [...ofOrdinary, ...ofPlatform]))],
};
const ratios = [
  {
    name: "growth per line from 2,000 lines to 20,000",
    value: ofGenerated[3]!.ours.best / ofGenerated[1]!.ours.best,
    bar: BARS.growth,
  },
  {
    name: `to ${REFERENCE}, code that does not use the API`,
    value: allOrdinary.ours.best / allOrdinary.reference.best,
    bar: BARS.toReference,
  },
].map((each) => ({ ...each, met: each.value <= each.bar }));

console.log("Time of the rules in milliseconds per 10,000 lines, without parsing.");
console.log(`'first' is the first round of ${ROUNDS}; 'reference' is the best of ${REFERENCE}.`);
for (const [topic, rows] of Object.entries(topics)) printTable(topic, rows);
console.log("\nRatios");
for (const { name, value, bar, met } of ratios) {
  console.log(`  ${name}: ${value.toFixed(2)}, bar ${bar}, ${met ? "met" : "not met"}`);
}

/** Every other installed file is plenty: the rule that needs types takes long. */
const peers = {
  "Files that use the API": measurePeers(generated[1]!.sources, built, 2 * ROUNDS),
  "Installed packages": measurePeers(
    [...ordinary, ...platform].flatMap(({ sources }) => sources).filter((_, index) => index % 2 === 0),
    built,
    ROUNDS,
  ),
};
console.log("\nBeside rules of others, by ESLint's own timing, milliseconds per 10,000 lines (types are made before)");
for (const [topic, rows] of Object.entries(peers)) {
  console.log(`  ${topic}`);
  for (const { name, best, reports } of rows) {
    console.log(`    ${name.padEnd(36)} ${best.toFixed(1).padStart(7)}   ${String(reports)} reports`);
  }
}

const cpu = cpus()[0]?.model ?? "unknown";
const results = { node: process.version, cpu, rounds: ROUNDS, reference: REFERENCE, topics, ratios, peers };
const round = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(4)) : value;
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(results, round, 2)}\n`);
