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
        "Mend it in your ESLint config.",
    );
  return unknown.length === 0;
}

export function invalid(where: string, value: unknown, wanted: string, hint = ""): string {
  const given = (JSON.stringify(value) as string | undefined) ?? String(value);
  return `eslint-plugin-regions: ${where} must be ${wanted}, but is ${given}.${hint} Mend it in your ESLint config.`;
}
