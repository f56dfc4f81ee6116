// Installs the packed packages in new projects, one on ESLint 9 and one on ESLint 10, compiles these projects against
// the published types, and runs their tests against the published code. The projects are copies of tests/consumer.
//
//   tsx scripts/test-consumers.ts [node version...]
//
// The tests run on the given versions of Node, which npx fetches; without any, on the one that is running now.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const packed = join(root, ".cache/packed");
const reports = join(root, ".cache/test-results");

/** Runs a command with its output shown. A failure ends the whole script with the command's own exit code. */
function run(command: string, args: readonly string[], directory: string): void {
  const { status, error } = spawnSync(command, args, {
    cwd: directory,
    // pnpm sets it for its scripts, and `require` would find there what the project has not installed.
    env: { ...process.env, NODE_PATH: undefined },
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  if (status === 0) return;
  console.error(`\n'${[command, ...args].join(" ")}' failed.`);
  process.exit(status ?? 1);
}

/** The version of a package that the repository itself has installed, so that projects and repository agree. */
function versionOf(name: string, dependent = ""): string {
  const manifest = readFileSync(join(root, dependent, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** A project outside the repository, so that nothing in the repository's node_modules can be found from it. */
function installProject(eslint: string): string {
  const project = mkdtempSync(join(tmpdir(), "regions-consumer-"));
  process.on("exit", () => {
    rmSync(project, { recursive: true, force: true });
  });
  cpSync(join(root, "tests/consumer"), project, { recursive: true });
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "regions-runtime": `file:${join(packed, "regions-runtime.tgz")}` },
    devDependencies: {
      "@typescript-eslint/parser": versionOf("@typescript-eslint/parser", "packages/eslint-plugin-regions"),
      eslint,
      "eslint-plugin-regions": `file:${join(packed, "eslint-plugin-regions.tgz")}`,
      piscina: versionOf("piscina", "packages/runtime"),
      tinypool: versionOf("tinypool", "packages/runtime"),
      jiti: versionOf("jiti"), // with which ESLint reads eslint.config.ts
      typescript: versionOf("typescript"),
    },
  };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, undefined, 2));
  run("pnpm", ["--loglevel", "warn", "install", "--ignore-workspace", "--prefer-offline", "--ignore-scripts"], project);
  return project;
}

function testProject(project: string, node: string, report: string): void {
  const files = readdirSync(join(project, "tests")).map((name) => join("tests", name));
  const shown = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
  const counted = ["--test-reporter=tap", `--test-reporter-destination=${report}`];
  const args = ["--test", ...shown, ...counted, ...files];
  if (node === process.versions.node) run(process.execPath, args, project);
  else run("npx", ["--yes", `node@${node}`, ...args], project);
}

mkdirSync(reports, { recursive: true });
const nodes = process.argv.length > 2 ? process.argv.slice(2) : [process.versions.node];
const eslints = [versionOf("eslint", "packages/eslint-plugin-regions/tests/eslint9"), versionOf("eslint")];

for (const eslint of eslints) {
  console.log(`\nA project with ESLint ${eslint}: install and compile`);
  const project = installProject(eslint);
  run("pnpm", ["exec", "tsc"], project);
  for (const node of nodes) {
    console.log(`\nA project with ESLint ${eslint}: test on Node ${node}`);
    testProject(project, node, join(reports, `eslint-${eslint}-node-${node}.tap`));
  }
}
