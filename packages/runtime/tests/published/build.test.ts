import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const dist = new URL("../../dist/", import.meta.url);

it("What is required assigns to private fields, and not to exports that have their names", () => {
  const files = readdirSync(dist).filter((name) => name.endsWith(".cjs"));
  expect(files).toContain("index.cjs");
  // the translator takes `this.#name = value` for an assignment to an exported `name`, if there is one
  const wrong = files.flatMap(
    (name) => readFileSync(new URL(name, dist), "utf8").match(/#\w+ = exports\.\w+.*/g) ?? [],
  );
  expect(wrong).toEqual([]);
});
