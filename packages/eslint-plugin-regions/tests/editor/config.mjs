// The configuration of the folder that the editor opens.
import * as typescript from "@typescript-eslint/parser";
import * as astro from "astro-eslint-parser";
import regions from "eslint-plugin-regions";
import * as vue from "vue-eslint-parser";

const parsers = { parser: typescript, extraFileExtensions: [".astro", ".vue"] };
const types = { projectService: true, tsconfigRootDir: import.meta.dirname };

export default [
  ...regions.configs.strict,
  { files: ["**/*.ts"], languageOptions: { parser: typescript } },
  { files: ["typed/*.ts"], languageOptions: { parser: typescript, parserOptions: types } },
  { files: ["**/*.vue"], languageOptions: { parser: vue, parserOptions: parsers } },
  { files: ["**/*.astro"], languageOptions: { parser: astro, parserOptions: parsers } },
];
