import type { ParserServicesWithTypeInformation, TSESLint } from "@typescript-eslint/utils";

/** TypeScript's own types, by way of the parser that hands them out: nothing of TypeScript is imported. */
export type Services = ParserServicesWithTypeInformation;
export type Program = Services["program"];
export type Checker = ReturnType<Program["getTypeChecker"]>;
export type Type = ReturnType<Checker["getTypeAtLocation"]>;
export type TypeSymbol = NonNullable<ReturnType<Type["getSymbol"]>>;
export type Declaration = NonNullable<ReturnType<TypeSymbol["getDeclarations"]>>[number];
export type SourceFile = ReturnType<Declaration["getSourceFile"]>;
export type CallSignature = NonNullable<ReturnType<Checker["getResolvedSignature"]>>;

/** What the parser knows of types; undefined: it was not asked to find out, or is none that does. */
export function servicesOf({ parserServices }: TSESLint.SourceCode): Services | undefined {
  return parserServices?.program == null ? undefined : (parserServices as Services);
}

/** `SymbolFlags.Alias`, which has had this value since TypeScript 2. */
const ALIAS = 1 << 21;

/** What an imported or re-exported name stands for. */
export function withoutAliases(checker: Checker, symbol: TypeSymbol): TypeSymbol {
  return (symbol.flags & ALIAS) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The files that declare something; of what cannot be resolved there are none. */
export const filesOf = (symbol: TypeSymbol): SourceFile[] =>
  (symbol.getDeclarations() ?? []).map((declaration) => declaration.getSourceFile());

/** `SymbolFlags.SetAccessor`, which has had this value since TypeScript 2. */
const SET_ACCESSOR = 1 << 16;

/** The setter that a symbol is declared by: of an accessor, what has a parameter. */
export function setterIn(symbol: TypeSymbol): SetterDeclaration | undefined {
  if ((symbol.flags & SET_ACCESSOR) === 0) return undefined;
  return symbol.getDeclarations()?.find((each): each is SetterDeclaration => hasParameter(each));
}

type SetterDeclaration = Declaration & Parameters<Checker["getSignatureFromDeclaration"]>[0];

const hasParameter = (declaration: Declaration & { readonly parameters?: readonly unknown[] }): boolean =>
  declaration.parameters?.length === 1;
