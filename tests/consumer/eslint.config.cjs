const parser = require("@typescript-eslint/parser");
const { default: regions } = require("eslint-plugin-regions");

module.exports = [{ files: ["**/*.ts", "**/*.cts"], languageOptions: { parser } }, ...regions.configs.recommended];
