import { expect, it, vi } from "vitest";
import { snapshot, toDot, toMermaid, toSvg } from "../../src/diagram.js";

vi.mock("@viz-js/viz", () => {
  throw new Error("Cannot find package '@viz-js/viz'");
});

it("Where @viz-js/viz is missing, toSvg says what to install, and the others work", async () => {
  const graph = snapshot({ o: {} });
  await expect(toSvg(graph)).rejects.toThrow(
    /^toSvg\(\) lays diagrams out with the package @viz-js\/viz, which could not be loaded\. Install it, npm install @viz-js\/viz,/,
  );
  expect(toMermaid(graph)).toContain("flowchart");
  expect(toDot(graph)).toContain("digraph");
});
