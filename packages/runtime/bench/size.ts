import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Row, Topic } from "./topic.js";

/** What an import adds to a user's bundle: minified, then gzip -9. */
export async function sizeTopic(): Promise<Topic> {
  const rows: Row[] = [];
  for (const [candidate, names, bar, isBar] of [
    ["freeze", "{ freeze }", 1500, true],
    ["core: Region, borrow, close, freeze, move", "{ Region, borrow, close, freeze, move }", 8000, true],
    ["cowns: Region, Cown, when, read", "{ Region, Cown, when, read }", 8000, false],
    ["everything", "*", 8000, false],
  ] as const) {
    const { outputFiles } = await build({
      stdin: {
        contents: `export ${names} from "regions-runtime";`,
        resolveDir: fileURLToPath(new URL(".", import.meta.url)),
      },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      target: "es2022",
    });
    const bytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
    const met = isBar ? bytes <= bar : undefined;
    rows.push({ candidate, best: bytes, median: bytes, ratio: bytes / bar, bar: isBar ? 1 : undefined, met });
  }
  return { topic: "bundle size", unit: "bytes, minified and gzipped; ratio to the bar", rows };
}
