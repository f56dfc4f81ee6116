import * as parser from "@typescript-eslint/parser";
import regions from "eslint-plugin-regions";

export default [{ files: ["**/*.ts", "**/*.cts"], languageOptions: { parser } }, ...regions.configs.recommended];
