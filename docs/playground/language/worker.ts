// Checks and compiles what is typed, in a worker: TypeScript and ESLint take their time.
import "./shims/globals.ts";
import type { CheckRequest, CheckResponse } from "../messages.ts";
import { compile } from "./compile.ts";
import { lint, typeErrors } from "./problems.ts";
import { FILE, programOf } from "./type-check.ts";

addEventListener("message", ({ data: { id, code } }: MessageEvent<CheckRequest>) => {
  const program = programOf(code);
  const file = program.getSourceFile(FILE)!;
  const reports = lint(code, program);
  const isProgram = program.getSyntacticDiagnostics(file).length === 0;
  const response: CheckResponse = isProgram
    ? { id, problems: [...reports, ...typeErrors(program)], program: compile(file) }
    : { id, problems: reports };
  postMessage(response);
});
