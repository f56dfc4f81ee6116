import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { TestProjectInlineConfiguration } from "vitest/config";

const runtime = resolve(import.meta.dirname, "..");
const tests = join(runtime, "tests");

export const chromium = [
  process.env["CHROME_BIN"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
].find((path) => path !== undefined && existsSync(path));

/** Pages get shared memory only if they ask to be isolated from other origins. */
const isolating = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** By its globals, by asking for the file of a site, which is an address here, and by proxies of its own, which only Node can tell apart. */
const NODE =
  /^(?!.*typeof ).*(?:from "(?:node:|piscina|tinypool)|\b(?:Buffer|setImmediate|process|global)\b(?!["'])|new Proxy|Proxy\.revocable|test\\\.ts)/m;

/** The tests of the runtime in a browser: all that need nothing of Node, and those of pages and their workers. */
export function browserProjects(): TestProjectInlineConfiguration[] {
  if (chromium === undefined) {
    console.warn(
      "No Chromium was found: the tests in a browser are left out. Install it (apt-get install chromium), or say where it is by CHROME_BIN.",
    );
    return [];
  }
  const portable = readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(tests, file))
    // pictures are kept as files, and a module that is missing is one that Node would load
    .filter((file) => !needs(NODE, file) && !/diagram[\\/](?:pictures|without-renderer)/.test(file));
  const ofThreads = portable.filter((file) => /[\\/](?:threads|browser)[\\/]/.test(file));
  return [
    project("runtime in Chromium", portable, isolating),
    project(
      "threads in Chromium, without shared memory",
      ofThreads.filter(
        (file) => !file.endsWith(".isolated.test.ts") && !needs(/^(?!.*typeof ).*SharedArrayBuffer\(/m, file),
      ),
      {},
    ),
  ];
}

function project(name: string, include: string[], headers: Record<string, string>): TestProjectInlineConfiguration {
  return {
    root: runtime,
    server: { headers },
    test: {
      name,
      include,
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { executablePath: chromium!, args: ["--no-sandbox", "--js-flags=--expose-gc"] },
        }),
        instances: [{ browser: "chromium" }],
      },
    },
  };
}

/** Does a module need something, itself or through others of these tests? */
function needs(what: RegExp, file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  if (what.test(text)) return true;
  return Array.from(text.matchAll(/ from "(\.[^"]+)\.js"/g), ([, from]) => join(dirname(file), `${from!}.ts`)).some(
    (path) => path.startsWith(tests) && existsSync(path) && needs(what, path, seen),
  );
}
