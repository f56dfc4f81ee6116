import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log, Result } from "sarif";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/index.ts";
import { formatSarif } from "../../src/cli/formats/sarif.ts";
import { createProject } from "./project.ts";
import { counted, moved } from "./samples.ts";

/** The schema of OASIS, as it was published with the standard's first errata. */
const schema = JSON.parse(readFileSync(new URL("sarif-schema-2.1.0.json", import.meta.url), "utf8")) as object;
const ajv = new Ajv.default({ strict: false });
addFormats.default(ajv as never);
const validate = ajv.compile(schema);

const FINDING = {
  ruleId: "regions/x",
  severity: "error",
  isFatal: false,
  isSuppressed: false,
  fix: undefined,
  suggestions: [],
} as const;

async function sarifOf(files: Record<string, string>): Promise<Log> {
  using project = createProject(files);
  const { stdout } = await project.run("check", "--format", "sarif");
  const log = JSON.parse(stdout) as Log;
  validate(log);
  expect(validate.errors).toBeNull();
  return log;
}

const resultsOf = async (files: Record<string, string>): Promise<Result[]> => (await sarifOf(files)).runs[0]!.results!;

describe("--format sarif", () => {
  test("gives a result with the related locations that its message links to", async () => {
    const [result] = await resultsOf({ "src/a job.js": moved });
    expect(result).toMatchObject({
      ruleId: "regions/no-use-after-move",
      level: "error",
      message: { text: expect.stringContaining("'job' is used after it was moved on [line 3](0) ('move(job)').") },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "src/a%20job.js", uriBaseId: "%SRCROOT%" },
            region: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 4 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 0,
          message: { text: "moved here" },
          physicalLocation: {
            artifactLocation: { uri: "src/a%20job.js", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 23 },
          },
        },
      ],
    });
  });

  test("names files by addresses in which nothing of a name has a meaning of its own", () => {
    const spot = { line: 1, column: 1, endLine: 1, endColumn: 2, label: "" };
    const path = "/project/src/c#/a?b%20:[id].js";
    const files = [{ path, source: "", findings: [{ ...FINDING, message: "x", spot, places: [] }] }];
    const log = JSON.parse(formatSarif({ files, rules: new Map(), checked: 1 }, "/project")) as Log;
    const uri = log.runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri!;
    expect(uri).toBe("src/c%23/a%3Fb%2520%3A%5Bid%5D.js");
    expect(decodeURIComponent(new URL(uri, "file:///project/").pathname)).toBe(path);
  });

  test("describes the rules that results are of, with the page about each", async () => {
    const { driver } = (await sarifOf({ "a.js": moved, "b.js": counted })).runs[0]!.tool;
    expect(driver.rules!.map(({ id, helpUri }) => [id, helpUri])).toEqual(
      ["no-use-after-move", "require-atomics"].map((name) => [
        `regions/${name}`,
        `https://github.com/regions-js/regions/blob/main/docs/rules/${name}.md`,
      ]),
    );
  });

  test("recognises a finding by a fingerprint that does not depend on what stands above it", async () => {
    const fingerprints = async (source: string): Promise<unknown[]> =>
      (await resultsOf({ "a.js": source })).map((each) => each.partialFingerprints);
    const before = await fingerprints(`${moved}\nconst other = move(next);\n`);
    expect(await fingerprints(`// one more line\n${moved}`)).toEqual(before);
    expect(await fingerprints(moved.replace("job.id = 2", "job.id = 3"))).not.toEqual(before);
  });

  test("tells apart findings in lines that read the same", async () => {
    const twice = "const list = Object.freeze([]);\nlist.push(1);\nlist.push(1);\n";
    const all = (await resultsOf({ "a.js": twice })).map(
      (each) => each.partialFingerprints!["primaryLocationLineHash"],
    );
    expect(all.map((each) => each!.replace(/^[0-9a-f]{16}/, "hash"))).toEqual(["hash:1", "hash:2"]);
  });

  test("keeps brackets of quoted code from being links", () => {
    const spot = { line: 4, column: 1, endLine: 4, endColumn: 2, label: "used here" };
    const finding = { ...FINDING, message: "'a' is used after it was moved on line 2 ('fns[0](a)').", spot };
    const place = { ...spot, line: 2, endLine: 2, label: "moved here" };
    const files = [{ path: "/project/a.js", source: "", findings: [{ ...finding, places: [place] }] }];
    const log = JSON.parse(formatSarif({ files, rules: new Map(), checked: 1 }, "/project")) as Log;
    expect(log.runs[0]!.results![0]!.message.text).toBe(
      "'a' is used after it was moved on [line 2](0) ('fns\\[0](a)').",
    );
  });

  test("links each of several places in one line once", () => {
    const spot = { line: 4, column: 1, endLine: 4, endColumn: 2, label: "written here" };
    const places = ["read here", "others can run here"].map((label) => ({ ...spot, label }));
    const message = "Its read on line 4, before the 'await' on line 4, and line 5.";
    const files = [{ path: "/project/a.js", source: "", findings: [{ ...FINDING, message, spot, places }] }];
    const log = JSON.parse(formatSarif({ files, rules: new Map(), checked: 1 }, "/project")) as Log;
    expect(log.runs[0]!.results![0]!.message.text).toBe(
      "Its read on [line 4](0), before the 'await' on [line 4](1), and line 5.",
    );
  });

  test("says that a file could not be parsed, and that the run was not complete for that", async () => {
    const { invocations, results } = (await sarifOf({ "a.js": "const = 1;\n" })).runs[0]!;
    expect(results).toEqual([]);
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: "error", message: { text: "Parsing error: Unexpected token =" } }],
      },
    ]);
  });

  test("is valid where nothing is wrong", async () => {
    expect(await resultsOf({ "a.js": "export {};\n" })).toEqual([]);
  });
});

describe("--format json", () => {
  test("gives findings with places, fixes and suggestions, and their number", async () => {
    using project = createProject({ "src/a.js": moved, "src/b.js": counted });
    const { stdout, code } = await project.run("check", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchInlineSnapshot(`
      {
        "findings": [
          {
            "column": 1,
            "endColumn": 4,
            "endLine": 4,
            "file": "src/a.js",
            "fix": null,
            "label": "used here",
            "line": 4,
            "message": "'job' is used after it was moved on line 3 ('move(job)').
      Use what the move returned, or move after the last use.",
            "places": [
              {
                "column": 14,
                "endColumn": 23,
                "endLine": 3,
                "label": "moved here",
                "line": 3,
              },
            ],
            "rule": "regions/no-use-after-move",
            "severity": "error",
            "suggestions": [
              {
                "description": "Use 'next', which holds it now.",
                "range": [
                  107,
                  110,
                ],
                "text": "next",
              },
            ],
            "url": "https://github.com/regions-js/regions/blob/main/docs/rules/no-use-after-move.md",
          },
          {
            "column": 1,
            "endColumn": 10,
            "endLine": 3,
            "file": "src/b.js",
            "fix": {
              "range": [
                88,
                97,
              ],
              "text": "Atomics.add(view, 0, 1)",
            },
            "label": "changed without Atomics",
            "line": 3,
            "message": "'view[0]' is changed without Atomics after its memory was shared on line 2 ('worker.postMessage(view.buffer)').
      Use 'Atomics.add', or access it under a lock that 'settings.regions.locks' declares.",
            "places": [
              {
                "column": 1,
                "endColumn": 32,
                "endLine": 2,
                "label": "shared here",
                "line": 2,
              },
            ],
            "rule": "regions/require-atomics",
            "severity": "error",
            "suggestions": [],
            "url": "https://github.com/regions-js/regions/blob/main/docs/rules/require-atomics.md",
          },
        ],
        "summary": {
          "errors": 2,
          "files": 2,
          "fixable": 1,
          "warnings": 0,
        },
        "version": 1,
      }
    `);
  });

  test("gives what is not of a rule, too", async () => {
    using project = createProject({ "a.js": "const = 1;\n" });
    const { findings } = JSON.parse((await project.run("check", "--format", "json")).stdout);
    expect(findings).toMatchObject([
      { rule: null, url: null, message: "Parsing error: Unexpected token =", places: [] },
    ]);
  });

  test("gives ranges as ESLint does: from the text without the mark of its encoding", async () => {
    using project = createProject({ "a.js": `\uFEFF${counted}`, "b.js": `\uFEFF${moved}` });
    const { findings } = JSON.parse((await project.run("check", "--format", "json")).stdout);
    const eslint = new ESLint({
      cwd: project.folder,
      overrideConfigFile: true,
      baseConfig: plugin.configs.recommended,
    });
    const messages = (await eslint.lintFiles(["."])).flatMap((result) => result.messages);
    const [fix, suggestion] = [messages[0]!.fix!, messages[1]!.suggestions![0]!.fix];
    expect(findings).toMatchObject([{ fix: { range: fix.range } }, { suggestions: [{ range: suggestion.range }] }]);
    expect(counted.slice(...fix.range)).toBe("view[0]++");
    expect(moved.slice(...suggestion.range)).toBe("job");
  });
});
