import { codeFrameColumns } from "@babel/code-frame";
import { inOrder } from "../check/reports.js";
import type { Spot } from "../check/finding.js";

/** Lines of context above a place, and below the last one. */
const CONTEXT = 1;

/**
 * The lines of the places, each with a label under it; between places far from each other lines are left out.
 *
 * @param isColored with the syntax highlighted
 */
export function frameOf(source: string, places: readonly Spot[], isColored: boolean): string {
  const lines = source.split(/\r?\n/);
  const spots = [...places].sort(inOrder).map((spot) => firstLineOf(spot, lines));
  const width = String(Math.min(lines.length, spots.at(-1)!.line + CONTEXT)).length;
  const out: string[] = [];
  let shown = 0;
  spots.forEach((spot, index) => {
    const { line } = spot;
    const gap = line - shown - 1;
    const linesAbove = Math.max(0, Math.min(CONTEXT, gap));
    const linesBelow = index === spots.length - 1 ? CONTEXT : 0;
    if (shown > 0 && gap > linesAbove) out.push(`${" ".repeat(width + 2)} ⋮`);
    const frame = codeFrameColumns(
      source,
      { start: spot, end: { line, column: spot.endColumn } },
      { linesAbove, linesBelow, highlightCode: isColored, forceColor: isColored, message: spot.label },
    ).split("\n");
    const own = String(Math.min(lines.length, line + linesBelow)).length;
    // The line itself is there already when two places share it.
    out.push(...(line === shown ? frame.slice(1) : frame).map((text) => widened(text, width - own)));
    shown = line;
  });
  return out.join("\n");
}

/** With a wider margin for the number of the line, which follows the mark. */
const widened = (text: string, by: number): string => text.replace(/ +\d* ?\|/, (margin) => " ".repeat(by) + margin);

/** Of what spans many lines the first is enough to be recognised. */
function firstLineOf(spot: Spot, lines: readonly string[]): Spot {
  const end = (lines[spot.line - 1]?.length ?? 0) + 1;
  const endColumn = spot.endLine > spot.line ? end : Math.min(spot.endColumn, end);
  return { ...spot, endLine: spot.line, endColumn: Math.max(endColumn, spot.column + 1) };
}
