// Installs the packed packages in new projects, one on ESLint 9 and one on ESLint 10: the files of tests/consumer.
// Compiles these projects against the published types, and runs their tests against the published code.
//
//   tsx scripts/test-consumers.ts [--nodes version...]
//
// The tests run on this version of Node, or else on the given ones, which npx fetches.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack, root, run, temporaryFolder } from "./packing.ts";

const nodeVersions = process.argv[2] === "--nodes" ? process.argv.slice(3) : [process.versions.node];
const reports = join(root, ".cache/test-results");
mkdirSync(reports, { recursive: true });

/** The version of a package that the repository's own lock file settled on. */
function versionOf(name: string, dependent = ""): string {
  const manifest = readFileSync(join(root, dependent, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

interface Tarballs {
  readonly runtime: string;
  readonly plugin: string;
}

function installProject(eslint: string, tarballs: Tarballs): string {
  const project = temporaryFolder();
  cpSync(join(root, "tests/consumer"), project, { recursive: true });
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "regions-runtime": `file:${tarballs.runtime}` },
    devDependencies: {
      "@typescript-eslint/parser": versionOf("@typescript-eslint/parser", "packages/eslint-plugin-regions"),
      eslint,
      "eslint-plugin-regions": `file:${tarballs.plugin}`,
      jiti: versionOf("jiti"), // reads eslint.config.ts
      typescript: versionOf("typescript"),
    },
  };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, undefined, 2));
  run("pnpm", ["--silent", "install", "--ignore-workspace", "--prefer-offline", "--ignore-scripts"], project);
  return project;
}

function testProject(project: string, node: string, report: string): void {
  const files = readdirSync(join(project, "tests")).map((name) => join("tests", name));
  const shown = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
  const counted = ["--test-reporter=tap", `--test-reporter-destination=${report}`];
  const args = ["--test", ...shown, ...counted, ...files];
  if (node === process.versions.node) run("node", args, project);
  else run("npx", ["--yes", `node@${node}`, ...args], project);
}

const packed = temporaryFolder();
const tarballs = { runtime: pack("runtime", packed), plugin: pack("eslint-plugin-regions", packed) };
const eslints = [versionOf("eslint", "packages/eslint-plugin-regions/tests/eslint9"), versionOf("eslint")];

for (const eslint of eslints) {
  console.log(`\nA project with ESLint ${eslint}: install and compile`);
  const project = installProject(eslint, tarballs);
  run("pnpm", ["exec", "tsc"], project);
  for (const node of nodeVersions) {
    console.log(`\nA project with ESLint ${eslint} on Node ${node}`);
    testProject(project, node, join(reports, `eslint-${eslint}-node-${node}.tap`));
  }
}
