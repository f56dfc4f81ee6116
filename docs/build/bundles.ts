// Bundles what pages load on demand: the playground's two workers, and Mermaid. esbuild does in seconds what takes Vite,
// which would transform each of TypeScript's megabytes by its plugins, a minute.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build as bundle, type BuildOptions, type Plugin } from "esbuild";

const require = createRequire(import.meta.url);
const docs = resolve(import.meta.dirname, "..");
const generated = resolve(docs, "public/generated");
const shims = resolve(docs, "playground/language/shims");

/** ESLint, its parser and TypeScript ask for modules of Node that they do without in a browser. */
const SHIMS: readonly (readonly [RegExp, string])[] = [
  [/^(node:)?path$/, require.resolve("path-browserify")],
  [/^(node:)?util$/, join(shims, "util.ts")],
  [
    /^(node:)?(fs|fs\/promises|module|os|url|assert|perf_hooks|inspector|crypto|worker_threads|v8|source-map-support)$/,
    join(shims, "empty.ts"),
  ],
  [/^eslint$/, join(shims, "eslint.ts")],
  [/^eslint\/use-at-your-own-risk$/, join(shims, "eslint-internals.ts")],
];

const withoutNode: Plugin = {
  name: "without-node",
  setup(build) {
    for (const [filter, path] of SHIMS) build.onResolve({ filter }, () => ({ path }));
  },
};

/** The declarations that the checker reads: the language, workers, and the runtime. By their paths in its file system. */
function declarations(): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (from: string, to: string, which: RegExp): void => {
    for (const file of readdirSync(from, { recursive: true, encoding: "utf8" })) {
      if (which.test(file)) files[`${to}/${file.replaceAll("\\", "/")}`] = readFileSync(join(from, file), "utf8");
    }
  };
  add(dirname(require.resolve("typescript")), "", /^lib\.(?:(?:es|decorators)(?!.*\.full\.).*|webworker)\.d\.ts$/);
  const runtime = dirname(require.resolve("regions-runtime/package.json"));
  add(join(runtime, "dist"), "/node_modules/regions-runtime/dist", /\.d\.ts$/);
  files["/node_modules/regions-runtime/package.json"] = readFileSync(join(runtime, "package.json"), "utf8");
  return files;
}

const withDeclarations: Plugin = {
  name: "with-declarations",
  setup(build) {
    build.onResolve({ filter: /^virtual:declarations$/ }, ({ path }) => ({ path, namespace: "virtual" }));
    build.onLoad({ filter: /./, namespace: "virtual" }, () => ({
      contents: JSON.stringify(declarations()),
      loader: "json",
    }));
  },
};

const common = {
  bundle: true,
  minify: true,
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  logOverride: { "ignored-bare-import": "silent" }, // the runtime's chunks have no side effects, as its manifest says
} satisfies BuildOptions;

rmSync(generated, { recursive: true, force: true });
await Promise.all([
  bundle({
    ...common,
    entryPoints: { language: resolve(docs, "playground/language/worker.ts") },
    outdir: generated,
    format: "esm",
    define: { "process.env.TIMING": "undefined" },
    plugins: [withoutNode, withDeclarations],
  }),
  bundle({
    ...common,
    entryPoints: { sandbox: resolve(docs, "playground/sandbox/worker.ts") },
    outdir: generated,
    format: "iife",
  }),
  bundle({
    ...common,
    entryPoints: { mermaid: resolve(import.meta.dirname, "mermaid.ts") },
    outdir: join(generated, "mermaid"),
    format: "esm",
    splitting: true,
  }),
]);
