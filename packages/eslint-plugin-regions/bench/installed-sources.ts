import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface Source {
  readonly file: string;
  readonly code: string;
  readonly lines: number;
}

/** Samples of packages are of this size. */
const SAMPLE_LINES = 8_000;
/** Longer lines on average, and a file is taken for minified. */
const LONGEST_AVERAGE = 200;

const require = createRequire(import.meta.url);
const knip = createRequire(require.resolve("knip"));
const folderOf = (entry: string, name: string): string =>
  entry.slice(0, entry.lastIndexOf(join(name, "/")) + name.length + 1);

/** Folders of real code: packages that the repository depends on anyway. */
const folders: Readonly<Record<string, string>> = {
  "eslint (JavaScript, CommonJS)": join(dirname(require.resolve("eslint/package.json")), "lib"),
  "fast-check (compiled)": dirname(require.resolve("fast-check")),
  "knip (compiled)": dirname(require.resolve("knip")),
  "zod (TypeScript)": join(folderOf(knip.resolve("zod"), "zod"), "src"),
  "vite (bundles)": join(dirname(require.resolve("vite/package.json")), "dist/node"),
};

function filesBelow(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (file) =>
        /\.(?:[cm]?js|tsx?)$/.test(file) &&
        !/\.d\.ts$|\.min\.|(?:^|[\\/])(?:node_modules|tests|locales)[\\/]/.test(file),
    )
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const code = readFileSync(file, "utf8");
      return { file, code, lines: code.split("\n").length };
    })
    .filter(({ code, lines }) => code.length < lines * LONGEST_AVERAGE);
}

/** Evenly spread over the folder, so that no kind of file is preferred. */
function sample(sources: readonly Source[]): Source[] {
  const total = sources.reduce((sum, { lines }) => sum + lines, 0);
  const step = Math.max(1, total / SAMPLE_LINES);
  return sources.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Real sources, by where they are from. */
export function installedSources(): Map<string, Source[]> {
  return new Map(Object.entries(folders).map(([name, folder]) => [name, sample(filesBelow(folder))]));
}
