import { describe, expect, test } from "vitest";
import { readSignature } from "../../src/tags/contract.js";
import { parseTags } from "../../src/tags/parse-tags.js";

/** What a comment is read as: "moves job, port" for each tag. */
const read = (text: string): string[] =>
  parseTags(text).map(({ name, targets }) => `${name} ${targets.map((each) => each.text).join(", ")}`.trim());

describe("An ownership tag", () => {
  test.each([
    ["in a comment of one line", "/** @moves job */", ["moves job"]],
    ["in a line of its own", "/**\n * Sends.\n *\n * @param job what\n * @moves job\n */", ["moves job"]],
    ["in a text without stars", "Sends.\n@moves job\n@borrows port", ["moves job", "borrows port"]],
    ["with Windows' ends of lines", "/**\r\n * @moves job\r\n */", ["moves job"]],
    ["with several names", "/** @moves a, b ,c */", ["moves a, b, c"]],
    ["with a description", "/** @moves job - it is gone afterwards */", ["moves job"]],
    ["with a description at once", "/** @moves job, as always. */", ["moves job, as"]],
    ["that ends a sentence", "/** @moves job. */", ["moves job"]],
    ["after another in one line", "/** @moves job @borrows port */", ["moves job", "borrows port"]],
    ["with a type", "/** @moves {Job} job */", ["moves job"]],
    ["of an optional parameter", "/** @moves [job=1] later */", ["moves job"]],
    ["of a rest parameter", "/** @moves ...jobs */", ["moves jobs"]],
    ["of the receiver", "/** @moves this */", ["moves this"]],
    ["of a part", "/** @moves options.buffer */", ["moves options.buffer"]],
    ["of a name in other letters", "/** @moves größe, $el, _x */", ["moves größe, $el, _x"]],
    ["without a name", "/** @moves */", ["moves"]],
    ["with a description only", "/** @moves - the job */", ["moves"]],
  ])("is read %s", (_, text, tags) => {
    expect(read(text)).toEqual(tags);
  });

  test.each([
    ["in the middle of a line", "/** See @moves job */"],
    ["in a block of code", "/**\n * ```js\n * @moves job\n * ```\n */"],
    ["of JSDoc, of the same name", "/** @borrows a#b as c#d */"],
    ["of another name", "/** @param job @throws Error @module x */"],
    ["in an address", "/** job@moves.example */"],
  ])("is none %s", (_, text) => {
    expect(read(text)).toEqual([]);
  });

  test("has places in the text, so that edits find them", () => {
    const text = "/**\n * @moves {Job} job, other it is gone\n */";
    const [tag] = parseTags(text);
    expect(text.slice(tag!.start, tag!.wordEnd)).toBe("@moves");
    expect(text.slice(tag!.start, tag!.end)).toBe("@moves {Job} job, other");
    expect(tag!.targets.map(({ start }) => text.slice(start, start + 3))).toEqual(["job", "oth"]);
    expect(tag!.description).toBe("it is gone");
  });

  test.each([
    ["move", "moves"],
    ["moved", "moves"],
    ["mvoes", "moves"],
    ["borrow", "borrows"],
    ["borows", "borrows"],
    ["Mutates", "mutates"],
    ["freeze", "freezes"],
    ["frozen", "freezes"],
    ["capture", "captures"],
  ])("'%s' was probably meant to be '%s'", (word, name) => {
    expect(parseTags(`/** @${word} job */`)).toMatchObject([{ name, misspelt: word }]);
  });

  test.each(["model", "throws", "module", "mobile", "callback", "category", "from"])("'%s' is another", (word) => {
    expect(parseTags(`/** @${word} job */`)).toEqual([]);
  });
});

describe("A comment, wherever it comes from, is read as a signature", () => {
  const parameters = ["job", "port", "rest"].map((name) => ({ name, isRest: name === "rest", parts: [] }));

  test("with the effects on each parameter, in the order in which they are done", () => {
    expect(readSignature("@moves job\n@captures port\n@mutates port", parameters)).toEqual({
      arguments: [["move"], ["mutate", "capture"]],
      rest: [],
    });
  });

  test("with the receiver and the rest", () => {
    expect(readSignature("@freezes this, rest", parameters)).toEqual({
      receiver: ["freeze"],
      arguments: [[], []],
      rest: ["freeze"],
    });
  });

  test("unless it says nothing", () => {
    expect(readSignature("@move job\n@moves other\n@param port", parameters)).toBeUndefined();
  });
});
