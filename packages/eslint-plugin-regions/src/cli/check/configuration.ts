import { pathToFileURL } from "node:url";
import type { ESLint, Linter } from "eslint";
import plugin, { type ConfigName } from "../../index.js";
import { whyNoFile } from "../files.js";
import { resolveFrom } from "../load-eslint.js";
import { Trouble } from "../trouble.js";

/** Which configuration to check with, and what to say about that. */
export interface Configuration {
  readonly options: Pick<ESLint.Options, "overrideConfigFile" | "baseConfig">;
  readonly note?: string;
}

/** The project's own, or the file that is named. */
export function configurationOf(cwd: string, file: string | undefined): Configuration {
  if (file === undefined) return { options: {} };
  const reason = whyNoFile(file, cwd);
  if (reason !== undefined) {
    throw new Trouble(
      `The configuration '${file}' cannot be read: ${reason}.`,
      "Give '--config' the name of a file, or leave it out.",
    );
  }
  return { options: { overrideConfigFile: file } };
}

const PARSER = "@typescript-eslint/parser";

/** A set of the plugin, for projects that have no configuration and for a first try. */
export async function presetConfiguration(cwd: string, preset: ConfigName): Promise<Configuration> {
  const path = resolveFrom(cwd, PARSER);
  const config: Linter.Config[] = [...plugin.configs[preset], JSX];
  if (path !== undefined) {
    const parser = (await import(pathToFileURL(path).href)) as Linter.Parser;
    config.push({ files: ["**/*.{ts,mts,cts,tsx}"], languageOptions: { parser } });
  }
  const files =
    path === undefined ? `JavaScript only, because ${PARSER} is not installed` : "JavaScript and TypeScript";
  return {
    options: { overrideConfigFile: true, baseConfig: config },
    note: `Checking with 'regions/${preset}', ${files}.`,
  };
}

const JSX: Linter.Config = {
  files: ["**/*.{js,mjs,cjs,jsx}"],
  languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
};
