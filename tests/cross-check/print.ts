import type { Block, Program, Statement } from "./program.js";

/**
 * The marks of a template:
 *
 * - `‹x›`: x is used here. The runtime cannot see each use (a dead handle that is stored in a local object, the raw
 *   alias of a moved object), so the program that is run asks.
 * - `¤` at the end of a list of arguments: this call may throw, as any call may for all that the linter knows. In the
 *   body of a `try` the program that is run tries that too.
 * - `«a|b»`: a is what the linter sees, b what is run.
 */
export interface Printed {
  readonly lint: string;
  readonly run: string;
  /** The statement that starts at a line. */
  readonly statementAt: ReadonlyMap<number, Statement>;
  /** First and last line of each loop, and of each function. */
  readonly loops: readonly (readonly [number, number])[];
  readonly functions: readonly (readonly [number, number])[];
}

const API = "Cown, Region, borrow, close, dissolve, freeze, merge, move, read, thaw, when";
const HARNESS = "choose, tick, turn, some, at, touch, fresh, give, changing, refused, must, risk, caught, failed";

const choices = (text: string, which: 1 | 2): string =>
  text.replace(/«([^|»]*)\|([^»]*)»/g, (_, lint: string, run: string) => (which === 1 ? lint : run));

const forLint = (text: string): string => choices(text, 1).replace(/[‹›¤]/g, "");

function forRun(text: string, risky: boolean): string {
  const marked = choices(text, 2).replaceAll("‹", "touch(").replaceAll("›", ")");
  if (!risky) return marked.replaceAll("¤", "");
  // The first call of a statement is enough: nothing is done before it.
  const [first, ...rest] = marked.replace(/\b(choose|turn)\(([^)]*)\)/g, "$1($2¤)").split("¤");
  if (rest.length === 0) return marked;
  return `${first}${first!.endsWith("(") ? "" : ", "}...risk()${rest.join("")}`;
}

const isFunctionHead = (head: string): boolean => /=> \{|\bfunction\b/.test(head);
const isTryHead = (head: string): boolean => head.startsWith("try {");

export function print(program: Program): Printed {
  const lint = [`import { ${API} } from "regions-runtime";`, `import { choose, tick } from "./choose.js";`];
  const run = [`"use strict"; (async function ({ ${API}, ${HARNESS}, Thrown }) {`, ""];
  const statementAt = new Map<number, Statement>();
  const loops: [number, number][] = [];
  const functions: [number, number][] = [];

  const line = (text: string, indent: string, risky: boolean, at: boolean): void => {
    lint.push(indent + forLint(text));
    run.push(`${indent}${at ? `at(${lint.length}); ` : ""}${forRun(text, risky)}`);
  };
  const block = (each: Block, indent: string, risky: boolean): void => {
    const first = lint.length + 1;
    const isFunction = isFunctionHead(each.sections[0]!.head);
    each.sections.forEach(({ head, body }, index) => {
      line(head, indent, risky, index === 0);
      statements(body, `${indent}  `, isFunction ? false : isTryHead(head) || risky);
    });
    line(each.tail, indent, risky, false);
    if (each.isLoop === true) loops.push([first, lint.length]);
    if (isFunction) functions.push([first, lint.length]);
  };
  const statements = (body: Program, indent: string, risky: boolean): void => {
    for (const each of body) {
      statementAt.set(lint.length + 1, each);
      if (each.kind === "line") line(each.text, indent, risky, true);
      else block(each, indent, risky);
    }
  };
  statements(program, "", false);
  run.push("})");
  return { lint: `${lint.join("\n")}\n`, run: run.join("\n"), statementAt, loops, functions };
}
