import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  target: "node20",
  sourcemap: true,
  clean: true,
  dts: {
    compilerOptions: { ignoreDeprecations: "6.0" },
    banner: '/// <reference lib="esnext.disposable" />', // for users whose tsconfig.json does not list this library
  },
});
