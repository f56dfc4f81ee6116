// Runs ESLint over folders of the example, and over published packages.
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { ESLint } from "eslint";
import regions from "eslint-plugin-regions";
import tseslint from "typescript-eslint";
import { example, root } from "./demo-story.mjs";

/** Is there a rule of this name in the plugin, as it is now? */
export const hasRule = (name) => Object.hasOwn(regions.rules, name);

function findingsOf(results, base) {
  return results.flatMap(({ filePath, messages, source = "" }) =>
    messages.map(({ line, ruleId, message, fatal }) => ({
      place: `${relative(base, filePath).replaceAll("\\", "/")}:${line}`,
      rule: (ruleId ?? (fatal ? "not parsed" : "ESLint")).replace(/^regions\//, ""),
      message,
      code: source
        .split("\n")
        [line - 1]?.replace(/\/\/ ✗.*/, "")
        .trim(),
    })),
  );
}

/** Lints a folder of the example as its own eslint.config.js says. */
export async function lintExample(folder) {
  return findingsOf(await new ESLint({ cwd: example }).lintFiles([folder]), root);
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Lints published code with the `platform` config, which needs nothing but the plugin.
 *
 * @param name a package that the example depends on
 * @param folders where in the package its sources are
 */
export async function lintPackage(name, folders) {
  const base = realpathSync(join(example, "node_modules", name));
  const files = folders.flatMap((folder) => sourcesIn(join(base, folder)));
  if (files.length === 0) throw new Error(`${name} has no sources in ${folders.join(", ")}`);
  const eslint = new ESLint({
    cwd: base,
    overrideConfigFile: true, // no configuration file: the one below is all there is
    overrideConfig: [
      {
        files: ["**/*.{js,mjs,cjs,ts,mts,cts}"],
        languageOptions: { parser: tseslint.parser },
        linterOptions: { reportUnusedDisableDirectives: "off" },
      },
      ...regions.configs.platform,
    ],
    allowInlineConfig: false,
    stats: true,
  });
  const results = await eslint.lintFiles(files);
  const passes = results.flatMap(({ stats }) => stats.times.passes);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  return {
    version: JSON.parse(readFileSync(join(base, "package.json"), "utf8")).version,
    files: files.length,
    lines: sum(files.map((file) => readFileSync(file, "utf8").split("\n").length)),
    parseMs: sum(passes.map(({ parse }) => parse.total)),
    rulesMs: sum(passes.flatMap(({ rules = {} }) => Object.values(rules).map(({ total }) => total))),
    findings: findingsOf(results, base),
  };
}
