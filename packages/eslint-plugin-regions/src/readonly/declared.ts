import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { findRuntimeTypes, isNullish } from "../flow/known/declared-types.js";
import type { FunctionNode } from "../lower/builder.js";
import type { FunctionIR } from "../lower/ir.js";
import type { Source } from "../report/words.js";
import { irOf } from "../lower/lower-file.js";
import { type Guard, tagsOf } from "./tags.js";

const MENTIONS = /\breadonly\b|\bReadonly|\bFrozen\b/;

/** How a parameter is declared. */
export interface Declared {
  readonly type: TSESTree.TypeNode | undefined;
  /** What a tag in the comment of the function says. */
  readonly guard: Guard | undefined;
  /** As it is written. */
  readonly text: string;
  /** The parameter. */
  readonly node: TSESTree.Node;
}

/** Types of a file by their names, with those of the runtime. */
export interface Types {
  /** Those of `declarations` in which something is read-only. */
  readonly guarding: ReadonlySet<string>;
  readonly declarations: ReadonlyMap<string, TSESTree.Node>;
  readonly runtime: ReadonlyMap<string, string>;
  /** Whether a comment may say so. */
  readonly hasTags: boolean;
}

/** Without one of these no comment says so. */
const TAGS = /@param\s+\{[^}]*(?:[rR]eadonly|Frozen)|@borrows/;

const NO_TYPES: ReadonlyMap<string, string> = new Map();

export function typesOf(source: Source): Types {
  const declarations = new Map<string, TSESTree.Node>();
  for (const statement of source.ast.body) {
    const exported = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : undefined;
    const declaration = exported ?? statement;
    if (declaration.type === AST_NODE_TYPES.TSInterfaceDeclaration) declarations.set(declaration.id.name, declaration);
    if (declaration.type === AST_NODE_TYPES.TSTypeAliasDeclaration)
      declarations.set(declaration.id.name, declaration.typeAnnotation);
  }
  const guarding = guardingTypes(new Map([...declarations].map(([name, node]) => [name, source.getText(node)])));
  const runtime = source.text.includes("regions-runtime") ? findRuntimeTypes(irOf(source)) : NO_TYPES;
  return { declarations, guarding, runtime, hasTags: TAGS.test(source.text) };
}

/** The types in whose text something read-only is mentioned, directly or by the name of such a type. */
function guardingTypes(texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const guarding = new Set<string>();
  let size = -1;
  while (size < guarding.size) {
    size = guarding.size;
    for (const [name, text] of texts) if (mentions(guarding, text)) guarding.add(name);
  }
  return guarding;
}

const mentions = (guarding: ReadonlySet<string>, text: string): boolean =>
  MENTIONS.test(text) || (guarding.size > 0 && (text.match(/[\w$]+/g) ?? []).some((word) => guarding.has(word)));

/** The parameters of a function that a declaration protects, by index. */
export function declaredParameters(source: Source, types: Types, fn: FunctionIR): ReadonlyMap<number, Declared> {
  const declared = new Map<number, Declared>();
  if (fn.parameters.length === 0) return declared;
  const tags = tagsOf(source, fn.node);
  const isGeneric =
    "typeParameters" in fn.node && !!fn.node.typeParameters && MENTIONS.test(source.getText(fn.node.typeParameters));
  fn.parameters.forEach(({ annotation: type, variable, node }, index) => {
    const text = type === undefined ? "" : source.getText(type);
    if (type !== undefined && (mentions(types.guarding, text) || isGeneric)) {
      declared.set(index, { type, guard: undefined, text, node });
    }
    const tag = variable === undefined ? undefined : tags.get(variable.name);
    if (tag !== undefined) declared.set(index, { type: undefined, ...tag, node });
  });
  return declared;
}

/** Whether a declaration may protect a parameter of a function: as far as the text of its head tells. */
export function mayDeclare(source: Source, types: Types, fn: FunctionNode): boolean {
  const [first] = fn.params;
  if (first === undefined) return false;
  const head = source.text.slice(fn.typeParameters?.range[0] ?? first.range[0], fn.params.at(-1)!.range[1]);
  return mentions(types.guarding, head) || (types.hasTags && tagsOf(source, fn).size > 0);
}

/** Whether a file says of any parameter that it is not to be changed. */
export const mentionsReadonly = (text: string): boolean => MENTIONS.test(text) || text.includes("@borrows");

/** The constraint of a type parameter of the functions around, or what a name of the file is declared as. */
export function resolve(types: Types, name: string, at: TSESTree.Node): TSESTree.Node | undefined {
  // The root has no parent, which is null in ESLint.
  for (let each: TSESTree.Node | null | undefined = at; each; each = each.parent) {
    if (!("typeParameters" in each) || !each.typeParameters) continue;
    const parameters = each.typeParameters.params;
    const parameter = parameters.find((one) => one.name.name === name);
    if (parameter !== undefined) return parameter.constraint ?? parameter;
  }
  return types.declarations.get(name);
}

/** A union without `null` and `undefined`. */
export function alternatives(type: TSESTree.TypeNode): readonly TSESTree.TypeNode[] {
  return type.type === AST_NODE_TYPES.TSUnionType ? type.types.filter((each) => !isNullish(each)) : [type];
}
