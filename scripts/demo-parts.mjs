// The four parts of the demo.
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { attempts } from "../docs/examples/job-queue/attempts.ts";
import * as corrected from "../docs/examples/job-queue/corrected/index.ts";
import * as mistakes from "../docs/examples/job-queue/mistakes/index.ts";
import { startWorker } from "../docs/examples/job-queue/program.ts";
import { hasRule, lintExample, lintPackage } from "./demo-lint.mjs";
import { marksIn } from "./demo-markers.mjs";
import { example, fail, heading, root, say, show } from "./demo-story.mjs";

/** Published packages that use workers, transfer buffers or pass streams on, and where their sources are. */
const PACKAGES = {
  "@ffmpeg/ffmpeg": ["dist/esm"],
  "@loaders.gl/worker-utils": ["src"],
  "@zip.js/zip.js": ["lib"],
  comlink: ["dist/esm"],
  fflate: ["esm"],
  piscina: ["dist"],
  threads: ["dist-esm"],
  tinypool: ["dist"],
  undici: ["lib"],
  workerpool: ["src"],
};

const marks = marksIn(join(example, "mistakes"), root);

const listOf = (items) => items.map((item) => `  ${item}`);

/** Ends the demo when what was found is not what is marked. */
function compare(who, expected, found) {
  const missing = expected
    .filter((each) => !found.includes(each))
    .map((each) => `is marked, but was not found: ${each}`);
  const extra = found.filter((each) => !expected.includes(each)).map((each) => `was found, but is not marked: ${each}`);
  if (missing.length + extra.length > 0) fail(`${who} did not find what is marked.`, [...missing, ...extra]);
}

export async function showLint() {
  heading("1. Before the program runs: ESLint");
  say(`${relative(root, example)} is a small program: it reads a web server's log in worker threads.`);
  say("The configuration is frozen, each job is a region, the parts of the log are transferred to the workers.");
  say("There are two versions of it. The one with mistakes passes the compiler; ESLint, with the config");
  say("`regions.configs.recommended`, says:\n");

  const findings = await lintExample("mistakes");
  for (const { place, rule, message, code } of findings) show(place, rule, message, code);

  const key = ({ place, rule }) => `${place} ${rule}`;
  const expected = marks.filter(({ rule }) => hasRule(rule));
  compare("ESLint", expected.map(key), findings.map(key));

  say(`\n${findings.length} of the ${marks.length} mistakes are found without running anything.`);
  const unwritten = marks.filter(({ rule }) => !hasRule(rule));
  if (unwritten.length > 0) {
    say("The rules for these do not exist yet, only the runtime finds them:");
    say(listOf(unwritten.map(({ place, rule }) => `${place} (${rule})`)).join("\n"));
  }
}

/** What came of an attempt: a value, or an error. */
async function outcomeOf({ run }) {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

/** The code of the runtime's errors, the name of the engine's. */
const nameOf = (error) => (typeof error.code === "string" ? error.code : error.name);

/** The mark that an attempt ran into: it is in the error's stack; without an error, it is in the attempt's function. */
function markOf({ part }, error) {
  if (error === undefined) return marks.find((mark) => mark.part === part);
  const stack = String(error.stack).replaceAll("\\", "/");
  return marks.find(({ place }) => stack.includes(`${place}:`));
}

/** Tries one thing in both versions and shows the error; undefined: the version with mistakes did nothing wrong. */
async function tryBoth(attempt, right) {
  const { value, error } = await outcomeOf(attempt);
  const expected = await outcomeOf(right);
  if (expected.error !== undefined) fail(`the corrected version could not ${right.title}.`, [expected.error.stack]);

  const mark = markOf(attempt, error);
  const place = `${mark?.place ?? "unmarked"} (${attempt.title})`;
  if (error !== undefined) {
    show(place, nameOf(error), error.message);
    return { mark, name: nameOf(error) };
  }
  if (isDeepStrictEqual(value, expected.value)) return undefined;
  show(
    place,
    "no error",
    `The result is wrong: ${JSON.stringify(value)}\nIt should be: ${JSON.stringify(expected.value)}`,
  );
  return { mark, name: "nothing" };
}

export async function showRuntime() {
  heading("2. While the program runs: the runtime");
  say("Everything that the program does, one by one, because it would end at the first error. The errors whose");
  say("names begin with ERR_ come from regions-runtime, the others from the JavaScript engine.\n");

  const workers = [startWorker(corrected.loadConfig("laptop")), startWorker(corrected.loadConfig("laptop"))];
  const right = attempts(corrected, workers);
  const outcomes = [];
  for (const [index, attempt] of attempts(mistakes, workers).entries()) {
    const outcome = await tryBoth(attempt, right[index]);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));

  const expected = marks.map(({ place, errors }) => `${place} ${errors.join(" or ")}`);
  const found = outcomes.map(({ mark, name }) =>
    mark?.errors.includes(name) ? `${mark.place} ${mark.errors.join(" or ")}` : `${mark?.place ?? "unmarked"} ${name}`,
  );
  compare("The runtime", expected, found);

  const ours = outcomes.filter(({ name }) => name.startsWith("ERR_")).length;
  const unnoticed = outcomes.filter(({ name }) => name === "nothing").length;
  say(
    `\nOf the ${marks.length} mistakes, regions-runtime refuses ${ours}, the engine ${marks.length - ours - unnoticed}.`,
  );
  if (unnoticed > 0)
    say(`Unnoticed on this version of Node, but with a wrong result: ${unnoticed}. Only ESLint finds that.`);
}

export async function showCorrected() {
  heading("3. The corrected version");
  const findings = await lintExample("corrected");
  for (const { place, rule, message, code } of findings) show(place, rule, message, code);
  if (findings.length > 0) fail("ESLint found something in the corrected version.", []);
  say("ESLint finds nothing in it. It runs to the end:\n");

  const main = join(example, "corrected/main.ts");
  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", main], {
    cwd: example,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  say(stdout.trimEnd().replace(/^/gm, "  "));
  if (status !== 0 || stdout.trim() === "") fail(`the corrected version ended with exit code ${status}.`, []);
  say("\nWhat was corrected: git diff --no-index docs/examples/job-queue/mistakes docs/examples/job-queue/corrected");
}

const thousands = (number) => number.toLocaleString("en-US");
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);

export async function showPublished() {
  heading("4. Published packages");
  say("The config `regions.configs.platform` needs no runtime package and fits any code. Here it reads what these");
  say("packages have published; they use workers, transfer buffers, or pass streams on.\n");

  const row = (name, files, lines, parse, rules, findings) =>
    say(
      `  ${name.padEnd(32)}${files.padStart(6)}${lines.padStart(9)}${parse.padStart(9)}${rules.padStart(9)}   ${findings}`,
    );
  row("package", "files", "lines", "parser", "rules", "findings");
  const total = { files: 0, lines: 0, parseMs: 0, rulesMs: 0, findings: [] };
  for (const [name, folders] of Object.entries(PACKAGES)) {
    const { version, files, lines, parseMs, rulesMs, findings } = await lintPackage(name, folders);
    const times = [`${seconds(parseMs)} s`, `${seconds(rulesMs)} s`];
    row(`${name} ${version}`, String(files), thousands(lines), ...times, String(findings.length || "nothing found"));
    total.files += files;
    total.lines += lines;
    total.parseMs += parseMs;
    total.rulesMs += rulesMs;
    total.findings.push(...findings.map((finding) => ({ ...finding, place: `${name}/${finding.place}` })));
  }
  const times = [`${seconds(total.parseMs)} s`, `${seconds(total.rulesMs)} s`];
  row("together", String(total.files), thousands(total.lines), ...times, String(total.findings.length));

  if (total.findings.length > 0) say("\nAll of them, whether the rule is right or wrong:\n");
  for (const { place, rule, message, code } of total.findings) show(place, rule, message, code);
}
