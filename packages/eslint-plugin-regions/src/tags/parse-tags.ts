import { nearest } from "./nearest.js";

/**
 * What a function does to a parameter, as its JSDoc says it.
 *
 * - `moves`: it takes the value over, and the caller has it no more
 * - `borrows`: it uses the value during the call and leaves it whole: neither moved, nor frozen, nor kept
 * - `mutates`: it changes the value
 * - `freezes`: it freezes the value
 * - `captures`: it keeps the value beyond the call
 */
export const TAG_NAMES = ["moves", "borrows", "mutates", "freezes", "captures"] as const;
export type TagName = (typeof TAG_NAMES)[number];

export interface Tag {
  readonly name: TagName;
  /** The word after the `@`, when it is not the name of a tag but was probably meant to be. */
  readonly misspelt: string | undefined;
  /** Where the `@` stands in the text, and where its word and its last target end. */
  readonly start: number;
  readonly wordEnd: number;
  readonly end: number;
  readonly targets: readonly Target[];
  /** What follows the targets. */
  readonly description: string;
}

/** What a tag speaks of: `job`, `this`, `options.buffer`. */
export interface Target {
  readonly text: string;
  readonly start: number;
}

/** Other forms of the words, which nobody would call a misspelling by a letter. */
const FORMS: Partial<Record<string, TagName>> = {
  moved: "moves",
  moving: "moves",
  borrowed: "borrows",
  mutated: "mutates",
  frozen: "freezes",
  captured: "captures",
};

const FENCE = /^[ \t]*\*?[ \t]*```/;
const TAG = /(^[ \t]*(?:\/\*\*+|\*+(?!\/))?[ \t]*|[ \t])@([A-Za-z]\w*)/g;

/** Whether a text can have an ownership tag in it. */
export const mayHaveTags = (text: string): boolean => hasAfterAt(text, /(?:moves|borrows|mutates|freezes|captures)\b/y);

/** Whether it can have one that is misspelt, too. */
export const mayMeanTags = (text: string): boolean => hasAfterAt(text, /(?:mo|bo|mu|fr|ca)\w/iy);

/** Nothing is found as fast as a single character, and few files have many of this one. */
function hasAfterAt(text: string, word: RegExp): boolean {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    word.lastIndex = at + 1;
    if (word.test(text)) return true;
  }
  return false;
}

/**
 * Reads the ownership tags of a JSDoc comment.
 *
 * @param text the comment as it stands in the source, or without its stars, as TypeScript gives it
 */
export function parseTags(text: string): Tag[] {
  const tags: Tag[] = [];
  let isCode = false;
  let offset = 0;
  for (const line of text.split("\n")) {
    if (FENCE.test(line)) isCode = !isCode;
    else if (!isCode) tags.push(...parseLine(line.replace(/\s*\*+\/\s*$/, ""), offset));
    offset += line.length + 1;
  }
  return tags;
}

/** A tag begins a line, or follows another tag in it. */
function parseLine(line: string, offset: number): Tag[] {
  const found = [...line.matchAll(TAG)];
  if (found.length === 0 || found[0]!.index !== 0) return [];
  return found.flatMap((match, index) => {
    const start = match.index + match[1]!.length;
    const word = match[2]!;
    const name = nameOf(word);
    if (name === undefined) return [];
    const wordEnd = start + 1 + word.length;
    const rest = line.slice(wordEnd, found[index + 1]?.index ?? line.length);
    // JSDoc has a tag of this name too: `@borrows that as this`.
    if (name === "borrows" && /^\s+\S+\s+as\s+\S+\s*$/.test(rest)) return [];
    const { targets, length } = parseTargets(rest);
    return [
      {
        name,
        misspelt: word === name ? undefined : word,
        start: offset + start,
        wordEnd: offset + wordEnd,
        end: offset + wordEnd + length,
        targets: targets.map((target) => ({ text: target.text, start: offset + wordEnd + target.start })),
        description: rest.slice(length).trim(),
      },
    ];
  });
}

function nameOf(word: string): TagName | undefined {
  const form = word.toLowerCase();
  if (Object.hasOwn(FORMS, form)) return FORMS[form];
  return nearest(word, TAG_NAMES, 1) as TagName | undefined;
}

const LEAD = /^\s*(?:\{[^}]*\})?\s*/;
/** As `@param` has them: `job`, `[job]`, `[job=1]`, `...jobs`, `options.buffer`. */
const TARGET = /^(\[?\s*(?:\.\.\.)?)([\p{ID_Start}$_][\p{ID_Continue}$.]*)(?:\s*=[^\]]*)?\]?/u;
const COMMA = /^\s*,\s*/;

function parseTargets(rest: string): { readonly targets: Target[]; readonly length: number } {
  const targets: Target[] = [];
  let length = LEAD.exec(rest)![0].length;
  for (;;) {
    const match = TARGET.exec(rest.slice(length));
    if (match === null) break;
    // A full stop ends a sentence, not a name.
    const text = match[2]!.replace(/\.+$/, "");
    targets.push({ text, start: length + match[1]!.length });
    length += match[0].length;
    const comma = COMMA.exec(rest.slice(length));
    if (comma === null || !TARGET.test(rest.slice(length + comma[0].length))) break;
    length += comma[0].length;
  }
  return { targets, length: targets.length === 0 ? 0 : length };
}
