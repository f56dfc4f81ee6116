import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    threads: "src/threads.ts",
    pool: "src/pool.ts",
    "pool-worker": "src/pool/worker.ts", // pools load it: whenOn looks for it beside itself
    diagram: "src/diagram.ts",
    testing: "src/testing.ts",
    "testing/setup": "src/testing/setup.ts",
  },
  format: ["esm", "cjs"],
  splitting: true, // one heap, whichever entries are imported
  target: "node20",
  esbuildOptions(options, { format }) {
    if (format === "cjs") options.define = { ...options.define, "import.meta.url": "__filename" };
  },
  sourcemap: true,
  clean: true,
  dts: {
    compilerOptions: { ignoreDeprecations: "6.0" },
    banner: '/// <reference lib="esnext.disposable" />', // for users whose tsconfig.json does not list this library
  },
});
