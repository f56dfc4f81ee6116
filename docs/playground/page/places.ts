import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { PROGRAM_FILE, type Program } from "../messages.ts";

/** Says lines of what was typed where a text names places in the generated program. */
export function placesIn({ sourceMap }: Program): (text: string) => string {
  const map = new TraceMap(sourceMap);
  const place = new RegExp(`${PROGRAM_FILE}:(\\d+):(\\d+)`, "g");
  return (text) =>
    text.replace(place, (generated: string, line: string, column: string) => {
      const original = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
      return original.line === null ? generated : `line ${original.line}`;
    });
}

/** The line that a stack trace names first, once {@link placesIn} has been over it. */
export function firstLineOf(stack: string): number | undefined {
  const line = /\bline (\d+)\)?$/m.exec(stack)?.[1];
  return line === undefined ? undefined : Number(line);
}
