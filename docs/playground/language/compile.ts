import ts from "typescript";
import type { Program } from "../messages.ts";
import { instrument } from "./instrument.ts";

/** Makes a program of a file: instrumented, without types, with `using` translated for browsers that do not have it. */
export function compile(file: ts.SourceFile): Program {
  const { outputText, sourceMapText } = ts.transpileModule(instrument(file), {
    fileName: file.fileName,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, sourceMap: true },
  });
  return { js: outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ""), sourceMap: sourceMapText! };
}
