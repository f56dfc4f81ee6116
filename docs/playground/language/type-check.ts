import ts from "typescript";
import declarations from "virtual:declarations";

export const FILE = "/playground.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.esnext.d.ts", "lib.webworker.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

const declared = new Map<string, ts.SourceFile>();
let previous: ts.Program | undefined;

/** The program that consists of this text, with everything that is checked once and for all taken from the one before. */
export function programOf(code: string): ts.Program {
  const textOf = (path: string): string | undefined => (path === FILE ? code : declarations[path]);
  const folders = new Set(Object.keys(declarations).map((path) => path.slice(0, path.lastIndexOf("/"))));
  previous = ts.createProgram({
    rootNames: [FILE],
    options,
    ...(previous && { oldProgram: previous }),
    host: {
      fileExists: (path) => textOf(path) !== undefined,
      directoryExists: (path) => path === "/node_modules" || folders.has(path),
      readFile: textOf,
      getSourceFile(path, target) {
        const text = textOf(path);
        if (text === undefined || path === FILE) return text === undefined ? text : parse(path, text, target);
        const known = declared.get(path) ?? parse(path, text, target);
        declared.set(path, known);
        return known;
      },
      getDefaultLibFileName: () => "/lib.esnext.d.ts",
      getDefaultLibLocation: () => "/",
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => "/",
      getNewLine: () => "\n",
      useCaseSensitiveFileNames: () => true,
      writeFile: () => undefined,
    },
  });
  return previous;
}

function parse(path: string, text: string, target: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile {
  return ts.createSourceFile(path, text, target, true);
}
