import type { Effect, Result, Signature } from "./operations/signature.js";
import { signatureTable, type SignatureTable } from "./operations/signature-table.js";

/** `settings.regions`, read and checked. */
export interface Settings {
  readonly signatures: SignatureTable;
  /** Names that make a file worth analysing. */
  readonly names: readonly string[];
  /** What protects shared memory. */
  readonly locks: readonly LockSettings[];
}

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

/** One entry of `settings.regions.functions`. */
export interface DeclaredFunction {
  /** The module it is imported from, as written in the import. */
  readonly from: string;
  readonly name: string;
  /** What it does to each argument. */
  readonly args?: readonly ArgumentEffect[];
  /** What it returns. */
  readonly returns?: ReturnEffect;
}
export type ArgumentEffect = "read" | "mutate" | "freeze" | "move" | "borrow" | "capture";
export type ReturnEffect = "fresh" | "frozen" | "borrow" | "region";

const ARGUMENTS: Readonly<Record<ArgumentEffect, Effect>> = {
  read: "read",
  mutate: "mutate",
  freeze: "freeze",
  move: "move",
  borrow: "read",
  capture: "read",
};
const RETURNS: Readonly<Record<ReturnEffect, Result>> = {
  fresh: "unknown",
  frozen: "frozen",
  borrow: "borrow",
  region: "region",
};

const cache = new WeakMap<object, Settings>();
const none: Settings = { signatures: signatureTable(new Map()), names: [], locks: [] };

/**
 * Reads `settings.regions`.
 *
 * @throws Error that names the entry, what is wrong with it, and what is allowed there
 */
export function readSettings(shared: Readonly<Record<string, unknown>>): Settings {
  const { regions } = shared;
  if (regions === undefined) return none;
  if (!isRecord(regions)) throw invalid("settings.regions", regions, "an object");
  let settings = cache.get(regions);
  if (settings === undefined) cache.set(regions, (settings = parse(regions)));
  return settings;
}

function parse(regions: Record<string, unknown>): Settings {
  checkKeys("settings.regions", regions, ["functions", "locks"]);
  const { functions = [], locks = [] } = regions;
  if (!Array.isArray(functions)) throw invalid("settings.regions.functions", functions, "an array");
  const declared = new Map<string, Signature>();
  const names: string[] = [];
  functions.forEach((entry: unknown, index) => {
    const fn = parseFunction(`settings.regions.functions[${String(index)}]`, entry);
    const args = fn.args?.map((effect) => ARGUMENTS[effect]);
    declared.set(`${fn.from.replace(/^node:/, "")}#${fn.name}`, {
      ...(args && { arguments: args }),
      result: fn.returns === undefined ? "unknown" : RETURNS[fn.returns],
    });
    names.push(fn.name);
  });
  if (!Array.isArray(locks)) throw invalid("settings.regions.locks", locks, "an array");
  return { signatures: signatureTable(declared), names, locks: locks.map(parseLock) };
}

function parseLock(entry: unknown, index: number): LockSettings {
  const where = `settings.regions.locks[${String(index)}]`;
  const example = "an object such as { from: './lock', acquire: 'lock', release: 'unlock' } or { around: 'withLock' }";
  if (!isRecord(entry)) throw invalid(where, entry, example);
  checkKeys(where, entry, ["from", "acquire", "release", "around"]);
  for (const [key, value] of Object.entries(entry))
    if (typeof value !== "string" || value === "") throw invalid(`${where}.${key}`, value, "a name, a string");
  const isPair = entry.acquire !== undefined && entry.release !== undefined;
  const isHalf = (entry.acquire !== undefined || entry.release !== undefined) && !isPair;
  if (isHalf || isPair === (entry.around !== undefined)) throw invalid(where, entry, example);
  return entry;
}

function parseFunction(where: string, entry: unknown): DeclaredFunction {
  if (!isRecord(entry))
    throw invalid(where, entry, "an object such as { from: 'immer', name: 'produce', returns: 'frozen' }");
  checkKeys(where, entry, ["from", "name", "args", "returns"]);
  const { from, name, args, returns } = entry;
  if (typeof from !== "string" || from === "") throw invalid(`${where}.from`, from, "the module's name, a string");
  if (typeof name !== "string" || name === "") throw invalid(`${where}.name`, name, "the exported name, a string");
  if (args !== undefined && !Array.isArray(args)) throw invalid(`${where}.args`, args, "an array of effects");
  args?.forEach((effect: unknown, index: number) => {
    if (!isOneOf(ARGUMENTS, effect)) throw invalid(`${where}.args[${String(index)}]`, effect, oneOf(ARGUMENTS));
  });
  if (returns !== undefined && !isOneOf(RETURNS, returns)) throw invalid(`${where}.returns`, returns, oneOf(RETURNS));
  return entry as unknown as DeclaredFunction;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isOneOf = (allowed: object, value: unknown): boolean =>
  typeof value === "string" && Object.hasOwn(allowed, value);

const oneOf = (allowed: object): string =>
  `one of ${Object.keys(allowed)
    .map((each) => `'${each}'`)
    .join(", ")}`;

function checkKeys(where: string, value: Record<string, unknown>, allowed: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) {
      throw new Error(
        `eslint-plugin-regions: ${where} has an unknown key '${key}'. Known: ${allowed.join(", ")}. ` +
          "Mend it in your ESLint config.",
      );
    }
  }
}

function invalid(where: string, value: unknown, wanted: string): Error {
  const given = (JSON.stringify(value) as string | undefined) ?? String(value);
  return new Error(
    `eslint-plugin-regions: ${where} must be ${wanted}, but is ${given}. Mend it in your ESLint config.`,
  );
}
