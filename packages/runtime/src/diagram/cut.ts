/** As much of a name as anybody would read. */
export const NAME = 34;

/** The beginning of a text, without half a character at its end. */
export function beginning(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** The end of a text: of a path, it tells more than the beginning. */
export function ending(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(1 - width).replace(/^[\uDC00-\uDFFF]/, "")}`;
}
