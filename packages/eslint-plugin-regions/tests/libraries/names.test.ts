import ts from "typescript";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { libraries } from "../../src/libraries.ts";

/** What versions that are not installed under their own name export. */
const FORMER: Readonly<Record<string, string>> = { "immer#default": "immer-9" };

/** One function of a set: `immer#produce`, `piscina#Piscina.prototype.run`. */
interface Named {
  readonly path: string;
  readonly module: string;
  readonly name: string;
  /** Its method, or the method of its instances. */
  readonly method: string | undefined;
}

/** What a set says of functions that others of it return has no name of its own. */
const named = Object.values(libraries)
  .flatMap((set) => Object.keys(set))
  .flatMap((path): Named[] => {
    const [, module, name, method] = /^([^#]+)#(\w+)(?:(?:\.prototype)?\.(\w+))?$/.exec(path) ?? [];
    return module === undefined || name === undefined ? [] : [{ path, module: FORMER[path] ?? module, name, method }];
  });
const paths = named.map(({ path }) => path);

const file = fileURLToPath(import.meta.url);
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  types: ["node"],
};
const modules = new Map(
  [...new Set(named.map(({ module }) => module))].map((module) => {
    const { resolvedModule } = ts.resolveModuleName(module, file, options, ts.sys);
    return [module, resolvedModule?.resolvedFileName ?? `${module} is not installed`] as const;
  }),
);
const program = ts.createProgram([...modules.values()], options);
const checker = program.getTypeChecker();

/** What a module exports, by its types. */
function exportsOf(module: string): Map<string, ts.Symbol> {
  const source = program.getSourceFile(modules.get(module)!);
  const symbol = source && checker.getSymbolAtLocation(source);
  return new Map((symbol ? checker.getExportsOfModule(symbol) : []).map((each) => [each.name, each]));
}

/** The type of what a symbol stands for, and of its instances. */
function typesOf(symbol: ts.Symbol): ts.Type[] {
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return [checker.getTypeOfSymbol(meant), checker.getDeclaredTypeOfSymbol(meant)];
}

describe("A function of a ready-made set", { timeout: 60_000 }, () => {
  test("is one of those that are listed here, or a global", () => {
    const others = Object.values(libraries).flatMap((set) => Object.keys(set).filter((path) => !paths.includes(path)));
    expect(others).toEqual([
      "immer#produce curried",
      "immer#default curried",
      "immer#produceWithPatches curried",
      "@reduxjs/toolkit#createNextState curried",
      "harden",
    ]);
  });

  test.each(named)("$path is declared by the types of its package", ({ module, name, method }) => {
    const symbol = exportsOf(module).get(name);
    expect(symbol?.name).toBe(name);
    if (method !== undefined)
      expect(typesOf(symbol!).flatMap((type) => type.getProperty(method) ?? [])).not.toEqual([]);
  });

  test.each(named.filter(({ method }) => method === undefined))(
    "$path is exported by its package",
    async ({ module, name }) => {
      const exported = (await import(module)) as Record<string, unknown>;
      expect(typeof exported[name]).toBe("function");
    },
  );
});
