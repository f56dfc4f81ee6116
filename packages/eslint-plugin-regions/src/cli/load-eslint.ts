import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ESLint } from "eslint";
import { Trouble } from "./trouble.js";

export type ESLintClass = typeof ESLint;

const OLDEST = 9;

/**
 * ESLint as the project has it; where it has none, the one beside this package.
 *
 * @throws Trouble if there is none, or one that is too old
 */
export async function loadESLint(cwd: string, beside = (): Promise<object> => import("eslint")): Promise<ESLintClass> {
  const { ESLint } = (await fromProject(cwd, beside)) as { ESLint?: ESLintClass };
  if (ESLint === undefined || Number.parseInt(ESLint.version, 10) < OLDEST) {
    throw new Trouble(
      `ESLint ${ESLint?.version ?? "of this project"} is too old: eslint-plugin-regions needs 9.0 or newer.`,
      "Update it: npm install --save-dev eslint@latest",
    );
  }
  return ESLint;
}

async function fromProject(cwd: string, beside: () => Promise<object>): Promise<object> {
  const path = resolveFrom(cwd, "eslint");
  if (path !== undefined) return (await import(pathToFileURL(path).href)) as object;
  try {
    return await beside();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new Trouble(`ESLint is not installed in ${cwd}.`, "Install it: npm install --save-dev eslint");
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));

/** The file of a package that a project has; undefined: it has not. */
export function resolveFrom(cwd: string, name: string): string | undefined {
  // Other versions can be in NODE_PATH, which package managers set for commands.
  if (process.versions.pnp === undefined && !isInstalled(cwd, name)) return undefined;
  try {
    return createRequire(join(cwd, "_")).resolve(name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isInstalled(folder: string, name: string): boolean {
  if (existsSync(join(folder, "node_modules", name))) return true;
  const above = dirname(folder);
  return above !== folder && isInstalled(above, name);
}
