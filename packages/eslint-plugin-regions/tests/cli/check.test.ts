import { describe, expect, test } from "vitest";
import { text } from "../rules/text.ts";
import { createProject, WITHIN } from "./project.ts";
import { counted, moved } from "./samples.ts";

const clean = "export const answer = 42;\n";

describe("regions check", () => {
  test("shows where it was moved and where it is used, each with a label", async () => {
    using project = createProject({ "src/job.js": moved });
    const { code, stdout } = await project.run("check");
    expect(code).toBe(1);
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      src/job.js:4:1  error  regions/no-use-after-move
      'job' is used after it was moved on line 3 ('move(job)').

        2 | const job = new Region({ id: 1 });
      > 3 | const next = move(job);
          |              ^^^^^^^^^ moved here
      > 4 | job.id = 2;
          | ^^^ used here

      Use what the move returned, or move after the last use.
      Suggestion: Use 'next', which holds it now.

      ✖ 1 problem (1 error, 0 warnings) in 1 file of 1.
      "
    `);
  });

  test("leaves out lines between places far from each other, and keeps their numbers in line", async () => {
    const far = moved.replace("job.id", `${"\n".repeat(7)}job.id`);
    using project = createProject({ "job.js": far });
    const { stdout } = await project.run("check");
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      job.js:11:1  error  regions/no-use-after-move
      'job' is used after it was moved on line 3 ('move(job)').

         2 | const job = new Region({ id: 1 });
      >  3 | const next = move(job);
           |              ^^^^^^^^^ moved here
           ⋮
        10 |
      > 11 | job.id = 2;
           | ^^^ used here

      Use what the move returned, or move after the last use.
      Suggestion: Use 'next', which holds it now.

      ✖ 1 problem (1 error, 0 warnings) in 1 file of 1.
      "
    `);
  });

  test("says a line once where two places share it", async () => {
    const together = moved.replace(";\njob.id = 2", "; job.id = 2");
    using project = createProject({ "job.js": together });
    const { stdout } = await project.run("check");
    expect(stdout.match(/const next/g)).toHaveLength(1);
    expect(stdout).toMatch(/\^ moved here\n {4}\| +\^+ used here/);
  });

  test("exits with 0 where nothing is wrong, and says how much it looked at", async () => {
    using project = createProject({ "a.js": clean, "b/c.js": clean });
    const { code, stdout } = await project.run("check");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "✔ No mistakes found in 2 files.\n" });
  });

  test("checks what is named only: files, folders and patterns", async () => {
    using project = createProject({ "a/a.js": moved, "b/b.js": moved, "c.js": clean });
    const count = async (...paths: string[]): Promise<number> =>
      JSON.parse((await project.run("check", "--format", "json", ...paths)).stdout).findings.length;
    expect(await count("a")).toBe(1);
    expect(await count("a/a.js", "b/*.js")).toBe(2);
    expect(await count("c.js")).toBe(0);
  });

  test("looks at files whose names would be patterns", async () => {
    using project = createProject({ "[id].js": moved });
    expect((await project.run("check", "[id].js")).stdout).toContain("[id].js:4:1");
  });

  test("shows a file that cannot be parsed, and goes on", async () => {
    using project = createProject({ "a.js": "const = 1;\n", "b.js": moved });
    const { code, stdout } = await project.run("check");
    expect(code).toBe(1);
    expect(stdout).toContain("a.js:1:7  error\nParsing error: Unexpected token =");
    expect(stdout).toContain("b.js:4:1  error  regions/no-use-after-move");
  });

  test("--fix puts right what has one safe way, and reports the rest with the places of the new text", async () => {
    using project = createProject({ "a.js": `${counted}${moved}`.replace("1 });", "1 }); view[0]++;") });
    const { code, stdout } = await project.run("check", "--fix", "--format", "json");
    expect(project.read("a.js")).toContain("Atomics.add(view, 0, 1);");
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout);
    expect(findings).toMatchObject([
      { rule: "regions/no-use-after-move", line: 6, places: [{ line: 5, label: "moved here" }] },
    ]);
  });

  test("--output-file takes the report, in folders that it makes, without colours", async () => {
    using project = createProject({ "a.js": moved });
    const { stdout } = await project.runWith({ FORCE_COLOR: "1" }, "check", "--output-file", "out/report.txt");
    expect(stdout).toBe("");
    expect(project.read("out/report.txt")).toContain("> 3 | const next = move(job);");
  });
});

describe("Colours", () => {
  const ESCAPE = String.fromCharCode(27);
  test.each([
    ["are left out where nobody sees them", {}, [], false],
    ["are written with FORCE_COLOR", { FORCE_COLOR: "1" }, [], true],
    ["are left out with FORCE_COLOR=0", { FORCE_COLOR: "0" }, [], false],
    ["are left out with NO_COLOR", { NO_COLOR: "1" }, [], false],
    ["are written with --color", { NO_COLOR: "1" }, ["--color"], true],
    ["are left out with --no-color", { FORCE_COLOR: "1" }, ["--no-color"], false],
  ])("%s", async (_, env, args, isColored) => {
    using project = createProject({ "a.js": moved });
    const { stdout } = await project.runWith(env as Record<string, string>, "check", ...args);
    expect(stdout.includes(ESCAPE)).toBe(isColored);
  });
});

describe("Without a configuration", () => {
  test("the recommended set is used, and that is said", async () => {
    using project = createProject({ "a.js": moved });
    const { stderr } = await project.run("check");
    expect(stderr).toBe(
      `There is no eslint.config.js (or .mjs, .cjs, .ts) in ${project.folder} or above.\n` +
        "Checking with 'regions/recommended', JavaScript only, because @typescript-eslint/parser is not installed.\n",
    );
  });

  test("TypeScript is checked with the parser that the project has", async () => {
    using project = createProject({ "a.ts": moved.replace("const job", "const job: Region<{ id: number }>") }, WITHIN);
    // Above this folder there is the configuration of the package itself.
    const { code, stderr, stdout } = await project.run("check", "--preset", "recommended");
    expect(stderr).toBe("Checking with 'regions/recommended', JavaScript and TypeScript.\n");
    expect([code, stdout]).toEqual([1, expect.stringContaining("a.ts:4:1  error  regions/no-use-after-move")]);
  });

  test("--preset names another set", async () => {
    using project = createProject({ "a.js": `${counted}${moved}` });
    const { stdout, stderr } = await project.run("check", "--preset", "platform", "--format", "json");
    expect(JSON.parse(stdout).findings.map(({ rule }: any) => rule)).toEqual(["regions/require-atomics"]);
    expect(stderr).toContain("'regions/platform'");
  });
});

describe("With the configuration of the project", () => {
  const config = (rest: string): string =>
    `import regions from "eslint-plugin-regions";\nexport default [...regions.configs.recommended, ${rest}];\n`;

  test("rules, severities and the name of the plugin are as it says", async () => {
    const other = text`
      import owner from "eslint-plugin-regions";
      export default [{ plugins: { owner }, rules: { "owner/no-use-after-move": "warn" } }];
    `;
    using project = createProject({ "a.js": moved, "eslint.config.mjs": other }, WITHIN);
    const { code, stdout, stderr } = await project.run("check", "a.js");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("a.js:4:1  warning  owner/no-use-after-move");
    expect(stdout).toContain("^ moved here");
    expect((await project.run("check", "--max-warnings", "1", "a.js")).code).toBe(0);
    const strict = await project.run("check", "--max-warnings", "0", "a.js");
    expect([strict.code, strict.stderr]).toEqual([1, "There are more than 0 warnings.\n"]);
  });

  test("places are found where the config loads a copy of the plugin of its own", async () => {
    using project = createProject({ "a.js": moved, "eslint.config.mjs": config("{}") }, WITHIN);
    const { stdout } = await project.run("check", "--format", "json", "a.js");
    expect(JSON.parse(stdout).findings[0].places).toEqual([
      { line: 3, column: 14, endLine: 3, endColumn: 23, label: "moved here" },
    ]);
  });

  test("rules of others are run and shown with --all only", async () => {
    const both = config('{ rules: { "no-var": "error" } }');
    using project = createProject({ "a.js": `var x = 1;\n${moved}`, "eslint.config.mjs": both }, WITHIN);
    const rulesOf = async (...args: string[]): Promise<string[]> =>
      JSON.parse((await project.run("check", "--format", "json", "a.js", ...args)).stdout).findings.map(
        (each: any) => each.rule,
      );
    expect(await rulesOf()).toEqual(["regions/no-use-after-move"]);
    expect(await rulesOf("--all")).toEqual(["no-var", "regions/no-use-after-move"]);
  });

  test("a directive that is for rules of others is kept by --fix", async () => {
    const both = config('{ rules: { "no-var": "error" } }');
    const source = `var x = 1; // eslint-disable-line\n${moved}`;
    using project = createProject({ "a.js": source, "eslint.config.mjs": both }, WITHIN);
    await project.run("check", "--fix", "a.js");
    expect(project.read("a.js")).toBe(source);
  });

  test("--config names another file", async () => {
    using project = createProject({ "a.js": moved, "other.mjs": config("{}") }, WITHIN);
    const { code, stderr } = await project.run("check", "--config", "other.mjs", "a.js");
    expect([code, stderr]).toEqual([1, ""]);
  });

  test("a file that it ignores is said to be, if it was named", async () => {
    const ignoring = config('{ ignores: ["a.js"] }');
    using project = createProject({ "a.js": moved, "b.js": clean, "eslint.config.mjs": ignoring }, WITHIN);
    const { code, stdout } = await project.run("check", "a.js", "b.js");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a\.js:1:1 {2}warning\nFile ignored because of a matching ignore pattern\./);
  });
});
