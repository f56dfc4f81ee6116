import { nearest } from "../tags/nearest.js";

/** Collects what is wrong. */
export type Refuse = (problem: string) => void;

export function list(
  regions: Record<string, unknown>,
  key: string,
  refuse: Refuse,
): readonly { readonly where: string; readonly value: unknown }[] {
  const { [key]: values = [] } = regions;
  const where = `settings.regions.${key}`;
  if (Array.isArray(values))
    return values.map((value: unknown, index) => ({ where: `${where}[${String(index)}]`, value }));
  refuse(invalid(where, values, "an array"));
  return [];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isOneOf = (allowed: object, value: unknown): boolean =>
  typeof value === "string" && Object.hasOwn(allowed, value);

export const oneOf = (allowed: object): string =>
  `one of ${Object.keys(allowed)
    .map((each) => `'${each}'`)
    .join(", ")}`;

/** @returns whether all are known */
export function checkKeys(
  where: string,
  value: Record<string, unknown>,
  allowed: readonly string[],
  refuse: Refuse,
): boolean {
  const unknown = Object.keys(value).filter((key) => !allowed.includes(key));
  for (const key of unknown)
    refuse(
      `eslint-plugin-regions: ${where} has an unknown key '${key}'. Known: ${allowed.join(", ")}. ` +
        `${guess(key, allowed)}Mend it in your ESLint config.`,
    );
  return unknown.length === 0;
}

export function invalid(where: string, value: unknown, wanted: string, hint = ""): string {
  return `eslint-plugin-regions: ${where} must be ${wanted}, but is ${shown(value)}. ${hint}Mend it in your ESLint config.`;
}

/** What was probably meant: "Did you mean 'move'? ". */
export function guess(value: unknown, candidates: readonly string[]): string {
  const meant = typeof value === "string" ? nearest(value, candidates, 2) : undefined;
  return meant === undefined ? "" : `Did you mean '${meant}'? `;
}

const LONGEST = 100;

/** A value as a config has it, short enough for a message. */
function shown(value: unknown): string {
  const text = jsonOf(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** Undefined: there is no JSON for it, as for functions, big integers, and objects that contain themselves. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
