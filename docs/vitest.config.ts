import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "docs", include: ["tests/*.test.ts", "tests/playground/*.test.ts"], testTimeout: 60_000 },
});
