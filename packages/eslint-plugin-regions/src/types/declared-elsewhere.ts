import type { TSESTree } from "@typescript-eslint/utils";
import { type Checker, type Declaration, type Services, withoutAliases } from "./checker.js";
import { isOfRuntime } from "./runtime-types.js";

/** What declarations of variables, fields and parameters have. */
interface Parts {
  readonly type?: Declaration;
  readonly initializer?: Declaration;
  readonly name?: Declaration;
  readonly expression?: Declaration;
  readonly arguments?: unknown;
  readonly parameters?: readonly Declaration[];
  readonly jsDoc?: readonly { readonly pos: number; readonly end: number }[];
}

/** Declarations are followed over so many initial values. */
const MOST_STEPS = 5;

/**
 * Whether a type is what somebody declared, here or in another file. What this file computes the analysis follows
 * itself, and it knows more than an inferred type: a field may have been given something else.
 */
export function isDeclared(services: Services, node: TSESTree.Node): boolean {
  const here = services.esTreeNodeToTSNodeMap.get(node) as Declaration;
  return leadsElsewhere(services, here, MOST_STEPS);
}

function leadsElsewhere(services: Services, node: Declaration, steps: number): boolean {
  const { program } = services;
  const checker = program.getTypeChecker();
  const { arguments: given, expression, name } = node as Declaration & Parts;
  // What assertions and `await` are given has a type of its own.
  if (given === undefined && name === undefined && expression !== undefined)
    return steps > 0 && leadsElsewhere(services, expression, steps - 1);
  const declaration = given === undefined ? declarationOf(checker, node) : calledBy(checker, node);
  if (declaration === undefined) return false;
  const file = declaration.getSourceFile();
  // What a method of a list returns depends on the list.
  if (program.isSourceFileDefaultLibrary(file)) return false;
  if (file !== node.getSourceFile()) return !isOfRuntime(program, { getDeclarations: () => [declaration] });
  const { type, initializer } = declaration as Declaration & Parts;
  if (type !== undefined || isParameter(declaration) || isTyped(file.text, declaration)) return true;
  return steps > 0 && initializer !== undefined && leadsElsewhere(services, initializer, steps - 1);
}

/** What declares a variable or a field; a binding stands for itself. */
function declarationOf(checker: Checker, node: Declaration): Declaration | undefined {
  const { name } = node as Declaration & Parts;
  const symbol = checker.getSymbolAtLocation(name ?? node);
  return symbol && withoutAliases(checker, symbol).valueDeclaration;
}

const calledBy = (checker: Checker, call: Declaration): Declaration | undefined =>
  checker.getResolvedSignature(call as unknown as Parameters<Checker["getResolvedSignature"]>[0])?.getDeclaration();

const isParameter = (declaration: Declaration): boolean =>
  (declaration.parent as Declaration & Parts).parameters?.includes(declaration) === true;

/** Whether a comment before it, or before the statement that it is in, says its type. */
function isTyped(text: string, declaration: Declaration): boolean {
  let each: (Declaration & Parts) | undefined = declaration;
  for (let step = 0; step < MOST_STEPS && each !== undefined; step++) {
    if (each.jsDoc?.some(({ pos, end }) => text.slice(pos, end).includes("@type")) === true) return true;
    // Statements are the outermost that a comment speaks of.
    each = "statements" in each ? undefined : (each.parent as Declaration | undefined);
  }
  return false;
}
