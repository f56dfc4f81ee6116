/** The lines of a template literal without the indentation that they have in common, and without an empty first line. */
export function text(parts: TemplateStringsArray): string {
  const lines = parts.join("").replace(/^\n/, "").trimEnd().split("\n");
  const indentations = lines.filter((line) => line !== "").map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indentations);
  return lines.map((line) => line.slice(common)).join("\n");
}
