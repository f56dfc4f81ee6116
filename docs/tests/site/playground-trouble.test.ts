// The playground where something comes in between: another edit, another link, a refusal, a program that means ill.
import { resolve } from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { codeIn, hashOf } from "../../playground/page/link.ts";
import { useBrowser } from "./browser.ts";

const open = useBrowser();

async function settled(page: Page): Promise<void> {
  await page.locator(".playground[data-state=idle]").waitFor();
}

let page: Page;
beforeAll(async () => {
  page = await open("/playground.html");
  await settled(page);
});

async function type(...lines: string[]): Promise<void> {
  await page.locator(".cm-content").fill(lines.join("\n"));
  await settled(page);
}
const text = (): Promise<string> => page.locator(".cm-content").innerText();

const MOVED = [
  'import { move, Region } from "regions-runtime";',
  "const job = new Region({ steps: [1] });",
  "const mine = move(job);",
  "job.steps.push(2);",
  "export { mine };",
];

test("While a text is checked nothing is done to it that was meant for the one before", async () => {
  await type(...MOVED);
  // No question comes to the checker until it is let through.
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, question: unknown) {
      Object.assign(globalThis, {
        letThrough: () => {
          Worker.prototype.postMessage = postMessage;
          this.postMessage(question);
        },
      });
    };
  });
  await page.locator(".cm-content").press("Control+Home");
  await page.keyboard.insertText("// a line above\n");
  const edited = await text();
  const remedy = page.locator(".problems").getByRole("button", { name: "Use 'mine', which holds it now." });
  expect(await remedy.isDisabled()).toBe(true);
  await page.locator(".cm-content").press("F8");
  await page.locator(".cm-diagnosticAction").first().click();
  expect(await text()).toBe(edited);

  await page.waitForFunction(() => "letThrough" in globalThis);
  await page.evaluate("letThrough()");
  await settled(page);
  await remedy.click();
  await page.locator(".playground .success").waitFor();
  expect(await text()).toContain("const mine = move(job);\nmine.steps.push(2);");
});

test("Another link in the same tab brings its program", async () => {
  await page.evaluate((hash) => (location.hash = hash), hashOf('console.log("from another link");'));
  await page.locator(".prints", { hasText: "from another link" }).waitFor();
  expect(await page.getByRole("combobox", { name: "Example" }).inputValue()).toBe("");
  await page.evaluate(() => (location.hash = "#code=broken"));
  await page.getByRole("alert").waitFor();
  expect(await text()).toContain("from another link");
  await type("export {};");
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("A text of which each line ends in two signs is marked where it is wrong", async () => {
  const other = await open(`/playground.html${hashOf(MOVED.join("\r\n"))}`);
  await settled(other);
  expect(await other.locator(".cm-lintRange-error").innerText()).toBe("job");
});

describe("Copy link", () => {
  const button = () => page.getByRole("button", { name: "Copy link" });

  test("copies what is there now, and says so until it is changed", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".cm-content").fill('console.log("just typed");');
    await button().click();
    await page.getByText("The link carries the program.").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(codeIn(new URL(copied).hash)).toBe('console.log("just typed");');
    await type("export {};");
    expect(await page.getByText("The link carries the program.").count()).toBe(0);
  });

  test("says that the browser refuses it, and what can be done", async () => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
    });
    await button().click();
    await page.getByText("Copy the address of the page: it carries the program.").waitFor();
    expect(codeIn(new URL(page.url()).hash)).toBe("export {};");
  });
});

test("A program that speaks for the sandbox is stopped", async () => {
  await type(
    "const { postMessage } = MessagePort.prototype;",
    "MessagePort.prototype.postMessage = function (this: MessagePort) {",
    '  postMessage.call(this, \'{"type":"print","level":"html","text":"<b>"}\');',
    "};",
    'console.log("1");',
  );
  expect(await page.locator(".failure").innerText()).toContain("The program has meddled");
});

test("What is too much to show is counted", async () => {
  await type("for (let i = 0; i < 600; i++) console.log(i);");
  expect(await page.locator(".playground").innerText()).toContain("And 100 more, which are not shown.");
});

test("Each statement of a case is a step", async () => {
  await type('const list = ["a"];', "switch (list.length) {", "  case 1:", '    list.push("b");', "    break;", "}");
  const slider = page.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  expect(await slider.getAttribute("aria-valuetext")).toBe("step 2 of 3, after line 4");
});

test("That the checker cannot be loaded is said, and the next text tries again", async () => {
  const other = await open("/");
  await other.route("**/generated/language.js", (route) => route.abort());
  await other.goto(`${inject("site")}/playground.html`);
  await other.locator(".playground[data-state=failed]").waitFor();
  expect(await other.getByRole("alert").innerText()).toContain("The checker has failed (it could not be loaded).");
  await other.unroute("**/generated/language.js");
  await other.locator(".cm-content").fill("export {};");
  await settled(other);
  expect(await other.getByRole("alert").count()).toBe(0);
});

test("A picture leads nowhere, and loads and runs nothing", async () => {
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, "../../playground/page/safe-svg.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "picture",
  });
  await page.addScriptTag({ content: outputFiles[0]!.text });
  const safe = await page.evaluate((svg) => (globalThis as unknown as WithPicture).picture.safeSvg(svg), HOSTILE);
  expect(safe).toBe('<svg xmlns="http://www.w3.org/2000/svg"><text>list</text><filter></filter></svg>');
});

/** What the script that is added leaves. */
interface WithPicture {
  readonly picture: typeof import("../../playground/page/safe-svg.ts");
}

const HOSTILE =
  `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><a href="https://example.com"><text>list</text></a>
<image href="https://example.com/a.png"/><filter><feImage href="https://example.com/b.png"/></filter>
<script>alert(2)</script><foreignObject><b>c</b></foreignObject></svg>`.replaceAll("\n", "");
