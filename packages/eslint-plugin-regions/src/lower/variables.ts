import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type DraftFunction, type DraftVariable, draftFunction } from "./draft.js";
import { functionAround, functionOfScope } from "./function-around.js";
import type { FunctionIR, Variable } from "./ir.js";

/** What scope analysis says about the file, by syntax node. */
export interface Bindings {
  /**
   * For the offset at which an identifier (use or declaration) begins: the id of its variable, plus one. No map from
   * nodes, because giving thousands of nodes a hash takes longer than lowering them.
   */
  readonly at: Int32Array;
  readonly globals: Map<string, DraftVariable>;
  readonly list: DraftVariable[];
  /** One record per function of the file, filled when its body is lowered. */
  readonly functions: Map<TSESTree.Node, DraftFunction>;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly module: DraftFunction;
}

export type Scope = TSESLint.Scope.Scope;
type ScopeVariable = TSESLint.Scope.Variable;

const NOBODY = new Set<FunctionIR>();

/**
 * Creates what holds the variables of a file; it is filled by `readScopes`.
 *
 * @param program - the root of the file
 * @param scopeManager - ESLint's scope analysis of it
 */
export function createBindings(program: TSESTree.Program, scopeManager: TSESLint.Scope.ScopeManager): Bindings {
  const functions = new Map<TSESTree.Node, DraftFunction>();
  const module = draftFunction(program, undefined);
  functions.set(program, module);
  return {
    at: new Int32Array(endOf(program, scopeManager)),
    globals: new Map(),
    list: [],
    functions,
    scopeManager,
    module,
  };
}

/** Creates the variables that scopes declare, and reads what they refer to. */
export function readScopes(bindings: Bindings, scopes: readonly Scope[]): void {
  const { at } = bindings;
  for (let i = 0; i < scopes.length; i++) {
    const scope = scopes[i]!;
    const owner = functionAt(bindings, functionOfScope(scope));
    const { variables } = scope;
    for (let j = 0; j < variables.length; j++) {
      const variable = variables[j]!;
      if (variable.defs.length > 0) declare(bindings, variable, scope, owner);
    }
  }
  for (let i = 0; i < scopes.length; i++) {
    const references = scopes[i]!.references;
    for (let j = 0; j < references.length; j++) {
      const reference = references[j]!;
      const resolved = reference.resolved;
      const known = resolved === null ? undefined : declaredAs(bindings, resolved);
      const { range, name } = reference.identifier;
      if (known !== undefined) at[range[0]] = known.id + 1;
      else if (resolved?.name !== "arguments" || resolved.scope.type !== "function")
        at[range[0]] = globalVariable(bindings, name, resolved).id + 1;
    }
  }
}

/** The variable that an identifier stands for according to scope analysis. */
export function variableOf(bindings: Bindings, node: TSESTree.Node): DraftVariable | undefined {
  return bindings.list[bindings.at[node.range[0]]! - 1];
}

/** A variable that a scope declares, which need not have been read. */
function declaredAs(bindings: Bindings, variable: ScopeVariable): DraftVariable | undefined {
  const { defs, scope } = variable;
  if (defs.length === 0) return undefined;
  return (
    variableOf(bindings, defs[0]!.name) ??
    declare(bindings, variable, scope, functionAt(bindings, functionOfScope(scope)))
  );
}

/** Notes that a function other than its owner uses a variable. */
export function addCapture(variable: DraftVariable, fn: DraftFunction): void {
  // Most variables are never captured: they share one empty set.
  if (variable.capturedBy === NOBODY) variable.capturedBy = new Set([fn]);
  else variable.capturedBy.add(fn);
}

/** The one variable for a global name. */
function globalVariable(bindings: Bindings, name: string, scopeVariable: ScopeVariable | null): DraftVariable {
  let variable = bindings.globals.get(name);
  if (variable === undefined) {
    variable = newVariable(bindings, name, undefined, "global", scopeVariable ?? undefined);
    bindings.globals.set(name, variable);
  }
  return variable;
}

/** The record of the function at `node`. */
export function functionAt(bindings: Bindings, node: TSESTree.Node): DraftFunction {
  let fn = bindings.functions.get(node);
  if (fn === undefined) {
    fn = draftFunction(node, functionAt(bindings, functionAround(node)));
    bindings.functions.set(node, fn);
  }
  return fn;
}

/**
 * Looks a name up from a function outwards: for the parsers whose scope analysis has no references for JSX names.
 *
 * @returns the variable; a global when no enclosing scope declares the name
 */
export function resolveByName(bindings: Bindings, from: TSESTree.Node, name: string): DraftVariable {
  let scope: Scope | null = bindings.scopeManager.acquire(from, true);
  for (; scope !== null; scope = scope.upper) {
    const declared = scope.set.get(name);
    const variable = declared && declaredAs(bindings, declared);
    if (variable !== undefined) return variable;
  }
  return globalVariable(bindings, name, null);
}

/** Some parsers let the program end before the text does, and tokens of embedded languages lie outside. */
function endOf(program: TSESTree.Program, scopeManager: TSESLint.Scope.ScopeManager): number {
  let end = program.range[1];
  for (const scope of scopeManager.scopes) end = Math.max(end, scope.block.range[1]);
  return end + 1;
}

function declare(bindings: Bindings, variable: ScopeVariable, scope: Scope, owner: DraftFunction): DraftVariable {
  let definition = variable.defs[0]!;
  for (let i = 1; i < variable.defs.length && definition.type === "Type"; i++) definition = variable.defs[i]!;
  // Classes and enums have a second binding inside their own body; nothing but an assignment can tell the two apart.
  let result = variableOf(bindings, definition.name);
  if (result === undefined) {
    const kind = kindOf(definition);
    result = newVariable(bindings, variable.name, owner, kind, variable);
    if (kind === "import") {
      result.imported = importOf(definition);
      result.writes = 1;
    } else if (scope.type === "function-expression-name") result.writes = 1;
    const name = definition.name;
    if (name.type === "Identifier") result.annotation = name.typeAnnotation?.typeAnnotation;
  }
  for (let i = 0; i < variable.defs.length; i++) bindings.at[variable.defs[i]!.name.range[0]] = result.id + 1;
  return result;
}

function newVariable(
  bindings: Bindings,
  name: string,
  owner: DraftFunction | undefined,
  kind: Variable["kind"],
  scopeVariable: ScopeVariable | undefined,
): DraftVariable {
  const variable: DraftVariable = {
    id: bindings.list.length,
    name,
    owner,
    kind,
    imported: undefined,
    writes: 0,
    capturedBy: NOBODY,
    annotation: undefined,
    exported: false,
    scopeVariable,
  };
  bindings.list.push(variable);
  return variable;
}

function kindOf(definition: TSESLint.Scope.Definition): Variable["kind"] {
  switch (definition.type) {
    case "ImportBinding":
      // `import A = B.C` is an alias of a value of this file, nothing imported.
      return definition.node.type === "TSImportEqualsDeclaration" &&
        definition.node.moduleReference.type !== "TSExternalModuleReference"
        ? "const"
        : "import";
    case "FunctionName":
      return "function";
    case "ClassName":
      return "class";
    case "Parameter":
      return "parameter";
    case "TSEnumName":
      return "enum";
    case "CatchClause":
      return "let";
    case "Variable": {
      const kind = definition.parent.kind;
      return kind === "await using" ? "using" : kind;
    }
    default:
      return "const";
  }
}

function importOf(definition: TSESLint.Scope.Definition): Variable["imported"] {
  const node: TSESTree.Node = definition.node;
  if (node.type === "TSImportEqualsDeclaration") {
    const reference = node.moduleReference;
    if (node.importKind === "type" || reference.type !== "TSExternalModuleReference") return undefined;
    const source = reference.expression;
    return source.type === "Literal" && typeof source.value === "string"
      ? { source: source.value, name: "*" }
      : undefined;
  }
  const declaration: TSESTree.Node | null | undefined = definition.parent;
  if (declaration?.type !== "ImportDeclaration" || declaration.importKind === "type") return undefined;
  const source = declaration.source.value;
  switch (node.type) {
    case "ImportNamespaceSpecifier":
      return { source, name: "*" };
    case "ImportDefaultSpecifier":
      return { source, name: "default" };
    case "ImportSpecifier":
      if (node.importKind === "type") return undefined;
      return { source, name: node.imported.type === "Identifier" ? node.imported.name : node.imported.value };
    default:
      return undefined;
  }
}
