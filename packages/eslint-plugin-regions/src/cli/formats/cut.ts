/** Longer lines are not written by people, and fill the screen. */
const LONGEST = 160;
/** What is kept before a stretch, however long that is. */
const MARGIN = 20;
const LEFT_OUT = "…";

/** The part of a line that is shown. */
export interface Cut {
  readonly text: string;
  /** How many characters of the line are not in it, before it. */
  readonly start: number;
}

/** A long line around a stretch of it, given by columns counted from 1. */
export function cutAround(line: string, column: number, endColumn: number): Cut {
  if (line.length <= LONGEST) return { text: line, start: 0 };
  const before = Math.max(MARGIN, Math.floor((LONGEST - (endColumn - column)) / 2));
  const start = Math.min(Math.max(0, column - 1 - before), line.length - LONGEST);
  return { text: withEllipses(line, start), start };
}

/** Whether a cut shows a stretch whole. */
export const shows = ({ start, text }: Cut, column: number, endColumn: number): boolean =>
  column > start + LEFT_OUT.length && endColumn <= start + text.length;

function withEllipses(line: string, start: number): string {
  const end = start + LONGEST;
  const text =
    (start > 0 ? LEFT_OUT : line.charAt(0)) +
    line.slice(start + 1, end - 1) +
    (end < line.length ? LEFT_OUT : line.charAt(end - 1));
  // Of a character that takes two places only one may be left.
  return text.replace(/^…[\uDC00-\uDFFF]|[\uD800-\uDBFF]…$/g, LEFT_OUT + LEFT_OUT);
}
