// The playground, as it is used.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright";
import { beforeAll, describe, expect, test } from "vitest";
import { barriersOf, excessOf, PHONE, takeErrors, useBrowser } from "./browser.ts";

const open = useBrowser();

/** Waits until everything that was typed has been checked and run. */
async function settled(page: Page): Promise<void> {
  await page.locator(".playground[data-state=idle]").waitFor();
}

async function openPlayground(hash = ""): Promise<Page> {
  const opened = await open(`/playground.html${hash}`);
  await settled(opened);
  return opened;
}

/** One for most of the tests: it takes a while until TypeScript and ESLint are loaded. */
let page: Page;
beforeAll(async () => {
  page = await openPlayground();
});

/** Types a program in the place of the one that is there. */
async function type(...lines: string[]): Promise<void> {
  await page.locator(".cm-content").fill(lines.join("\n"));
  await settled(page);
}

async function chooseExample(id: string): Promise<void> {
  await page.getByRole("combobox", { name: "Example" }).selectOption(id);
  await settled(page);
}

const squiggles = () => page.locator(".cm-lintRange-error");
const words = () => page.locator(".graph .drawing").getAttribute("aria-label");

test("Typing a mistake shows a squiggle and the report, and its remedy removes both", async () => {
  await type(
    'import { move, Region } from "regions-runtime";',
    "const job = new Region({ steps: [1] });",
    "const mine = move(job);",
    "job.steps.push(2);",
    "export { mine };",
  );
  expect(await squiggles().innerText()).toBe("job");
  expect(await page.locator(".problems").innerText()).toContain("'job' is used after it was moved on line 3");
  expect(await page.locator(".failure").innerText()).toContain("ERR_USE_AFTER_MOVE");

  await page.getByRole("button", { name: "Use 'mine', which holds it now." }).click();
  await page.locator(".playground .success").waitFor();
  expect(await page.locator(".cm-content").innerText()).toContain("mine.steps.push(2);");
  expect(await squiggles().count()).toBe(0);
});

test("What the types say is reported, by the compiler and by rules that need them", async () => {
  await type(
    'import { freeze, type Frozen } from "regions-runtime";',
    "const list: Frozen<number[]> = freeze([1]);",
    "const mutable = list as number[];",
    "const text: string = mutable.length;",
  );
  const sources = await page.locator(".problems .below > :first-child").allInnerTexts();
  expect(sources).toEqual(["regions/no-readonly-laundering", "ts(2322)"]);
});

test("The drawing is of the chosen step, and the editor shows after which line it is", async () => {
  await type(
    'import { Region } from "regions-runtime";',
    'const job = new Region<{ list?: number[] }>({}, { name: "job" });',
    "job.list = [1];",
  );
  const slider = page.getByRole("slider");
  const [after, last] = [await page.locator(".drawing svg").innerHTML(), await words()];
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  expect(await slider.getAttribute("aria-valuetext")).toBe("step 1 of 2, after line 2");
  expect(await page.locator(".current-line").innerText()).toContain("new Region");
  await page.waitForFunction((svg) => document.querySelector(".drawing svg")?.innerHTML !== svg, after);
  expect(await words()).not.toBe(last);
  expect(await words()).toContain("job: region job");
});

test("What the program prints is shown, and what it throws, with the line", async () => {
  await type('console.log("one", { two: [2] });', "", 'throw new Error("three");');
  expect(await page.locator(".prints").innerText()).toContain("one { two: [ 2 ] }");
  expect(await page.locator(".failure").innerText()).toContain("Error in line 3");
});

test("A program that never ends is stopped", async () => {
  await type("for (;;);");
  expect(await page.locator(".failure").innerText()).toContain("endless loop");
});

test("A program has no network, and no way to the page", async () => {
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  await type(
    'const answer = await fetch("http://127.0.0.1/").catch((error: Error) => error.name);',
    "console.log(answer, typeof document, origin);",
  );
  expect(await page.locator(".prints").innerText()).toContain("TypeError undefined null");
  expect(requested.filter((url) => url === "http://127.0.0.1/")).toEqual([]);
  for (const error of takeErrors(page)) expect(error).toContain("Content Security Policy");
});

test("What does not parse is said to be no program", async () => {
  await type("const = 1;");
  expect(await page.locator(".problems .place").innerText()).toBe("Line 1");
  expect(await page.locator(".playground").innerText()).toContain("This is no program yet.");
});

test("The link carries the program", async () => {
  await type('console.log("from the link ✓");');
  const copy = await openPlayground(new URL(page.url()).hash);
  expect(await copy.locator(".prints").innerText()).toContain("from the link ✓");
});

test("A link that is broken leads to an example, and to a word about it", async () => {
  const other = await openPlayground("#code=broken");
  expect(await other.getByRole("alert").innerText()).toContain("The link that led here is broken");
  expect(await other.locator(".cm-content").innerText()).toContain("new Region");
});

describe("Without a mouse and without a screen", () => {
  test("Tab leaves the editor, F8 goes to the problem, and the result is announced", async () => {
    await chooseExample("use-after-move");
    const content = page.getByRole("textbox", { name: "Program" });
    await content.focus();
    await page.keyboard.press("F8");
    expect(await page.locator(".cm-tooltip, .cm-panel").first().innerText()).toContain("is used after it was moved");
    await content.focus();
    await page.keyboard.press("Tab");
    expect(await content.evaluate((editor) => editor.contains(document.activeElement))).toBe(false);
    expect(await page.locator(".playground .status").innerText()).toBe("1 problem. It failed: ERR_USE_AFTER_MOVE.");
  });

  test("No barrier is found, in the light, in the dark and on a phone", async () => {
    await chooseExample("bank");
    expect(await barriersOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("html.dark").waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await barriersOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});

test("In the dark the editor is dark", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("html.dark").waitFor();
  const brightness = await page.locator(".playground .editor").evaluate((editor) => {
    const [red = 255, green = 255, blue = 255] = getComputedStyle(editor).backgroundColor.match(/\d+/g)!.map(Number);
    return red + green + blue;
  });
  await page.emulateMedia({ colorScheme: "light" });
  expect(brightness).toBeLessThan(150);
});

test("On a phone nothing is wider than the screen", async () => {
  await page.setViewportSize(PHONE);
  expect(await excessOf(page)).toBe(0);
  await page.setViewportSize({ width: 1280, height: 900 });
});

describe("The examples do what they say", () => {
  const examples = readdirSync(resolve(import.meta.dirname, "../../examples/playground"));
  test.each(examples)("%s", async (file) => {
    await chooseExample(file.replace(".ts", ""));
    const code = await page.locator(".cm-content").innerText();
    expect(await page.locator(".problems > li").count()).toBe(code.match(/\/\/ ✗/g)?.length ?? 0);
    expect(await page.locator(".failure").count()).toBe(code.includes("throws") ? 1 : 0);
  });
});
