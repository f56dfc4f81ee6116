import { defineConfig, globalIgnores } from "eslint/config";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import regions from "eslint-plugin-regions";
import tseslint from "typescript-eslint";

/** Files that no tsconfig.json contains: they are linted without type information. */
const plainJavaScript = ["**/*.mjs", "**/*.cjs", "**/*.js"];

export default defineConfig([
  globalIgnores([
    "**/dist/",
    "**/coverage/",
    "**/.cache/",
    "**/fixtures/",
    "docs/examples/",
    "docs/public/generated/",
    "docs/tests/other-modules.d.ts",
    "tests/consumer/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-non-null-assertion": "off", // with noUncheckedIndexedAccess every index into a dense array needs one
      "@typescript-eslint/no-unused-vars": ["error", { ignoreUsingDeclarations: true, argsIgnorePattern: "^_" }],
      "@typescript-eslint/prefer-for-of": "off", // loops over indices are deliberate: they are in the hot paths
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  { files: plainJavaScript, extends: [tseslint.configs.strict, tseslint.configs.stylistic] },

  // Tests hand over what the types forbid, because users of plain JavaScript do.
  {
    files: ["**/tests/**/*.ts", "**/bench/**/*.ts"],
    rules: {
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },

  {
    files: ["packages/eslint-plugin-regions/src/**/*.ts"],
    extends: [eslintPlugin.configs.recommended],
    rules: { "@typescript-eslint/no-unsafe-enum-comparison": "off" }, // node.type === "Identifier"
  },

  {
    // Syntax trees come from any parser, and not all of them keep what the types promise.
    files: ["packages/eslint-plugin-regions/src/lower/**/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-condition": "off", "@typescript-eslint/no-deprecated": "off" },
  },

  {
    // They stand for classes of modules that browsers do not have.
    files: ["docs/playground/language/shims/*.ts"],
    rules: { "@typescript-eslint/no-extraneous-class": "off" },
  },

  // Our own rules, on our own code.
  {
    files: ["**/*.ts"],
    extends: [regions.configs.recommended, regions.configs.strict],
    rules: {
      // ESLint and the compiler declare as mutable what they only read.
      "regions/no-readonly-laundering": "off",
    },
  },
]);
