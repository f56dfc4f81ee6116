import type { FileIR } from "../lower/ir.js";
import { type AliasFile, readFile } from "./file.js";
import { summarise } from "./summarise.js";

const cache = new WeakMap<FileIR, AliasFile>();

/** What two names for one thing are in a file, found once however many rules ask. */
export function aliasesOf(ir: FileIR): AliasFile {
  let file = cache.get(ir);
  if (file === undefined) cache.set(ir, (file = readFile(ir, summarise)));
  return file;
}
