/** A text without control characters and halves of characters, which no format can carry. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cc}|\p{Cs}/gu, "�");
}
