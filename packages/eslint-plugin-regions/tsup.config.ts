import { defineConfig } from "tsup";

export default defineConfig({
  // What both need is in chunks of its own; what only the command line needs is not loaded with the rules.
  entry: ["src/index.ts", "src/cli.ts"],
  format: ["esm"],
  target: "node20",
  sourcemap: true,
  clean: true,
  dts: { entry: "src/index.ts", compilerOptions: { ignoreDeprecations: "6.0" } },
});
