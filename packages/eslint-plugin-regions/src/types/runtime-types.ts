import {
  type Checker,
  type Declaration,
  filesOf,
  type Program,
  type SourceFile,
  type Type,
  type TypeSymbol,
} from "./checker.js";

/** The types of the runtime that say who owns a value. */
const NAMES = ["Region", "Borrowed", "Frozen", "Cown", "Acquired", "AcquiredForReading"] as const;
export type RuntimeType = (typeof NAMES)[number];

export const isRuntimeType = (name: string): name is RuntimeType => (NAMES as readonly string[]).includes(name);

const RUNTIME = "regions-runtime";

/** The type of the runtime that a type is; of a union, that of all its members. */
export function runtimeTypeOf(program: Program, type: Type): RuntimeType | undefined {
  const named = runtimeTypeNamed(program, type.aliasSymbol);
  if (named !== undefined) return named;
  if (type.isUnion()) {
    const [only, ...others] = new Set(type.types.map((each) => runtimeTypeOf(program, each)));
    return others.length === 0 ? only : undefined;
  }
  if (type.isIntersection())
    return type.types.some((each) => isBrand(program, each.getSymbol())) ? "Region" : undefined;
  const symbol = type.getSymbol();
  return runtimeTypeNamed(program, symbol) ?? aliasAround(program, symbol);
}

/** The type of the runtime that a symbol stands for, by where it is declared. */
export function runtimeTypeNamed(program: Program, symbol: TypeSymbol | undefined): RuntimeType | undefined {
  if (symbol === undefined) return undefined;
  const name = NAMES.find((each) => each === plainName(symbol));
  return name !== undefined && isOfRuntime(program, symbol) ? name : undefined;
}

/** Bundlers of declarations number what would clash: `Region$1`. */
const plainName = ({ name }: TypeSymbol): string => name.replace(/\$\d+$/, "");

/** What makes `T & Disposable` a region. */
const isBrand = (program: Program, symbol: TypeSymbol | undefined): boolean =>
  symbol !== undefined && plainName(symbol) === "RegionBrand" && isOfRuntime(program, symbol);

/** The mapped type of which `Frozen<T>` is made forgets its name, but not where it is written. */
function aliasAround(program: Program, symbol: TypeSymbol | undefined): RuntimeType | undefined {
  const [declaration] = symbol?.getDeclarations() ?? [];
  let node: Declaration | undefined = declaration;
  while (node !== undefined && !("name" in node)) node = node.parent as Declaration | undefined;
  const { text } = (node as { readonly name?: { readonly text?: string } } | undefined)?.name ?? {};
  return text?.replace(/\$\d+$/, "") === "Frozen" && isOfRuntime(program, symbol!) ? "Frozen" : undefined;
}

/** Whether something is declared in the runtime's package, or in `declare module "regions-runtime"`. */
export function isOfRuntime(program: Program, symbol: Pick<TypeSymbol, "getDeclarations">): boolean {
  return (symbol.getDeclarations() ?? []).some((declaration) => {
    const { fileName } = declaration.getSourceFile();
    if (fileName.includes("/node_modules/regions-runtime/") || isInModule(declaration)) return true;
    const folder = linkedFolder(program);
    return folder !== undefined && fileName.startsWith(folder);
  });
}

/** Whether it stands in `declare module "regions-runtime"`. */
function isInModule(declaration: Declaration): boolean {
  let node: Declaration | undefined = declaration;
  while (node !== undefined) {
    const { name } = node as { readonly name?: { readonly text?: string } };
    if (name?.text === RUNTIME) return true;
    node = node.parent as Declaration | undefined;
  }
  return false;
}

const folders = new WeakMap<Program, string | undefined>();

/** Where imports of the runtime lead in a workspace, which links to the package instead of installing it. */
function linkedFolder(program: Program): string | undefined {
  if (!folders.has(program)) folders.set(program, findFolder(program));
  return folders.get(program);
}

function findFolder(program: Program): string | undefined {
  const checker = program.getTypeChecker();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || !file.text.includes(RUNTIME)) continue;
    const path = file.statements.map((statement) => pathOfRuntime(checker, statement)).find(Boolean);
    if (path !== undefined) return path.slice(0, path.lastIndexOf("/") + 1);
  }
  return undefined;
}

/** Of `import … from "regions-runtime"`: the file that this leads to. */
function pathOfRuntime(checker: Checker, statement: SourceFile["statements"][number]): string | undefined {
  const { moduleSpecifier } = statement as { readonly moduleSpecifier?: Declaration & { readonly text: string } };
  if (moduleSpecifier?.text !== RUNTIME) return undefined;
  const symbol = checker.getSymbolAtLocation(moduleSpecifier);
  return symbol && filesOf(symbol)[0]?.fileName;
}
