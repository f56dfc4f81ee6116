import { settings } from "./settings.js";

/**
 * Where the caller of a public operation stands in its source, when sites are recorded.
 *
 * @param operation the public function; it and everything it called is left out of the stack
 * @returns `file:line:column`, or undefined when sites are off
 */
export function callSite(operation: (...args: never[]) => unknown): string | undefined {
  if (!settings.sites) return undefined;
  const holder: { stack?: string } = {};
  const capture = (Error as { captureStackTrace?: (target: object, below: unknown) => void }).captureStackTrace;
  if (capture === undefined) return undefined;
  capture(holder, operation);
  const line = holder.stack?.split("\n")[1];
  return line?.trim().replace(/^at (?:.*\()?(.*?)\)?$/, "$1");
}
