/**
 * A program as a small tree. The text of a statement is a template that is printed twice, line by line alike: for the
 * linter, and for running. See print.ts for its marks.
 */
export interface Line {
  readonly kind: "line";
  readonly text: string;
}

/** Statements under a head: `if (choose()) {`, `} else {`, `function f1(p2) {`. */
export interface Section {
  readonly head: string;
  readonly body: readonly Statement[];
}

export interface Block {
  readonly kind: "block";
  readonly sections: readonly Section[];
  readonly tail: string;
  /** Its statements may be executed several times in a row. */
  readonly isLoop?: boolean;
}

export type Statement = Line | Block;
export type Program = readonly Statement[];

/** Names are made of letters and a number, which nothing else in a program is. */
const NAME = /\b[a-z]+\d+\b/g;
const DECLARATION = /\b(?:const|let|using|function)\s+([^=;]*)/g;

const namesIn = (text: string): string[] => text.match(NAME) ?? [];

/** The names that a statement declares for those after it. */
function declaredBy(statement: Statement): string[] {
  const text = statement.kind === "line" ? statement.text : statement.sections[0]!.head;
  const isFunction = /^(?:function|const [a-z]+\d+ = \()/.test(text);
  if (statement.kind === "block" && !isFunction) return [];
  if (isFunction) return namesIn(text).slice(0, 1);
  return [...text.matchAll(DECLARATION)].flatMap(([, pattern]) => namesIn(pattern!));
}

const ownText = (statement: Statement): string =>
  statement.kind === "line"
    ? statement.text
    : [...statement.sections.map(({ head }) => head), statement.tail].join("\n");

/** The program without some statements, and without those that need what they declare. */
export function without(program: Program, removed: ReadonlySet<Statement>): Program {
  const missing = new Set<string>();
  const collect = (statements: Program): void => {
    for (const each of statements) {
      if (removed.has(each)) declaredBy(each).forEach((name) => missing.add(name));
      if (each.kind === "block") each.sections.forEach(({ body }) => collect(body));
    }
  };
  const isGone = (each: Statement): boolean => {
    if (removed.has(each)) return true;
    if (!namesIn(ownText(each)).some((name) => missing.has(name))) return false;
    declaredBy(each).forEach((name) => missing.add(name));
    return true;
  };
  const keep = (statements: Program): Statement[] =>
    statements.flatMap((each): Statement[] => {
      if (isGone(each)) return [];
      if (each.kind === "line") return [each];
      return [{ ...each, sections: each.sections.map((section) => ({ ...section, body: keep(section.body) })) }];
    });
  collect(program);
  return keep(program);
}

/** All statements, those inside of others too. */
export function statementsOf(program: Program): Statement[] {
  return program.flatMap((each) => [
    each,
    ...(each.kind === "block" ? each.sections.flatMap(({ body }) => statementsOf(body)) : []),
  ]);
}

/** The program with the statements of a block in its place. */
export function unwrapped(program: Program, block: Block): Program {
  return program.flatMap((each): Statement[] => {
    if (each.kind === "line") return [each];
    if (each === block) return each.sections.flatMap(({ body }) => body);
    const sections = each.sections.map((section) => ({ ...section, body: unwrapped(section.body, block) }));
    return [{ ...each, sections }];
  });
}
