import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { codeOf } from "./code-of.js";
import { nodeAt } from "./node-at.js";

type Source = Readonly<TSESLint.SourceCode>;

/** An element under a computed key. */
export const ELEMENT = "[]";

/** After what something is written to: the name of a field, in a literal or a pattern too, or the end of a computed key. */
const GIVEN = /["'`]?\s*\]?\s*[?!]?(?:(?:\?\?|\|\||&&)?=(?![=>])|:)/y;
const KEY_GIVEN = new RegExp(String.raw`\]${GIVEN.source}`, "g");
/** After a name that stands for itself in a literal or a pattern. */
const NEXT = /\s*[,}]/y;
const PART_OF_NAME = /[\w$]/;
/** What a pattern, or an element, is assigned. */
const AFTER_BRACKET = /[\]}]\s*=(?![=>])/g;

/** Where fields are written in a range of a file, as far as its text tells: each is looked for when somebody asks. */
export class WrittenFields {
  readonly #source: Source;
  readonly #start: number;
  readonly #code: string;
  readonly #known = new Map<string, readonly number[]>();
  #byPattern: boolean | undefined;

  constructor(source: Source, [start, end]: TSESTree.Range) {
    this.#source = source;
    this.#start = start;
    this.#code = codeOf(source).slice(start, end);
  }

  /** Whether something is assigned to a pattern that is no declaration: it can have members in it. */
  get byPattern(): boolean {
    return (this.#byPattern ??= this.#assignsByPattern());
  }

  /**
   * Where a field is written.
   *
   * @param name - ".field", or `ELEMENT`
   * @returns offsets of its name in the file, or of the end of the computed key
   */
  of(name: string): readonly number[] {
    let known = this.#known.get(name);
    if (known === undefined)
      this.#known.set(name, (known = name === ELEMENT ? this.#elements() : this.#fields(name.replace(/^\.#?/, ""))));
    return known;
  }

  #elements(): number[] {
    return [...this.#code.matchAll(KEY_GIVEN)].map(({ index }) => this.#start + index);
  }

  #fields(name: string): number[] {
    const offsets: number[] = [];
    if (name === "") return offsets;
    for (let at = this.#code.indexOf(name); at >= 0; at = this.#code.indexOf(name, at + 1)) {
      const end = at + name.length;
      const isWhole = !this.#isPartOfName(at - 1) && !this.#isPartOfName(end);
      if (isWhole && (this.#follows(GIVEN, end) || this.#follows(NEXT, end))) offsets.push(this.#start + at);
    }
    return offsets;
  }

  #isPartOfName(at: number): boolean {
    return PART_OF_NAME.test(this.#code.charAt(at));
  }

  #follows(pattern: RegExp, at: number): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.#code);
  }

  #assignsByPattern(): boolean {
    for (const { index, 0: found } of this.#code.matchAll(AFTER_BRACKET)) {
      const node = nodeAt(this.#source, this.#start + index + found.length - 1);
      if (node.type === "AssignmentExpression" && node.left.type.endsWith("Pattern")) return true;
    }
    return false;
  }
}
