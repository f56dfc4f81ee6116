import type { ESLint } from "eslint";
import { reasonOf } from "../files.js";
import { shownPath } from "../paths.js";
import { Trouble } from "../trouble.js";

/** An error that ESLint threw; where it is a file to check that could not be read, one that says so. */
export async function nameUnreadable(error: unknown, eslint: ESLint, cwd: string): Promise<unknown> {
  const reason = reasonOf(error);
  const { path } = error as NodeJS.ErrnoException;
  if (reason === undefined || path === undefined || !(await isConfigurable(eslint, path))) return error;
  return new Trouble(
    `'${shownPath(cwd, path)}' cannot be read: ${reason}.`,
    "Make it readable, or add it to 'ignores' in the configuration.",
    { cause: error },
  );
}

/** Whether there is a configuration for a file. If not, the configuration may be what has failed. */
async function isConfigurable(eslint: ESLint, path: string): Promise<boolean> {
  try {
    return (await eslint.calculateConfigForFile(path)) !== undefined;
  } catch {
    return false; // it is told in the error that there is already
  }
}
