import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

const errorsOf = new WeakMap<Page, string[]>();

/** What has been an error on the console of a page, or an exception, since this was asked last. */
export function takeErrors(page: Page): string[] {
  return errorsOf.get(page)!.splice(0);
}

/** A browser for the tests of one file, and a way to open pages. After each test none of them may have had an error. */
export function useBrowser() {
  let browser: Browser;
  const opened: Page[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject("chromium"), args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  afterEach(() => {
    for (const page of opened) expect(takeErrors(page), `errors on the console of ${page.url()}`).toEqual([]);
  });

  return async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    errorsOf.set(page, errors);
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    opened.push(page);
    await page.goto(inject("site") + path);
    return page;
  };
}

export const PHONE = { width: 360, height: 740 };

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
    const { violations } = await checker.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
      rules: { "label-content-name-mismatch": { enabled: false } }, // VitePress calls its search by more than its name
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  });
}
