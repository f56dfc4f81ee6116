/** The beginning of a line. Nobody counts more than a few levels, and each would make all deeper lines longer. */
export function indentOf(depth: number): string {
  return "  ".repeat(Math.min(depth, 8) + 1);
}
