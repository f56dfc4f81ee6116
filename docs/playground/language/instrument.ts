import ts from "typescript";

/** The function that an instrumented program calls after each statement: the line, and the variables in scope, by getters. */
const STEP = "__step";

/**
 * Puts a call of {@link STEP} behind every statement that stands in a list of statements. Nothing is put on a new line, so
 * that lines stay what they are.
 */
export function instrument(file: ts.SourceFile): string {
  const insertions: { readonly at: number; readonly text: string }[] = [];

  const visitList = (statements: readonly ts.Statement[], outer: readonly string[]): void => {
    const scope = [...outer, ...statements.flatMap(namesDeclaredBy)];
    for (const statement of statements) {
      visit(statement, scope);
      if (!hasEffect(statement)) continue;
      const { line } = file.getLineAndCharacterOfPosition(statement.getStart(file));
      insertions.push({ at: statement.end, text: callOfStep(line + 1, scope) });
    }
  };
  const visit = (node: ts.Node, scope: readonly string[]): void => {
    const inner = [...scope, ...namesBoundFor(node)];
    if (ts.isBlock(node) || ts.isCaseOrDefaultClause(node)) {
      if (ts.isCaseClause(node)) visit(node.expression, inner);
      visitList(node.statements, inner);
    } else ts.forEachChild(node, (child) => visit(child, inner));
  };
  visitList(file.statements, []);

  let text = file.text;
  // from the end; of two at one place the inner statement's came first, and has to stand first
  for (const { at, text: by } of insertions.map((insertion, index) => ({ ...insertion, index })).sort(byPlace)) {
    text = text.slice(0, at) + by + text.slice(at);
  }
  return text;
}

interface Placed {
  readonly at: number;
  readonly index: number;
}

const byPlace = (a: Placed, b: Placed): number => b.at - a.at || b.index - a.index;

/** Has something happened when the statement is over, and is there a time when it is over? */
function hasEffect(statement: ts.Statement): boolean {
  return !(
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isBreakOrContinueStatement(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isEmptyStatement(statement) ||
    (ts.isVariableStatement(statement) && isAmbient(statement))
  );
}

function isAmbient({ modifiers }: ts.VariableStatement): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** A variable may not have its value yet: whoever reads the getters reckons with that. */
function callOfStep(line: number, scope: readonly string[]): string {
  const getters = [...new Set(scope)].map((name) => `get ${name}(){return ${name}}`);
  return `;${STEP}(${line},{${getters.join(",")}});`;
}

function namesDeclaredBy(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement) || isAmbient(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
}

/** Parameters, and variables of `for`, `catch` and all cases of a `switch`. */
function namesBoundFor(node: ts.Node): string[] {
  if (ts.isCaseBlock(node)) return node.clauses.flatMap(({ statements }) => statements.flatMap(namesDeclaredBy));
  if (ts.isFunctionLike(node) && "body" in node) return node.parameters.flatMap(({ name }) => namesIn(name));
  if (ts.isCatchClause(node) && node.variableDeclaration) return namesIn(node.variableDeclaration.name);
  const isLoop = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node);
  if (isLoop && node.initializer && ts.isVariableDeclarationList(node.initializer)) {
    return node.initializer.declarations.flatMap(({ name }) => namesIn(name));
  }
  return [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return name.text === "this" ? [] : [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}
