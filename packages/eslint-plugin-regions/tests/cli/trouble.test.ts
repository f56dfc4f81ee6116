import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { loadESLint } from "../../src/cli/load-eslint.ts";
import manifest from "../../package.json" with { type: "json" };
import { createProject } from "./project.ts";
import { moved } from "./samples.ts";

const clean = { "a.js": "export const answer = 42;\n" };

describe("Exits with 2, and says what to do:", () => {
  const trouble = async (files: Record<string, string>, args: string[], parent?: string): Promise<string> => {
    using project = createProject(files, parent);
    const { code, stdout, stderr } = await project.run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr.replaceAll(project.folder, "<project>");
  };

  test("a path that leads nowhere", async () => {
    expect(await trouble(clean, ["check", "--preset", "recommended", "scr"])).toContain(
      "There is no file to check at 'scr'.\nCheck the spelling. In a folder, only files are found that the configuration is for",
    );
  });

  test("an option that does not exist", async () => {
    expect(await trouble(clean, ["check", "--max-warning", "0"])).toBe(
      "error: unknown option '--max-warning'\n(Did you mean --max-warnings?)\n(Add --help for what there is.)\n",
    );
  });

  test("a command that does not exist", async () => {
    expect(await trouble(clean, ["chekc"])).toMatch(/^error: unknown command 'chekc'\n\(Did you mean check\?\)\n/);
  });

  test("a format that does not exist", async () => {
    expect(await trouble(clean, ["check", "--format", "xml"])).toContain("Allowed choices are pretty, json, sarif.");
  });

  test("a number that is none", async () => {
    expect(await trouble(clean, ["check", "--max-warnings", "few"])).toContain("It takes a number.");
  });

  test("a configuration file that does not exist", async () => {
    expect(await trouble(clean, ["check", "--config", "eslint.cfg.js"])).toContain(
      "The configuration 'eslint.cfg.js' cannot be read: there is no such file.\nGive '--config' the name of a file",
    );
  });

  test.each([
    [".", "it is a folder"],
    ["", "the name is empty"],
    ["a.js/b.js", "a part of the path is a file"],
  ])("a configuration that is no file: '%s'", async (config, reason) => {
    expect(await trouble(clean, ["check", "--config", config])).toBe(
      `The configuration '${config}' cannot be read: ${reason}.\nGive '--config' the name of a file, or leave it out.\n`,
    );
  });

  test.each([
    ["lib", "it is a folder"],
    ["", "the name is empty"],
    ["a.js/report.txt", "a part of the path is a file"],
    ["x".repeat(300), "the name is too long"],
  ])("a report that cannot be written: '%s'", async (file, reason) => {
    const stderr = await trouble({ ...clean, "lib/b.js": "" }, ["check", "--preset", "strict", "-o", file]);
    expect(stderr).toContain(
      `The report cannot be written to '${file}': ${reason}.\nGive '--output-file' the name of a file that can be written.\n`,
    );
  });

  test("a file that cannot be read", async () => {
    using project = createProject({ ...clean, "eslint.config.mjs": "export default [{}];\n" });
    symlinkSync("nowhere.js", join(project.folder, "b.js"));
    const { code, stderr } = await project.run("check");
    expect([code, stderr]).toEqual([
      2,
      "'b.js' cannot be read: there is no such file.\nMake it readable, or add it to 'ignores' in the configuration.\n",
    ]);
  });

  test("a configuration that cannot read what it needs", async () => {
    const config = 'import { readFileSync } from "node:fs";\nreadFileSync("/nowhere.json");\nexport default [];\n';
    expect(await trouble({ ...clean, "eslint.config.mjs": config }, ["check"])).toMatch(
      /^The configuration 'eslint\.config\.mjs' or a rule fails\. The error is:\n.*nowhere\.json[^]*eslint\.config\.mjs/,
    );
  });

  test("a path that is empty", async () => {
    expect(await trouble(clean, ["check", "a.js", ""])).toBe(
      "One of the paths to check is empty.\nName files, folders and patterns.\n",
    );
  });

  test("a configuration that cannot be loaded", async () => {
    const files = {
      ...clean,
      "eslint.config.mjs": 'import regions from "eslint-plugin-region";\nexport default [];\n',
    };
    const text = await trouble(files, ["check"]);
    expect(text).toMatch(
      /^The configuration 'eslint\.config\.mjs' or a rule fails\. The error is:\n.*eslint-plugin-region/,
    );
  });

  test("a configuration that throws what is no error", async () => {
    const files = { ...clean, "eslint.config.mjs": 'throw "no key";\n' };
    expect(await trouble(files, ["check"])).toBe(
      "The configuration 'eslint.config.mjs' or a rule fails. The error is:\nno key\n",
    );
  });

  test("a configuration with 'extends' outside of 'defineConfig'", async () => {
    const files = { ...clean, "eslint.config.mjs": 'export default [{ extends: ["regions/recommended"] }];\n' };
    expect(await trouble(files, ["check"])).toMatch(/"extends"[^]*\n.*'defineConfig' from "eslint\/config"/);
  });

  test("a file to explain that the configuration is not for", async () => {
    const files = { "b.ts": "", "eslint.config.mjs": "export default [{}];\n" };
    expect(await trouble(files, ["explain", "b.ts:1"])).toBe(
      "'b.ts' is not checked: File ignored because no matching configuration was supplied.\n" +
        "Look at 'files' and 'ignores' in the configuration, or add '--preset recommended'.\n",
    );
  });

  test("a configuration that ESLint refuses", async () => {
    const files = { ...clean, "eslint.config.mjs": "export default [{ rulez: {} }];\n" };
    expect(await trouble(files, ["check"])).toContain('"rulez"');
  });

  test("a configuration that has none of our rules", async () => {
    const files = { ...clean, "eslint.config.mjs": "export default [{}];\n" };
    expect(await trouble(files, ["check", "a.js"])).toBe(
      "The configuration turns on no rule of eslint-plugin-regions for this file.\n" +
        "Add 'regions.configs.recommended' to it, or check with '--preset recommended'.\n",
    );
  });

  test("files that are all ignored", async () => {
    const files = { ...clean, "eslint.config.mjs": 'export default [{ ignores: ["lib/"] }];\n', "lib/b.js": "" };
    expect(await trouble(files, ["check", "lib/*.js"])).toContain("'lib/*.js' are ignored.\nLook at 'ignores'");
  });

  test("an ESLint that is too old", async () => {
    const files = {
      ...clean,
      "node_modules/eslint/package.json": '{ "name": "eslint", "main": "api.js" }',
      "node_modules/eslint/api.js": 'exports.ESLint = class { static version = "8.57.1"; };',
    };
    expect(await trouble(files, ["check"])).toBe(
      "ESLint 8.57.1 is too old: eslint-plugin-regions needs 9.0 or newer.\nUpdate it: npm install --save-dev eslint@latest\n",
    );
  });

  test.each([
    ["explain", "error: missing required argument 'place'"],
    ["explain a.js", "'a.js' names no line of a file.\nWrite it as file:line, such as src/jobs.ts:12"],
    ["explain a.js:9 --preset strict", "'a.js' has 2 lines, and no line 9."],
    [
      "explain b.js:1 --preset strict",
      "'b.js' cannot be explained: there is no such file.\nName one file, and a line of it",
    ],
    ["explain *.js:1 --preset strict", "'*.js' cannot be explained: there is no such file."],
    ["explain .:1 --preset strict", "'.' cannot be explained: it is a folder."],
  ])("%s", async (line, message) => {
    expect(await trouble(clean, line.split(" "))).toContain(message);
  });
});

test("That ESLint is not installed is said, and how to install it", async () => {
  const missing = async (): Promise<object> => import("not-installed" as string);
  using project = createProject({});
  await expect(loadESLint(project.folder, missing)).rejects.toMatchObject({
    message: `ESLint is not installed in ${project.folder}.`,
    hint: "Install it: npm install --save-dev eslint",
  });
});

test("The ESLint of the project is used where there is one", async () => {
  using project = createProject({
    "node_modules/eslint/package.json": '{ "name": "eslint", "main": "api.js" }',
    "node_modules/eslint/api.js": 'exports.ESLint = class { static version = "99.0.0"; };',
  });
  expect((await loadESLint(project.folder)).version).toBe("99.0.0");
});

test("Who reads only the beginning of a report sees no error", async () => {
  using project = createProject({ "a.js": moved });
  const cli = join(import.meta.dirname, "../../src/cli.ts");
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), cli, "check"], {
    cwd: project.folder,
  });
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([readAll(child.stderr), once(child, "close")]);
  expect([code, stderr]).toEqual([1, expect.not.stringContaining("EPIPE")]);
});

describe("Prints", () => {
  test("its version", async () => {
    using project = createProject({});
    expect(await project.run("--version")).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test.each([["--help"], ["check", "--help"], ["help", "check"], ["explain", "--help"]])(
    "help for %s %s",
    async (...args) => {
      using project = createProject({});
      const { code, stdout, stderr } = await project.run(...args.filter(Boolean));
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^Usage: regions /);
    },
  );
});
