import { dirname, resolve } from "node:path";
import ts from "typescript";
import { root, type Block } from "./pages.ts";

const folder = resolve(root, "docs");

function compilerOptions(): ts.CompilerOptions {
  const file = resolve(root, "tsconfig.base.json");
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
  return {
    ...options,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    allowJs: true,
    checkJs: true,
    moduleDetection: ts.ModuleDetectionKind.Force, // every block is a file of its own
  };
}

/** A piece of configuration, `{ settings: … }`, is an expression. */
function asModule({ code }: Block): string {
  return code.startsWith("{") ? `(${code})` : code;
}

/**
 * Compiles blocks as files in `docs`, with the strict settings of the repository. In a line that is marked as a
 * mistake (✗) the compiler may find it, too.
 *
 * @returns the errors, as "page:line message"
 */
export function typeErrorsOf(blocks: readonly Block[]): string[] {
  const files = new Map(blocks.map((block, index) => [resolve(folder, `block-${index}.${block.language}`), block]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.fileExists = (path) => files.has(resolve(path)) || fileExists(path);
  host.readFile = (path) => {
    const block = files.get(resolve(path));
    return block === undefined ? readFile(path) : asModule(block);
  };
  const ambient = [resolve(import.meta.dirname, "other-modules.d.ts")];
  const program = ts.createProgram([...files.keys(), ...ambient], options, host);
  return ts.getPreEmitDiagnostics(program).flatMap(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    const block = file && files.get(resolve(file.fileName));
    if (file === undefined || block === undefined) return [message];
    const { line } = file.getLineAndCharacterOfPosition(start!);
    if (block.code.split("\n")[line]!.includes("// ✗")) return [];
    return [`${block.place.replace(/:\d+$/, "")}:${block.line + 1 + line} ${message}`];
  });
}
