import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

/** A browser for the tests of one file, and a way to open pages that are closed after each test. */
export function useBrowser() {
  let browser: Browser;
  const opened: { readonly page: Page; readonly errors: string[] }[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject("chromium"), args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const { page, errors } of opened.splice(0)) {
      const url = page.url();
      await page.context().close();
      expect(errors, `errors on the console of ${url}`).toEqual([]);
    }
  });

  return async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    opened.push({ page, errors });
    await page.goto(inject("site") + path);
    return page;
  };
}

export const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
export const dark: BrowserContextOptions = { colorScheme: "dark" };

/** By how much a page is wider than the screen. */
export function excessOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe has against a page: the rule, and where. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await checker.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  });
}
