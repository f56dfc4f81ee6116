import { expect, test } from "vitest";
import { parse } from "yaml";
import { readPages } from "./pages.ts";

const readers: Record<string, (text: string) => unknown> = { json: JSON.parse, yaml: parse };
const blocks = readPages()
  .flatMap((page) => page.blocks)
  .filter(({ language }) => Object.hasOwn(readers, language));

test.each(blocks)("The data in $place can be read", ({ language, code }) => {
  expect(readers[language]!(code)).toBeTypeOf("object");
});
