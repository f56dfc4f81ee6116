import { libraries, type LibraryName } from "../libraries.js";
import type { Effect, Result, Signature } from "../operations/signature.js";
import { builtInShippers, type Shipper, type Shippers } from "../operations/shipping.js";
import { signatureTable, type SignatureTable } from "../operations/signature-table.js";
import { checkKeys, guess, invalid, isOneOf, isRecord, list, oneOf, type Refuse } from "./checks.js";
import { checkLock, type LockSettings } from "./locks.js";

/** `settings.regions`, as an ESLint config has it. */
export interface RegionsSettings {
  /** What functions of the code base, and of libraries, do to their arguments. */
  readonly functions?: readonly DeclaredFunction[];
  /** Ready-made sets of such functions. */
  readonly libraries?: readonly LibraryName[];
  /** What protects shared memory. */
  readonly locks?: readonly LockSettings[];
}

/** One entry of `settings.regions.functions`. */
export interface DeclaredFunction {
  /** The module it is imported from, as written in the import. */
  readonly from: string;
  /** The exported name; "default"; or a method of an exported class: "Queue#push", and "Queue.start" if it is static. */
  readonly name: string;
  /** What it does to each argument. */
  readonly args?: readonly ArgumentEffect[];
  /** What it returns. */
  readonly returns?: ReturnEffect;
}
export type ArgumentEffect = "read" | "mutate" | "freeze" | "move" | "borrow" | "capture" | "ship";
export type ReturnEffect = "fresh" | "frozen" | "borrow" | "region";

const ARGUMENTS: Readonly<Record<ArgumentEffect, Effect>> = {
  read: "read",
  mutate: "mutate",
  freeze: "freeze",
  move: "move",
  // It is over when the call is, so that callers see no more than a use.
  borrow: "read",
  capture: "capture",
  ship: "read",
};
const RETURNS: Readonly<Record<ReturnEffect, Result>> = {
  fresh: "unknown",
  frozen: "frozen",
  borrow: "borrow",
  region: "region",
};

/** `settings.regions`, read and checked. */
export interface Settings {
  readonly signatures: SignatureTable;
  /** Functions that ship functions to other threads. */
  readonly shippers: Shippers;
  /** Names that make a file worth analysing. */
  readonly names: readonly string[];
  /** What protects shared memory. */
  readonly locks: readonly LockSettings[];
}

export interface CheckedSettings {
  /** As far as they are well-formed. */
  readonly settings: Settings;
  /** What is wrong with the rest: where, what is there, and what is allowed. */
  readonly problems: readonly string[];
}

const cache = new WeakMap<object, CheckedSettings>();
const NONE: CheckedSettings = {
  settings: { signatures: signatureTable(new Map()), shippers: builtInShippers, names: [], locks: [] },
  problems: [],
};

/**
 * Reads `settings.regions`.
 *
 * @throws Error that names the entry, what is wrong with it, and what is allowed there
 */
export function readSettings(shared: Readonly<Record<string, unknown>>): Settings {
  const { settings, problems } = checkSettings(shared);
  if (problems[0] !== undefined) throw new Error(problems[0]);
  return settings;
}

/** Reads `settings.regions` as far as it is well-formed. */
export function checkSettings({ regions }: Readonly<Record<string, unknown>>): CheckedSettings {
  if (regions === undefined) return NONE;
  if (!isRecord(regions)) return { ...NONE, problems: [invalid("settings.regions", regions, "an object")] };
  let checked = cache.get(regions);
  if (checked === undefined) cache.set(regions, (checked = check(regions)));
  return checked;
}

function check(regions: Record<string, unknown>): CheckedSettings {
  const problems: string[] = [];
  const refuse: Refuse = (problem) => problems.push(problem);
  checkKeys("settings.regions", regions, ["functions", "libraries", "locks"], refuse);
  const signatures = new Map<string, Signature>();
  const shippers = new Map<string, Shipper>(builtInShippers);
  const names = new Set<string>();
  for (const library of namedLibraries(regions, refuse)) {
    for (const [path, signature] of Object.entries(libraries[library])) {
      signatures.set(path, signature);
      names.add(path.split("#", 1)[0]!);
    }
  }
  const own = new Map<string, { readonly where: string; readonly signature: Signature }>();
  for (const { where, value } of list(regions, "functions", refuse)) {
    const fn = checkFunction(where, value, refuse);
    if (fn === undefined) continue;
    const signature = signatureOf(fn);
    const path = pathOf(fn);
    const earlier = own.get(path);
    if (earlier !== undefined && JSON.stringify(earlier.signature) !== JSON.stringify(signature)) {
      refuse(
        `eslint-plugin-regions: ${where} contradicts ${earlier.where}: both speak of '${fn.name}' from '${fn.from}'. ` +
          "Keep one of them in your ESLint config.",
      );
      continue;
    }
    own.set(path, { where, signature });
    const shipped = fn.args?.flatMap((effect, at) => (effect === "ship" ? [at] : [])) ?? [];
    if (shipped.length > 0) shippers.set(shipperPath(fn), { arguments: shipped });
    signatures.set(path, signature);
    // A class is called with `new`.
    if (!/[.#]/.test(fn.name)) signatures.set(`new ${path}`, signature);
    names.add(fn.name === "default" ? fn.from : lastName(fn.name));
  }
  const locks = list(regions, "locks", refuse).filter((lock) => checkLock(lock.where, lock.value, refuse));
  return {
    settings: {
      signatures: signatureTable(signatures),
      shippers,
      names: [...names],
      locks: locks.map(({ value }) => value as LockSettings),
    },
    problems,
  };
}

function namedLibraries(regions: Record<string, unknown>, refuse: Refuse): ReadonlySet<LibraryName> {
  const named = new Map<LibraryName, string>();
  for (const { where, value } of list(regions, "libraries", refuse)) {
    const earlier = isLibrary(value) ? named.get(value) : undefined;
    if (!isLibrary(value)) refuse(invalid(where, value, oneOf(libraries), guessLibrary(value)));
    else if (earlier === undefined) named.set(value, where);
    else
      refuse(
        `eslint-plugin-regions: ${where} names '${value}' once more, after ${earlier}. Keep one of them in your ESLint config.`,
      );
  }
  return new Set(named.keys());
}

function signatureOf({ args, returns }: DeclaredFunction): Signature {
  return {
    ...(args && { arguments: args.map((effect) => ARGUMENTS[effect]) }),
    result: returns === undefined ? "unknown" : RETURNS[returns],
  };
}

/** Methods of instances are those of the prototype. */
const pathOf = ({ from, name }: DeclaredFunction): string =>
  `${from.replace(/^node:/, "")}#${name.replace("#", ".prototype.")}`;

/** Which of a module's values has the method does not matter: the name says it to the reader. */
function shipperPath({ from, name }: DeclaredFunction): string {
  const method = lastName(name);
  return `${from.replace(/^node:/, "")}#${method === name ? name : `*.${method}`}`;
}

const lastName = (name: string): string => name.slice(Math.max(name.indexOf("#"), name.indexOf(".")) + 1);

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:[.#][\p{ID_Start}$_][\p{ID_Continue}$]*)?$/u;
const KEYS = ["from", "name", "args", "returns"];

/** @returns undefined: it is malformed, and that was said */
function checkFunction(where: string, entry: unknown, refuse: Refuse): DeclaredFunction | undefined {
  if (!isRecord(entry)) {
    refuse(invalid(where, entry, "an object such as { from: 'immer', name: 'produce', returns: 'frozen' }"));
    return undefined;
  }
  let isSound = true;
  const refuseIf = (isWrong: boolean, key: string, value: unknown, wanted: string, meant: object = {}): void => {
    if (!isWrong) return;
    isSound = false;
    refuse(invalid(`${where}.${key}`, value, wanted, guess(value, Object.keys(meant))));
  };
  isSound = checkKeys(where, entry, KEYS, refuse);
  const { from, name, args, returns } = entry;
  refuseIf(typeof from !== "string" || from.trim() === "", "from", from, "the module's name, a string");
  refuseIf(
    typeof name !== "string" || !NAME.test(name),
    "name",
    name,
    "the exported name, a string; of a method 'Class#method', or 'Class.method' if it is static",
  );
  refuseIf(args !== undefined && !Array.isArray(args), "args", args, "an array of effects");
  if (Array.isArray(args))
    args.forEach((effect: unknown, index: number) => {
      refuseIf(!isOneOf(ARGUMENTS, effect), `args[${String(index)}]`, effect, oneOf(ARGUMENTS), ARGUMENTS);
    });
  refuseIf(returns !== undefined && !isOneOf(RETURNS, returns), "returns", returns, oneOf(RETURNS), RETURNS);
  return isSound ? (entry as unknown as DeclaredFunction) : undefined;
}

const isLibrary = (value: unknown): value is LibraryName => isOneOf(libraries, value);

/** The library that was probably meant, by its name or by that of its package. */
function guessLibrary(value: unknown): string {
  const known = Object.keys(libraries) as LibraryName[];
  const ofPackage = known.find((name) =>
    Object.keys(libraries[name]).some((path) => path.startsWith(`${String(value)}#`)),
  );
  return ofPackage === undefined ? guess(value, known) : `Did you mean '${ofPackage}'? `;
}
