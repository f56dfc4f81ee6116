// The built site, as a reader meets it.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { barriersOf, dark, excessOf, phone, useBrowser } from "./browser.ts";

const open = useBrowser();
const dist = resolve(import.meta.dirname, "../../.vitepress/dist");
const pages = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html") && file !== "404.html")
  .map((file) => `/${file.replaceAll("\\", "/")}`);

test("The start page shows a mistake, and what ESLint and the runtime say about it", async () => {
  const page = await open("/");
  const text = await page.locator(".VPHome").innerText();
  expect(text).toContain("'order' is used after it was moved on line 5");
  expect(text).toContain('RegionError: Cannot read "items" of region "order"');
  expect(await page.locator(".case .mistake").count()).toBe(1);
});

test("The search finds a rule by what it is about", async () => {
  const page = await open("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox").fill("borrow across await");
  await page.locator(".VPLocalSearchBox .result", { hasText: "no-borrow-across-await" }).first().click();
  await page.waitForURL(/no-borrow-across-await/);
});

test("The sidebar leads to every page of the guide, by its title", async () => {
  const page = await open("/guide/getting-started.html");
  const links = await page.locator(".VPSidebar a").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname));
  expect(pages.filter((path) => path.startsWith("/guide/") && !links.includes(path))).toEqual([]);
});

test("An address without page says so", async () => {
  const page = await open("/404.html");
  expect(await page.locator(".NotFound").innerText()).toContain("There is no such page");
});

test("Diagrams are drawn, and drawn again for the dark", async () => {
  const page = await open("/guide/model.html");
  const diagram = page.locator(".mermaid-diagram svg").first();
  await diagram.waitFor();
  const light = await diagram.innerHTML();
  await page.locator(".VPNavBarAppearance button, .VPSwitchAppearance").first().click();
  await page.waitForFunction((before) => document.querySelector(".mermaid-diagram svg")?.innerHTML !== before, light);
  expect(await page.locator(".mermaid-diagram svg").count()).toBe(6);
});

describe("Every page loads without errors, and fits on a phone", () => {
  test.each(pages)("%s", async (path) => {
    const page = await open(path, phone);
    await page.waitForFunction(() => "__VUE__" in globalThis || document.querySelector("#app > *") !== null);
    expect(await excessOf(page)).toBe(0);
  });
});

describe("Nothing keeps people with a screen reader or weak eyes out", () => {
  const kinds = ["/", "/guide/model.html", "/rules/no-use-after-move.html", "/reference/runtime.html"];
  test.each(kinds.flatMap((path) => [{ path, mode: {} }, { path, mode: dark }]))("$path $mode", async ({ path, mode }) => {
    expect(await barriersOf(await open(path, mode))).toEqual([]);
  });
});
