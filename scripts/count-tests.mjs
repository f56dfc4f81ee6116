// Adds up the test reports in a folder (Vitest's JSON, node:test's TAP) and prints one line:
//
//   N passed, N failed, N skipped
//
//   node scripts/count-tests.mjs folder exitCode
//
// `exitCode` is that of the whole run. A run that failed for another reason than a test (a type error, say) counts as one
// failure, so that the line never looks green when the run was not. Fails if any test failed, or if none ran.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, exitCode] = process.argv.slice(2);
if (folder === undefined || exitCode === undefined) throw new Error("usage: count-tests.mjs folder exitCode");
const total = { passed: 0, failed: 0, skipped: 0 };

function count(passed, failed, skipped) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  const report = readFileSync(join(folder, name), "utf8");
  if (name.endsWith(".json")) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report);
    count(numPassedTests, numFailedTests, numPendingTests + numTodoTests);
  } else if (name.endsWith(".tap")) {
    const line = (label) => {
      const found = new RegExp(`^# ${label} (\\d+)$`, "m").exec(report);
      if (found === null) throw new Error(`${name} has no line '# ${label} N': its run was cut short`);
      return Number(found[1]);
    };
    count(line("pass"), line("fail") + line("cancelled"), line("skipped") + line("todo"));
  }
}

if (exitCode !== "0" && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (total.failed > 0 || total.passed === 0) process.exit(1);
