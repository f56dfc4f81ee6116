/** Reads the caller of an operation from a stack trace; see `callSite`. */
export function recordSite(operation: (...args: never[]) => unknown): string | undefined {
  const holder: { stack?: string } = {};
  const capture = (Error as { captureStackTrace?: (target: object, below: unknown) => void }).captureStackTrace;
  if (capture === undefined) return undefined;
  capture(holder, operation);
  const line = holder.stack?.split("\n")[1];
  return line?.trim().replace(/^at (?:.*\()?(.*?)\)?$/, "$1");
}
