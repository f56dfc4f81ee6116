/** What a terminal would obey rather than show, and what would show text in another order than it has. */
const COMMANDS = /(?!\t)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** A text from a file, as one line that a terminal shows as it is. Of each character there is one. */
export const printable = (text: string): string => text.replace(COMMANDS, "\uFFFD");
