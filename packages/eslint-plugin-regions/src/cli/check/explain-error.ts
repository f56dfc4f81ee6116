import type { ESLint } from "eslint";
import { reasonOf } from "../files.js";
import { shownPath } from "../paths.js";
import { Trouble } from "../trouble.js";

/** What ESLint threw, with the file that it is about: one to check, which cannot be read, or the configuration. */
export async function explainError(error: unknown, eslint: ESLint, cwd: string): Promise<unknown> {
  if (isOfESLint(error)) return error;
  const reason = reasonOf(error);
  const { path } = error as NodeJS.ErrnoException;
  if (reason !== undefined && path !== undefined && (await hasConfiguration(eslint, path))) {
    return new Trouble(
      `'${shownPath(cwd, path)}' cannot be read: ${reason}.`,
      "Make it readable, or add it to 'ignores' in the configuration.",
      { cause: error },
    );
  }
  const file = await eslint.findConfigFile();
  const configuration = file === undefined ? "The configuration" : `The configuration '${shownPath(cwd, file)}'`;
  // Whatever is thrown by a config, a plugin or a parser: the stack tells which.
  const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Trouble(`${configuration} or a rule fails. The error is:\n${thrown}`, undefined, { cause: error });
}

/** ESLint has words of its own for it. */
const isOfESLint = (error: unknown): boolean => error instanceof Error && "messageTemplate" in error;

/** Whether there is a configuration for a file. If not, the configuration may be what has failed. */
async function hasConfiguration(eslint: ESLint, path: string): Promise<boolean> {
  try {
    return (await eslint.calculateConfigForFile(path)) !== undefined;
  } catch {
    return false; // it is told in the error that there is already
  }
}
