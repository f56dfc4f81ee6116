import ts from "typescript";
import { expect, test } from "vitest";
import { instrument } from "../../playground/language/instrument.ts";

/** The lines after which the program tells what its variables are, and their names. */
function stepsOf(...lines: string[]): string[] {
  const file = ts.createSourceFile("a.ts", lines.join("\n"), ts.ScriptTarget.ESNext, true);
  const steps = instrument(file).matchAll(/;__step\((\d+),\{([^;]*)\}\);/g);
  return [...steps].map(([, line, getters = ""]) =>
    `${line}: ${[...getters.matchAll(/get (\w+)\(\)/g)].map(([, name]) => name).join(" ")}`.trim(),
  );
}

test("There is a step after each statement, with the variables that it sees", () => {
  expect(stepsOf("const a = 1;", "for (const b of [a]) {", "  print(b);", "}")).toEqual(["1: a", "3: a b", "2: a"]);
});

test("There is one after each statement of a case, which sees the variables of the others", () => {
  const cases = [
    "switch (a) {",
    "  case f(() => { g(); }):",
    "    let b = 1;",
    "    break;",
    "  default:",
    "    h();",
    "}",
  ];
  expect(stepsOf(...cases)).toEqual(["2: b", "3: b", "6: b", "1:"]);
});

test("There is none after what ends the way, or does nothing", () => {
  expect(stepsOf("function f() {", "  return 1;", "}", "type T = 1;", "throw 1;")).toEqual([]);
});
