import { InvalidArgumentError, Option } from "commander";

export const configOption = (): Option => new Option("-c, --config <file>", "Use this configuration file of ESLint");

export const presetOption = (): Option =>
  new Option("--preset <set>", "Use this set of rules instead of a configuration").choices([
    "recommended",
    "strict",
    "platform",
  ]);

/** @throws InvalidArgumentError */
export function parseNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It takes a number.");
  return Number(text);
}
