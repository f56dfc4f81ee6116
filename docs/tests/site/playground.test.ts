// The playground, as it is used.
import type { Page } from "playwright";
import { describe, expect, test } from "vitest";
import { barriersOf, dark, excessOf, phone, useBrowser } from "./browser.ts";

const open = useBrowser();

/** Waits until everything that was typed has been checked and run. */
async function settled(page: Page): Promise<void> {
  await page.locator(".playground[data-state=idle]").waitFor();
}

async function openPlayground(...[options, hash = ""]: [options?: Parameters<typeof open>[1], hash?: string]) {
  const page = await open(`/playground.html${hash}`, options);
  await settled(page);
  return page;
}

/** Types a program in the place of the one that is there. */
async function type(page: Page, ...lines: string[]): Promise<void> {
  await page.locator(".cm-content").fill(lines.join("\n"));
  await page.locator(".playground:not([data-state=idle])").waitFor();
  await settled(page);
}

const squiggles = (page: Page) => page.locator(".cm-lintRange-error");
const words = (page: Page) => page.locator(".graph .drawing").getAttribute("aria-label");

test("Typing a mistake shows a squiggle and the report, and its remedy removes both", async () => {
  const page = await openPlayground();
  await type(
    page,
    'import { move, Region } from "regions-runtime";',
    "const job = new Region({ steps: [1] });",
    "const mine = move(job);",
    "job.steps.push(2);",
    "export { mine };",
  );
  expect(await squiggles(page).innerText()).toBe("job");
  expect(await page.locator(".problems").innerText()).toContain("'job' is used after it was moved on line 3");
  expect(await page.locator(".failure").innerText()).toContain("ERR_USE_AFTER_MOVE");

  await page.getByRole("button", { name: "Use 'mine', which holds it now." }).click();
  await page.locator(".playground .success").waitFor();
  expect(await page.locator(".cm-content").innerText()).toContain("mine.steps.push(2);");
  expect(await squiggles(page).count()).toBe(0);
});

test("What the types say is reported, by the compiler and by rules that need them", async () => {
  const page = await openPlayground();
  await type(
    page,
    'import { freeze, type Frozen } from "regions-runtime";',
    "const list: Frozen<number[]> = freeze([1]);",
    "const mutable = list as number[];",
    'const text: string = mutable.length;',
  );
  const sources = await page.locator(".problems .below > :first-child").allInnerTexts();
  expect(sources).toEqual(["regions/no-readonly-laundering", "ts(2322)"]);
});

test("The drawing is of the chosen step, and the editor shows after which line it is", async () => {
  const page = await openPlayground();
  await type(
    page,
    'import { Region } from "regions-runtime";',
    'const job = new Region<{ list?: number[] }>({}, { name: "job" });',
    "job.list = [1];",
  );
  const slider = page.getByRole("slider");
  const [after, last] = [await page.locator(".drawing svg").innerHTML(), await words(page)];
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  expect(await slider.getAttribute("aria-valuetext")).toBe("step 1 of 2, after line 2");
  expect(await page.locator(".current-line").innerText()).toContain("new Region");
  await page.waitForFunction((svg) => document.querySelector(".drawing svg")?.innerHTML !== svg, after);
  expect(await words(page)).not.toBe(last);
  expect(await words(page)).toContain("job: region job");
});

test("What the program prints is shown, and what it throws, with the line", async () => {
  const page = await openPlayground();
  await type(page, 'console.log("one", { two: [2] });', "", 'throw new Error("three");');
  expect(await page.locator(".prints").innerText()).toContain("one { two: [ 2 ] }");
  expect(await page.locator(".failure").innerText()).toContain("Error in line 3");
});

test("A program that never ends is stopped", async () => {
  const page = await openPlayground();
  await type(page, "for (;;);");
  expect(await page.locator(".failure").innerText()).toContain("endless loop");
});

test("A program has no network, and no way to the page", async () => {
  const page = await openPlayground();
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  await type(
    page,
    `const answer = await fetch("${page.url()}").catch((error: Error) => error.name);`,
    'console.log(answer, typeof document, origin);',
  );
  expect(await page.locator(".prints").innerText()).toContain("TypeError undefined null");
  expect(requested.filter((url) => !url.startsWith("blob:") && !url.startsWith("about:"))).toEqual([]);
  // the browser says on the console that it has refused
  await page.evaluate(() => undefined);
});

test("What does not parse is said to be no program", async () => {
  const page = await openPlayground();
  await type(page, "const = 1;");
  expect(await page.locator(".problems .place").innerText()).toBe("Line 1");
  expect(await page.locator(".playground").innerText()).toContain("This is no program yet.");
});

test("The link carries the program", async () => {
  const page = await openPlayground();
  await type(page, 'console.log("from the link ✓");');
  const copy = await openPlayground({}, new URL(page.url()).hash);
  expect(await copy.locator(".prints").innerText()).toContain("from the link ✓");
});

test("A link that is broken leads to an example, and to a word about it", async () => {
  const page = await openPlayground({}, "#code=broken");
  expect(await page.getByRole("alert").innerText()).toContain("The link that led here is broken");
  expect(await page.locator(".cm-content").innerText()).toContain("new Region");
});

describe("Without a mouse and without a screen", () => {
  test("Tab leaves the editor, F8 goes to the problem, and the result is announced", async () => {
    const page = await openPlayground();
    const content = page.getByRole("textbox", { name: "Program" });
    await content.focus();
    await page.keyboard.press("F8");
    expect(await page.locator(".cm-tooltip, .cm-panel").first().innerText()).toContain("is used after it was moved");
    await page.keyboard.press("Tab");
    expect(await content.evaluate((editor) => editor.contains(document.activeElement))).toBe(false);
    expect(await page.locator(".playground .status").innerText()).toBe("1 problem. It failed: ERR_USE_AFTER_MOVE.");
  });

  test.each([{ mode: {} }, { mode: dark }, { mode: phone }])("No barrier is found, $mode", async ({ mode }) => {
    expect(await barriersOf(await openPlayground(mode))).toEqual([]);
  });
});

test("In the dark the editor is dark", async () => {
  const page = await openPlayground(dark);
  const brightness = await page.locator(".playground .editor").evaluate((editor) => {
    const [red = 255, green = 255, blue = 255] = getComputedStyle(editor).backgroundColor.match(/\d+/g)!.map(Number);
    return red + green + blue;
  });
  expect(brightness).toBeLessThan(150);
});

test("On a phone nothing is wider than the screen", async () => {
  expect(await excessOf(await openPlayground(phone))).toBe(0);
});

test("Every example shows its mistake", async () => {
  const page = await openPlayground();
  const examples = await page.locator("select option").evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
  expect(examples.length).toBeGreaterThanOrEqual(8);
  for (const example of examples.slice(1)) {
    await page.getByRole("combobox", { name: "Example" }).selectOption(example);
    await page.locator(".playground:not([data-state=idle])").waitFor();
    await settled(page);
    const code = await page.locator(".cm-content").innerText();
    const reported = (await page.locator(".problems").count()) === 0 ? 0 : await page.locator(".problems > li").count();
    expect(reported, example).toBe(code.match(/\/\/ ✗/g)?.length ?? 0);
    expect(await page.locator(".failure").count(), example).toBe(code.includes("throws") ? 1 : 0);
  }
});
