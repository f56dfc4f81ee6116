import { describe, expect, test } from "vitest";
import { createFingerprints } from "../../src/cli/formats/fingerprint.ts";
import { frameOf } from "../../src/cli/formats/frame.ts";

/** A place in one line. */
const at = (line: number, column: number, endColumn: number, label = "here") => ({
  line,
  column,
  endLine: line,
  endColumn,
  label,
});

describe("Lines end as they do for ESLint", () => {
  const ends = [
    ["\\n", "\n"],
    ["\\r\\n", "\r\n"],
    ["\\r", "\r"],
    ["U+2028", "\u2028"],
    ["U+2029", "\u2029"],
  ] as const;

  test.each(ends)("in a frame: %s", (_, end) => {
    expect(`\n${frameOf(["one();", "two();", "three();"].join(end), [at(2, 1, 6)], false)}\n`).toBe(
      ["", "  1 | one();", "> 2 | two();", "    | ^^^^^ here", "  3 | three();", ""].join("\n"),
    );
  });

  test.each(ends)("in a fingerprint: %s", (_, end) => {
    const prints = createFingerprints(["one();", "two();"].join(end));
    expect(prints.of("rule", at(2, 1, 6))).toBe(createFingerprints("\ntwo();").of("rule", at(2, 1, 6)));
  });
});

describe("Of a long line", () => {
  const padding = (length: number): string => "0123456789".repeat(length / 10);
  const textOf = (frame: string): string => frame.split("\n")[0]!.replace("> 1 | ", "");
  /** What stands over the carets of the first place. */
  const marked = (frame: string): string => {
    const [line = "", carets = ""] = frame.split("\n");
    return line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1);
  };

  test("the part around the place is shown, with ellipses and the carets under the place", () => {
    const frame = frameOf(`${padding(5000)}job.id = 2;${padding(5000)}`, [at(1, 5001, 5004)], false);
    expect(textOf(frame)).toMatch(/^…\d{70,}job\.id = 2;\d{70,}…$/);
    expect(textOf(frame)).toHaveLength(160);
    expect(marked(frame)).toBe("job");
  });

  test("the beginning and the end are shown whole if the place is there", () => {
    const line = `job;${padding(300)};end`;
    expect(textOf(frameOf(line, [at(1, 1, 4)], false))).toMatch(/^job;\d{155}…$/);
    const last = frameOf(line, [at(1, line.length - 2, line.length + 1)], false);
    expect(textOf(last)).toMatch(/^…\d{155};end$/);
    expect(marked(last)).toBe("end");
  });

  test("a place that is longer itself is shown from its beginning", () => {
    const frame = frameOf(`${padding(500)}[${padding(500)}]`, [at(1, 501, 1003)], false);
    expect(textOf(frame)).toMatch(/^…\d{19}\[\d{138}…$/);
    expect(marked(frame)).toMatch(/^\[\d{138}…$/);
  });

  test("two places close to each other share what is shown, others do not", () => {
    const line = `${padding(500)}move(job); job.id = 2;${padding(500)}job.n = 1;`;
    const places = [at(1, 501, 510, "moved here"), at(1, 512, 515, "used here"), at(1, 1023, 1026, "used again")];
    const frame = frameOf(line, places, false).split("\n");
    expect(frame.map((text) => text.replace(/ +/g, " "))).toEqual([
      expect.stringMatching(/^> 1 \| …\d+move\(job\); job\.id = 2;\d+…$/),
      " | ^^^^^^^^^ moved here",
      " | ^^^ used here",
      expect.stringMatching(/^> 1 \| …\d+job\.n = 1;$/),
      " | ^^^ used again",
    ]);
  });

  test("its neighbours show their beginnings, and short ones are whole", () => {
    const frame = frameOf(`${padding(1000)}\n  job;\n${padding(1000)}`, [at(2, 3, 6)], false);
    expect(frame).toMatch(/^ {2}1 \| \d{159}…\n> 2 \| {3}job;\n {4}\| {3}\^\^\^ here\n {2}3 \| \d{159}…$/);
  });

  test("no half of a character is left", () => {
    for (const shift of ["", "-"]) {
      const frame = frameOf(`${shift}${"😀".repeat(200)}job${"😀".repeat(200)}`, [at(1, 401, 404)], false);
      expect(frame).not.toMatch(/\p{Surrogate}/u);
    }
    expect(frameOf("😀".repeat(100), [at(1, 1, 3)], false)).toMatch(/^> 1 \| (?:😀)+…/u);
  });
});

test("A terminal does not obey what stands in a file", () => {
  const frame = frameOf("a\u001b[2J;\t\u202Eb\u009b", [at(1, 1, 2)], false);
  expect(frame).toBe("> 1 | a\uFFFD[2J;\t\uFFFDb\uFFFD\n    | ^ here");
});
