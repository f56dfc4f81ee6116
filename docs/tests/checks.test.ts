// The checks of pages.test.ts, given pages that are wrong.
import { expect, test } from "vitest";
import { reportsOf } from "./check-lint.ts";
import { typeErrorsOf } from "./check-types.ts";
import { claimsOf } from "./claims.ts";
import { readPage } from "./pages.ts";
import { runBlock } from "./run-block.ts";

const pageWith = (...lines: string[]) => readPage("page.md", ["# A page", "```ts", ...lines, "```"].join("\n"));
const blockWith = (...lines: string[]) => pageWith(...lines).blocks[0]!;

test("A block that does not compile is found, with the line of the page", () => {
  expect(typeErrorsOf([blockWith("const a = 1;", "const b: string = a;")])).toEqual([
    "page.md:4 Type 'number' is not assignable to type 'string'.",
  ]);
});

test("In a line marked as a mistake the compiler may find it, too", () => {
  expect(typeErrorsOf([blockWith("Object.freeze([1]).push(2); // ✗ no-mutate-frozen")])).toEqual([]);
});

test("A report that is not marked is found, and so is a mark without a report", () => {
  const block = blockWith("const list = Object.freeze([1]);", "list.concat(2); // ✗ no-mutate-frozen", "list.push(2);");
  expect(claimsOf(block).findings).toEqual([{ line: 4, rule: "no-mutate-frozen" }]);
  expect(reportsOf(block).map(({ line, rule }) => ({ line, rule }))).toEqual([{ line: 5, rule: "no-mutate-frozen" }]);
});

test("What is printed and thrown is what happened, not what is claimed", async () => {
  const block = blockWith(
    "console.log(1 + 1, { a: [1] }); // 3",
    "Object.freeze([1]).concat(2); // throws TypeError",
    "JSON.parse('{'); // throws TypeError",
  );
  const { output, errors } = await runBlock(block);
  expect(output).toEqual(new Map([[3, "2 { a: [ 1 ] }"]]));
  expect(errors).toEqual(new Map([[5, "SyntaxError"]]));
  expect(claimsOf(block).output).toEqual(new Map([[3, "3"]]));
});

test("An error that is not claimed ends the run", async () => {
  await expect(runBlock(blockWith("JSON.parse('{');"))).rejects.toThrow(SyntaxError);
});

test("Links are found in prose, not in code", () => {
  const { links } = readPage("page.md", "[a](b.md#c) and `[d](e.md)`\n```sh\n[f](g.md)\n```");
  expect(links).toEqual([{ place: "page.md:1", target: "b.md#c" }]);
});

test("A block that is never closed is an error", () => {
  expect(() => readPage("page.md", "```ts\nlet a;")).toThrow("page.md:1 opens a block that is never closed");
});
