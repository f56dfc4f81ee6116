import parser from "@typescript-eslint/parser";
import regions from "eslint-plugin-regions";
import { defineConfig } from "eslint/config";

export default defineConfig([
  {
    files: ["**/*.ts"],
    languageOptions: { parser },
    extends: [regions.configs.recommended],
  },
]);
