import * as parser from "@typescript-eslint/parser";
import regions from "eslint-plugin-regions";
import type { Linter as LinterType } from "eslint";
import universal from "eslint/universal";
import ts from "typescript";
import type { Problem } from "../messages.ts";
import { FILE } from "./type-check.ts";

const linter = new universal.Linter({ configType: "flat", cwd: "/" });
type Message = LinterType.LintMessage;

/** What ESLint reports with every rule of the plugin. Rules that can use types have them. */
export function lint(code: string, program: ts.Program): Problem[] {
  const typed: LinterType.Config = {
    files: ["**/*.ts"],
    languageOptions: { parser, parserOptions: { programs: [program], tsconfigRootDir: "/" } },
  };
  const messages = linter.verify(code, [typed, ...regions.configs.recommended, ...regions.configs.strict], {
    filename: FILE,
  });
  const file = program.getSourceFile(FILE)!;
  const offset = (line: number, column: number): number => {
    const start = file.getLineStarts()[line - 1] ?? code.length;
    return Math.min(start + column - 1, code.length);
  };
  return messages.map((message) => ({
    from: offset(message.line, message.column),
    to: offset(message.endLine ?? message.line, message.endColumn ?? message.column + 1),
    line: message.line,
    message: message.message,
    source: message.ruleId ?? "syntax",
    actions: actionsOf(message),
  }));
}

function actionsOf({ fix, suggestions = [] }: Message): Problem["actions"] {
  const all = [...(fix === undefined ? [] : [{ desc: "Fix this", fix }]), ...suggestions];
  return all.map(({ desc, fix: { range, text } }) => ({
    name: desc,
    edit: { from: range[0], to: range[1], insert: text },
  }));
}

/** What the compiler has against the types. */
export function typeErrors(program: ts.Program): Problem[] {
  const file = program.getSourceFile(FILE)!;
  return program.getSemanticDiagnostics(file).map(({ start = 0, length = 0, messageText, code }) => ({
    from: start,
    to: start + length,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    source: `ts(${code})`,
    actions: [],
  }));
}
