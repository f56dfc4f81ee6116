// Runs ESLint's own command with the published plugin, and with the options that people use.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

const project = join(import.meta.dirname, "..");
const command = join(dirname(createRequire(import.meta.url).resolve("eslint/package.json")), "bin/eslint.js");

function eslint(...args) {
  // That threads are not worth it, ESLint warns on some machines and not on others.
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: project, env, encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout;
}

const lint = (...args) => JSON.parse(eslint("--format", "json", ...args));
const reports = (results) => results.map(({ filePath, messages }) => [filePath, messages]);
const plain = reports(lint("src"));

/** A folder in the project, for files that a test changes. */
function withFolder(use) {
  const folder = mkdtempSync(join(project, "changed-"));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the configuration is found, and the set of rules by its name", () => {
  assert.equal(plain.flatMap(([, messages]) => messages).length, 8);
});

test("--cache gives the same the second time, and looks again at what has changed", () => {
  withFolder((folder) => {
    const file = join(folder, "mistakes.ts");
    copyFileSync(join(project, "src/mistakes.ts"), file);
    const cached = () => reports(lint("--cache", "--cache-location", join(folder, "cache"), folder));
    const first = cached();
    assert.equal(first[0][1].length, 8);
    assert.deepEqual(cached(), first);
    assert.match(readFileSync(join(folder, "cache"), "utf8"), /mistakes\.ts/);
    writeFileSync(file, `\n${readFileSync(file, "utf8")}`);
    assert.deepEqual(
      cached()[0][1].map(({ line }) => line),
      first[0][1].map(({ line }) => line + 1),
    );
  });
});

test("--concurrency gives the same", () => {
  assert.deepEqual(reports(lint("--concurrency", "2", "src")), plain);
});

test("--fix makes the edit that is safe, and leaves the other mistakes", () => {
  withFolder((folder) => {
    const file = join(folder, "mistakes.ts");
    copyFileSync(join(project, "src/mistakes.ts"), file);
    const [{ messages }] = lint("--fix", folder);
    assert.equal(messages.length, 7);
    assert.match(readFileSync(file, "utf8"), /Atomics\.store\(/);
  });
});

test("--stats tells how long the rules took", () => {
  const [{ stats }] = lint("--stats", "src/mistakes.ts");
  const rules = Object.keys(stats.times.passes[0].rules);
  assert.ok(rules.includes("regions/no-use-after-move"));
});

test("the configuration can be printed, as inspectors do", () => {
  const { plugins, rules } = JSON.parse(eslint("--print-config", "src/mistakes.ts"));
  const { version } = JSON.parse(
    readFileSync(join(project, "node_modules/eslint-plugin-regions/package.json"), "utf8"),
  );
  assert.ok(plugins.includes(`regions:eslint-plugin-regions@${version}`));
  assert.equal(Object.keys(rules).filter((rule) => rule.startsWith("regions/")).length, 14);
});
