import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { drawAll, folder } from "../diagrams/pictures.ts";

test("The pictures of the guide are what the code draws now; if not, run docs:diagrams", async () => {
  const pictures = await drawAll();
  const files = readdirSync(folder).map((name) => resolve(folder, name));
  expect(new Map(files.map((path) => [path, readFileSync(path, "utf8")]))).toEqual(new Map([...pictures].sort()));
});
