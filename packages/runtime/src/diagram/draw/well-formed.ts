/** A text without control characters, halves of characters and what never becomes a character: no format can carry them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cc}|\p{Cs}|\p{NChar}/gu, "�");
}
