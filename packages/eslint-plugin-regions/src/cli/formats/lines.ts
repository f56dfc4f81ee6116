/** The lines of a text, as ESLint counts them: a file can end lines in any way that the language knows. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|[\r\n\u2028\u2029]/);
}
