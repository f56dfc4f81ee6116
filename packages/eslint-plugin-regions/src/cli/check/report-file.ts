import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { reasonOf } from "../files.js";
import { Trouble } from "../trouble.js";

const HINT = "Give '--output-file' the name of a file that can be written.";

/**
 * Writes a report into a file, in folders that it makes.
 *
 * @throws Trouble
 */
export function writeReport(text: string, file: string, cwd: string): void {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new Trouble(`The report cannot be written to '${file}': ${reason}.`, HINT, { cause });
  };
  if (file === "") refuse("the name is empty");
  try {
    const path = resolve(cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    refuse(reason, error);
  }
}
