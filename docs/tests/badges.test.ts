import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./pages.ts";

interface Manifest {
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

const read = (path: string): string => readFileSync(resolve(root, path), "utf8");
const sizes = JSON.parse(read(".size-limit.json")) as { name: string; limit: string }[];

/** What is true, by the label of the badge that says it. */
function factsOf(folder: string): Record<string, string | undefined> {
  const manifest = JSON.parse(read(`${folder}/package.json`)) as Manifest;
  const freeze = sizes.find(({ name }) => name === "regions-runtime: freeze alone");
  return {
    license: manifest.license,
    Node: manifest.engines.node,
    ESLint: manifest.peerDependencies?.["eslint"],
    dependencies: String(Object.keys(manifest.dependencies ?? {}).length),
    "freeze alone": `at most ${freeze!.limit}`,
  };
}

/** Texts for those who do not see the pictures, and the pictures, whose addresses are label, message and colour. */
const BADGE = /\[!\[([^\]]+)\]\(https:\/\/img\.shields\.io\/badge\/([^-]+)-(.+)-\w+\)\]/g;

describe.each(["packages/runtime", "packages/eslint-plugin-regions"])("The badges of %s", (folder) => {
  const badges = Array.from(
    read(`${folder}/README.md`).matchAll(BADGE),
    ([badge, text = "", label = "", message = ""]) => [badge, text, label, message] as const,
  );
  const facts = factsOf(folder);

  test("are there", () => {
    expect(badges.length).toBeGreaterThan(2);
  });

  test.each(badges)("say what is true: %s %s %s %s", (_badge, text, label, message) => {
    const fact = facts[decodeURIComponent(label)];
    expect(decodeURIComponent(message)).toBe(fact);
    expect(text).toBe(`${decodeURIComponent(label)}: ${fact}`);
  });
});
