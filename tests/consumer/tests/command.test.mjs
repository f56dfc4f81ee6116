// Runs the command that comes with the published plugin.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const project = join(import.meta.dirname, "..");
const plugin = fileURLToPath(import.meta.resolve("eslint-plugin-regions"));

/** What `npx regions` runs. */
function regions(...args) {
  const { bin } = JSON.parse(readFileSync(join(dirname(plugin), "../package.json"), "utf8"));
  const command = join(dirname(plugin), "..", bin.regions);
  return spawnSync(process.execPath, [command, ...args], { cwd: project, encoding: "utf8" });
}

test("'regions check' finds the configuration, and reports the mistakes that ESLint does, with the other places", () => {
  const { status, stdout, stderr } = regions("check", "--format", "json", "src");
  assert.equal(stderr, "");
  assert.equal(status, 1);
  const { findings } = JSON.parse(stdout);
  assert.equal(findings.length, 8);
  const [{ file, line, places }] = findings;
  assert.deepEqual([file, line, places.length], ["src/mistakes.ts", 11, 1]);
});

test("'regions check' shows both places", () => {
  assert.match(regions("check", "src").stdout, /\^ moved here\n[^]*\^ used here\n/);
});

test("'regions explain' tells why", () => {
  const { status, stdout } = regions("explain", "src/mistakes.ts:11");
  assert.equal(status, 0);
  assert.match(stdout, /is used after it was moved on line \d+[^]*What is known in line 11/);
});

test("npx finds the command", () => {
  const { stdout } = spawnSync("npx", ["--no-install", "regions", "--version"], {
    cwd: project,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test("whoever imports the plugin does not load what only the command needs", () => {
  const imported = new Set();
  const queue = [plugin];
  for (const file of queue) {
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(/^(?:import|export|\}) ?.*?from "([^"]+)";$/gm)) {
      const path = join(dirname(file), specifier);
      if (!specifier.startsWith(".")) imported.add(specifier);
      else if (!queue.includes(path)) queue.push(path);
    }
  }
  assert.deepEqual([...imported], ["@typescript-eslint/utils"]);
});
