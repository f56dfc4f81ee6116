import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "cross-check", include: ["*.test.ts"] } });
