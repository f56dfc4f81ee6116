// Runs ESLint with the published plugin, through each kind of configuration file.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

const project = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const eslint = join(dirname(require.resolve("eslint/package.json")), "bin/eslint.js");

/** What ESLint reports, as "file:line rule". */
function lint(configuration) {
  const args = [eslint, "--config", configuration, "--format", "json", "src"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(status, 1, "there are mistakes to report");
  return JSON.parse(stdout).flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath.slice(project.length + 5)}:${line} ${ruleId ?? message}`),
  );
}

for (const configuration of ["eslint.config.ts", "eslint.config.js", "eslint.config.mjs", "eslint.config.cjs"]) {
  test(`ESLint reports the mistakes, and nothing else, with ${configuration}`, () => {
    assert.deepEqual(lint(configuration), [
      "mistakes.ts:11 regions/no-use-after-move",
      "mistakes.ts:17 regions/no-mutate-frozen",
      "mistakes.ts:19 regions/no-mutate-frozen",
      "mistakes.ts:21 regions/no-mutate-frozen",
      "mistakes.ts:27 regions/no-use-after-transfer",
      "mistakes.ts:30 regions/valid-ownership-tags",
      "mistakes.ts:40 regions/no-worker-capture",
      "mistakes.ts:46 regions/require-atomics",
    ]);
  });
}
