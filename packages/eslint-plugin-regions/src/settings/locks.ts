import { checkKeys, invalid, isRecord, type Refuse } from "./checks.js";

/**
 * One entry of `settings.regions.locks`: a pair of functions or methods between which memory is protected, or one that
 * calls its callback meanwhile.
 */
export interface LockSettings {
  /** The module that the functions are imported from; absent: methods, and functions of the same file. */
  readonly from?: string;
  readonly acquire?: string;
  readonly release?: string;
  readonly around?: string;
}

const EXAMPLE = "an object such as { from: './lock', acquire: 'lock', release: 'unlock' } or { around: 'withLock' }";

/** @returns whether the entry is well-formed */
export function checkLock(where: string, entry: unknown, refuse: Refuse): entry is LockSettings {
  const isSound = (condition: boolean, problem: () => string): boolean => {
    if (!condition) refuse(problem());
    return condition;
  };
  if (!isRecord(entry)) return isSound(false, () => invalid(where, entry, EXAMPLE));
  if (!checkKeys(where, entry, ["from", "acquire", "release", "around"], refuse)) return false;
  for (const [key, value] of Object.entries(entry)) {
    const isName = typeof value === "string" && value !== "";
    if (!isSound(isName, () => invalid(`${where}.${key}`, value, "a name, a string"))) return false;
  }
  const isPair = entry.acquire !== undefined && entry.release !== undefined;
  const isHalf = entry.acquire !== undefined || entry.release !== undefined;
  const isOneKind = isHalf ? isPair && entry.around === undefined : entry.around !== undefined;
  return isSound(isOneKind, () => invalid(where, entry, EXAMPLE));
}
