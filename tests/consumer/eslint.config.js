import * as parser from "@typescript-eslint/parser";
import regions from "eslint-plugin-regions";
import { defineConfig } from "eslint/config";

export default defineConfig({
  files: ["**/*.ts", "**/*.cts"],
  plugins: { regions },
  extends: ["regions/recommended"],
  languageOptions: { parser },
});
