/**
 * Functions that take a function and run it somewhere else: what goes there is its source text alone.
 */
export interface Shipper {
  /** Which arguments are such functions. */
  readonly arguments?: readonly number[];
  /** Which fields of the first argument are such functions. */
  readonly fields?: readonly string[];
  /** The variables that an argument or a `yield` lists go along. */
  readonly takesAlong?: "yielded" | "listed in argument 1";
}

/** By module, or by the way to a global. Names after a dot are methods of what comes from the module. */
export type Shippers = ReadonlyMap<string, Shipper>;

const first: Shipper = { arguments: [0] };
const second: Shipper = { arguments: [1] };

/** Methods of pages, frames, elements and workers of a browser that is driven from outside. */
const inPage: Readonly<Record<string, Shipper>> = {
  evaluate: first,
  evaluateHandle: first,
  evaluateAll: first,
  evaluateOnNewDocument: first,
  waitForFunction: first,
  addInitScript: first,
  $eval: second,
  $$eval: second,
};
const BROWSERS = [
  "puppeteer",
  "puppeteer-core",
  "playwright",
  "playwright-core",
  "playwright-chromium",
  "playwright-firefox",
  "playwright-webkit",
  "@playwright/test",
];

const scripting: Shipper = { fields: ["func", "function"] };

/** Libraries and browsers' own functions that ship functions. */
export const builtInShippers: Shippers = new Map<string, Shipper>([
  ["greenlet#default", first],
  ["workerize#default", first],
  ["threads#spawn", first],
  ["isoworker#workerize", { arguments: [0], takesAlong: "listed in argument 1" }],
  ["isoworker#default", { arguments: [0], takesAlong: "listed in argument 1" }],
  ["multithreading#spawn", { arguments: [0, 1] }],
  ["multithreading#threaded", { arguments: [0], takesAlong: "yielded" }],
  ["workerpool#*.exec", first],
  ["chrome.scripting.executeScript", scripting],
  ["browser.scripting.executeScript", scripting],
  ...BROWSERS.flatMap((module) =>
    Object.entries(inPage).map(([method, shipper]): [string, Shipper] => [`${module}#*.${method}`, shipper]),
  ),
]);
