import { statSync } from "node:fs";
import { resolve } from "node:path";

const IS_FOLDER = "it is a folder";

/** What the operating system refuses, in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "it is on a read-only file system",
  EISDIR: IS_FOLDER,
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead in a circle",
};

/** Why a file could not be read or written; undefined: the error is not about that. */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return REASONS[code] ?? `the system says ${code}`;
}

/** Why what was named is no file that can be read; undefined: it is one. */
export function whyNoFile(name: string, cwd: string): string | undefined {
  if (name === "") return "the name is empty";
  try {
    const found = statSync(resolve(cwd, name));
    if (found.isDirectory()) return IS_FOLDER;
    return found.isFile() ? undefined : "it is a device";
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}
