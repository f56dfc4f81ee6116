import { codeFrameColumns } from "@babel/code-frame";
import type { Spot } from "../check/finding.js";
import { inOrder } from "../check/reports.js";
import { type Cut, cutAround, shows } from "./cut.js";
import { linesOf } from "./lines.js";
import { printable } from "./printable.js";

/** Lines of context above a place, and below the last one. */
const CONTEXT = 1;

/**
 * The lines of the places, each with a label under it; between places far from each other lines are left out, and of long
 * lines what is far from the place.
 *
 * @param isColored with the syntax highlighted
 */
export function frameOf(source: string, places: readonly Spot[], isColored: boolean): string {
  const lines = linesOf(source);
  const spots = [...places].sort(inOrder).map((spot) => firstLineOf(spot, lines));
  const width = String(Math.min(lines.length, spots.at(-1)!.line + CONTEXT)).length;
  const out: string[] = [];
  let shown: { readonly line: number; readonly cut: Cut } | undefined;
  spots.forEach((spot, index) => {
    const { line, column, endColumn } = spot;
    // The line itself is there already when two places share it.
    const isShown = shown?.line === line && shows(shown.cut, column, endColumn);
    const cut = isShown ? shown!.cut : cutAround(lines[line - 1] ?? "", column, endColumn);
    const gap = line - (shown?.line ?? 0) - 1;
    const linesAbove = Math.max(0, Math.min(CONTEXT, gap));
    const linesBelow = index === spots.length - 1 ? CONTEXT : 0;
    if (shown !== undefined && gap > linesAbove) out.push(`${" ".repeat(width + 2)} ⋮`);
    const frame = frameOfSpot(lines, spot, cut, { linesAbove, linesBelow, isColored });
    const own = String(Math.min(lines.length, line + linesBelow)).length;
    out.push(...(isShown ? frame.slice(1) : frame).map((text) => widened(text, width - own)));
    shown = { line, cut };
  });
  return out.join("\n");
}

interface Around {
  readonly linesAbove: number;
  readonly linesBelow: number;
  readonly isColored: boolean;
}

/** Only the lines that are shown are highlighted: a file can be long, and have many places. */
function frameOfSpot(
  lines: readonly string[],
  { line, column, endColumn, label }: Spot,
  { text, start }: Cut,
  { linesAbove, linesBelow, isColored }: Around,
): string[] {
  const startLine = line - linesAbove;
  const excerpt = lines
    .slice(startLine - 1, line + linesBelow)
    .map((each, index) => printable(index === linesAbove ? text : cutAround(each, 1, 1).text));
  return codeFrameColumns(
    // With as many lines above as there are, which gives them their numbers.
    "\n".repeat(startLine - 1) + excerpt.join("\n"),
    { start: { line, column: column - start }, end: { line, column: Math.min(endColumn - start, text.length + 1) } },
    { linesAbove, linesBelow, highlightCode: isColored, forceColor: isColored, message: printable(label) },
  ).split("\n");
}

/** With a wider margin for the number of the line, which follows the mark. */
const widened = (text: string, by: number): string => text.replace(/ +\d* ?\|/, (margin) => " ".repeat(by) + margin);

/** Of what spans many lines the first is enough to be recognised. */
function firstLineOf(spot: Spot, lines: readonly string[]): Spot {
  const end = (lines[spot.line - 1]?.length ?? 0) + 1;
  const endColumn = spot.endLine > spot.line ? end : Math.min(spot.endColumn, end);
  return { ...spot, endLine: spot.line, endColumn: Math.max(endColumn, spot.column + 1) };
}
