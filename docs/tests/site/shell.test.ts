// The built site, as a reader meets it.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { barriersOf, excessOf, PHONE, useBrowser } from "./browser.ts";

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
  const links = await page
    .locator(".VPSidebar a")
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname));
  expect(pages.filter((path) => path.startsWith("/guide/") && !links.includes(path))).toEqual([]);
});

test("An address without page says so", async () => {
  const page = await open("/404.html");
  expect(await page.locator(".NotFound").innerText()).toContain("There is no such page");
});

test("Diagrams are drawn, and drawn again for the dark", async () => {
  const page = await open("/guide/model.html");
  const diagram = page.locator(".mermaid-diagram svg").first();
  await page.locator(".mermaid-diagram svg").nth(5).waitFor();
  const light = await diagram.innerHTML();
  await page.locator(".VPNavBarAppearance button, .VPSwitchAppearance").first().click();
  await page.waitForFunction((before) => document.querySelector(".mermaid-diagram svg")?.innerHTML !== before, light);
});

describe("Every page loads without errors, and fits on a phone", () => {
  let page: Page;
  beforeAll(async () => {
    page = await open("/", { viewport: PHONE });
  });
  test.each(pages)("%s", async (path) => {
    await page.goto(inject("site") + path);
    await page.locator("#VPContent").waitFor();
    expect(await excessOf(page)).toBe(0);
  });
});

describe("Nothing keeps people with a screen reader or weak eyes out", () => {
  test.each(["/", "/guide/model.html", "/rules/no-use-after-move.html", "/reference/runtime.html"])(
    "%s, in the light and in the dark",
    async (path) => {
      const page = await open(path);
      expect(await barriersOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.locator("html.dark").waitFor();
      expect(await barriersOf(page)).toEqual([]);
    },
  );
});
