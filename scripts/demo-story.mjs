// How the demo speaks: headings, findings, paths as a reader of the repository knows them.
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { styleText } from "node:util";

export const root = resolve(fileURLToPath(import.meta.url), "../..");
export const example = resolve(root, "docs/examples/job-queue");

const paint = (style, text) => (process.stdout.isTTY ? styleText(style, text) : text);

export function heading(text) {
  console.log(`\n${paint("bold", text)}\n${"=".repeat(text.length)}\n`);
}

export function say(text = "") {
  console.log(text);
}

/** One mistake: where it is, what was said about it, and the line of code if it is to be shown. */
export function show(place, kind, message, code) {
  console.log(`  ${paint("cyan", place)}  ${paint("yellow", kind)}`);
  if (code !== undefined) console.log(`      > ${code}`);
  for (const line of message.split("\n")) console.log(`      ${relativeText(line)}`);
}

/** Leaves the path to the repository out of a text. */
export function relativeText(text) {
  return text.replaceAll(`${pathToFileURL(root).href}/`, "").replaceAll(`${root}/`, "");
}

/** Ends the demo: it did not show what it promises. */
export function fail(what, details) {
  console.error(`\n${paint("red", "The demo failed:")} ${what}`);
  for (const detail of details) console.error(`  ${detail}`);
  process.exit(1);
}
