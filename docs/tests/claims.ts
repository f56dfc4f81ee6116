import type { Block } from "./pages.ts";

/** What the comments of a block claim, by the line of the page. */
export interface Claims {
  /** `// ✗ rule`: ESLint reports it in this line. */
  readonly findings: readonly { readonly line: number; readonly rule: string }[];
  /** `// throws CODE`: this statement throws. */
  readonly errors: ReadonlyMap<number, string>;
  /** `console.log(…); // text`: this is printed. */
  readonly output: ReadonlyMap<number, string>;
}

export function claimsOf({ code, line }: Block): Claims {
  const findings: { line: number; rule: string }[] = [];
  const errors = new Map<number, string>();
  const output = new Map<number, string>();
  code.split("\n").forEach((text, index) => {
    const at = line + index + 1;
    const rule = /\/\/ ✗ ([\w-]+)/.exec(text)?.[1];
    if (rule !== undefined) findings.push({ line: at, rule });
    const error = /\/\/ (?:.*, )?throws (\w+)$/.exec(text)?.[1];
    if (error !== undefined) errors.set(at, error);
    const printed = /^\s*console\.log\(.*\); \/\/ (?!✗|throws)(.*)$/.exec(text)?.[1];
    if (printed !== undefined) output.set(at, printed);
  });
  return { findings, errors, output };
}
