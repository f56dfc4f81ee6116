import type { Linter } from "eslint";

/**
 * A report that a line of a fixture must have: `// ✗ no-mutate-frozen: what the first line of the message contains`.
 * `// ✗ (with types) no-mutate-frozen` is a report only where the types are known.
 */
interface Mark {
  readonly line: number;
  readonly rule: string;
  readonly text: string;
}

const TYPED = /^\(with types\)\s*/;

function marksIn(code: string, isTyped: boolean): Mark[] {
  return code.split("\n").flatMap((text, index) =>
    text
      .replace(/\s*\*\/\}?\s*$/, "")
      .split("✗")
      .slice(1)
      .map((mark) => mark.trim())
      .filter((mark) => isTyped || !TYPED.test(mark))
      .map((mark) => {
        const [rule, ...rest] = mark.replace(TYPED, "").split(":");
        return { line: index + 1, rule: `regions/${rule!.trim()}`, text: rest.join(":").trim() };
      }),
  );
}

/** Differences between the marks in a file and what is reported there, a line each. */
export function differences(code: string, messages: readonly Linter.LintMessage[], isTyped: boolean): string[] {
  const lines = code.split("\n");
  const unmet = marksIn(code, isTyped);
  const found: [number, string][] = [];
  for (const { line, ruleId, message } of messages) {
    const [first] = message.split("\n");
    const index = unmet.findIndex((mark) => mark.line === line && mark.rule === ruleId && first!.includes(mark.text));
    if (index >= 0) unmet.splice(index, 1);
    else found.push([line, `unexpected ${ruleId ?? "error"}: ${first!}`]);
  }
  for (const { line, rule, text } of unmet) found.push([line, `missing ${rule}${text && ` (${text})`}`]);
  return found
    .sort(([a], [b]) => a - b)
    .map(([line, text]) => `line ${line}: ${text}\n        ${lines[line - 1]!.trim()}`);
}
