import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Row, Topic } from "./topic.js";

/** What an import adds to a user's bundle: minified, then gzip -9. */
export async function sizeTopic(): Promise<Topic> {
  const rows: Row[] = [];
  for (const [candidate, names, bar] of [
    ["freeze", "{ freeze }", 1500],
    ["core: Region, borrow, close, freeze, move", "{ Region, borrow, close, freeze, move }", 8000],
    ["everything", "*", undefined],
  ] as const) {
    const { outputFiles } = await build({
      stdin: {
        contents: `export ${names} from "../src/index.ts";`,
        resolveDir: fileURLToPath(new URL(".", import.meta.url)),
      },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      target: "es2022",
    });
    const bytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
    rows.push({ candidate, best: bytes, median: bytes, ratio: bar === undefined ? NaN : bytes / bar, bar: bar && 1, met: bar === undefined ? undefined : bytes <= bar });
  }
  return { topic: "bundle size", unit: "bytes, minified and gzipped; ratio to the bar", rows };
}
