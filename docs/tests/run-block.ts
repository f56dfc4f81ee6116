import { createRequire } from "node:module";
import { format } from "node:util";
import ts from "typescript";
import { claimsOf } from "./claims.ts";
import type { Block } from "./pages.ts";

const require = createRequire(import.meta.url);
const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<void>;

/** What a run did, by the line of the page. */
export interface Outcome {
  readonly output: ReadonlyMap<number, string>;
  /** The codes (or names) of the errors that were thrown where it was claimed. */
  readonly errors: ReadonlyMap<number, string>;
  /** The same errors as they print. */
  readonly texts: readonly string[];
}

/** Replaces what is watched: `console.log` by a function that knows the line, claimed errors by one that expects them. */
function instrument({ code, line }: Block, claimed: ReadonlyMap<number, string>): string {
  const file = ts.createSourceFile("block.ts", code, ts.ScriptTarget.ES2022, true);
  const edits: { at: number; end: number; text: string }[] = [];
  const lineOf = (position: number): number => line + 1 + file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.getText() === "console.log") {
      edits.push({ at: node.getStart(), end: node.end, text: `__logAt(${lineOf(node.getStart())})` });
    }
    if (ts.isExpressionStatement(node) && claimed.has(lineOf(node.end))) {
      edits.push({
        at: node.getStart(),
        end: node.getStart(),
        text: `await __throwsAt(${lineOf(node.end)}, async () => {`,
      });
      edits.push({ at: node.end, end: node.end, text: "});" });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  edits.sort((a, b) => b.at - a.at);
  return edits.reduce((text, { at, end, text: by }) => text.slice(0, at) + by + text.slice(end), code);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** Runs a block as a module. An error that is not claimed is thrown. */
export async function runBlock(block: Block): Promise<Outcome> {
  const output = new Map<number, string>();
  const errors = new Map<number, string>();
  const texts: string[] = [];
  const logAt =
    (line: number) =>
    (...values: unknown[]): void => {
      output.set(line, format(...values));
    };
  const throwsAt = async (line: number, run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      errors.set(line, nameOf(error));
      texts.push(String(error));
    }
  };
  const source = instrument(block, claimsOf(block).errors);
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const run = new AsyncFunction("require", "exports", "__logAt", "__throwsAt", outputText);
  try {
    await run(require, {}, logAt, throwsAt);
  } finally {
    const { configure } = require("regions-runtime") as typeof import("regions-runtime");
    configure({ sites: false, checks: "fast" }); // the next block starts with the defaults
  }
  return { output, errors, texts };
}
