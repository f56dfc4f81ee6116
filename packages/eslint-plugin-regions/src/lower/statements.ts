import type { TSESTree } from "@typescript-eslint/utils";
import { type Builder, finish, isLive, jump, newBlock, NONE, start } from "./builder.js";
import { emitEscape, emitLiteral, emitWrite } from "./emit.js";
import { lowerJump, lowerReturn, popTarget, popUsing, pushTarget, pushUsing } from "./exits.js";
import { lowerExportedNames } from "./exports.js";
import { lowerGeneric } from "./generic.js";
import { hoistFunctions } from "./hoisting.js";
import { lowerDoWhile, lowerFor, lowerForEach, lowerWhile } from "./loops.js";
import { variableAt } from "./references.js";
import { lowerSwitch } from "./switch.js";
import { lowerTry } from "./try.js";
import { lowerEnum, lowerImportEquals, lowerNamespace } from "./typescript.js";

/** Executes a statement. */
export function lowerStatement(b: Builder, node: TSESTree.Node): void {
  const { labels } = b;
  b.labels = NONE;
  switch (node.type) {
    case "ExpressionStatement":
      if (typeof node.directive !== "string") b.lower.discard(b, node.expression);
      break;
    case "VariableDeclaration":
      lowerDeclaration(b, node);
      break;
    case "BlockStatement":
      if (labels.length === 0) lowerScope(b, node.body);
      else lowerLabelled(b, node, labels);
      break;
    case "IfStatement":
      if (labels.length === 0) lowerIf(b, node);
      else lowerLabelled(b, node, labels);
      break;
    case "ReturnStatement":
      lowerReturn(b, node.argument ? b.lower.expression(b, node.argument) : undefined, node);
      break;
    case "ThrowStatement":
      finish(b, "throw", b.lower.expression(b, node.argument), node);
      break;
    case "FunctionDeclaration":
      // Hoisted by the scope.
      break;
    case "ForStatement":
      lowerFor(b, node, labels);
      break;
    case "ForOfStatement":
    case "ForInStatement":
      lowerForEach(b, node, labels);
      break;
    case "WhileStatement":
      lowerWhile(b, node, labels);
      break;
    case "DoWhileStatement":
      lowerDoWhile(b, node, labels);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      lowerJump(b, node);
      break;
    case "SwitchStatement":
      lowerSwitch(b, node, labels);
      break;
    case "TryStatement":
      if (labels.length === 0) lowerTry(b, node);
      else lowerLabelled(b, node, labels);
      break;
    case "ClassDeclaration":
      if (!node.declare) b.lower.classValue(b, node);
      break;
    case "LabeledStatement":
      b.labels = [...labels, node.label.name];
      lowerStatement(b, node.body);
      break;
    case "ExportNamedDeclaration":
      if (node.declaration) lowerStatement(b, node.declaration);
      lowerExportedNames(b, node);
      break;
    case "ExportDefaultDeclaration":
      lowerExportDefault(b, node.declaration);
      break;
    case "TSExportAssignment":
      emitEscape(b, node, b.lower.expression(b, node.expression));
      break;
    case "TSEnumDeclaration":
      if (!node.declare) lowerEnum(b, node);
      break;
    case "TSModuleDeclaration":
      if (!node.declare) lowerNamespace(b, node);
      break;
    case "TSImportEqualsDeclaration":
      lowerImportEquals(b, node);
      break;
    case "EmptyStatement":
    case "DebuggerStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "TSDeclareFunction":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSNamespaceExportDeclaration":
      break;
    default:
      if (labels.length > 0) lowerLabelled(b, node, labels);
      else if (/(?:Statement|Declaration)$/.test(node.type)) lowerGeneric(b, node);
      else b.lower.discard(b, node);
  }
}

/** A statement list with a scope of its own. */
export function lowerScope(b: Builder, statements: readonly TSESTree.Node[]): void {
  const mark = b.exits;
  hoistFunctions(b, statements);
  for (let i = 0; i < statements.length && isLive(b); i++) lowerStatement(b, statements[i]!);
  if (b.exits !== mark) popUsing(b, mark);
}

function lowerDeclaration(b: Builder, node: TSESTree.VariableDeclaration): void {
  if (node.declare) return;
  const { kind, declarations } = node;
  for (let i = 0; i < declarations.length; i++) {
    const declarator = declarations[i]!;
    const { id, init } = declarator;
    if (init) {
      lowerInitialised(b, id, init);
      if ((kind === "using" || kind === "await using") && id.type === "Identifier")
        pushUsing(b, variableAt(b, id), kind === "await using", declarator);
    } else if (kind !== "var" && id.type === "Identifier")
      emitWrite(b, declarator, variableAt(b, id), emitLiteral(b, declarator, undefined), true);
  }
}

function lowerInitialised(b: Builder, id: TSESTree.Node, init: TSESTree.Expression): void {
  b.lower.bind(b, id, b.lower.expression(b, init), true);
}

/** `if … else if … else if …` in a loop, as there may be thousands. */
function lowerIf(b: Builder, first: TSESTree.IfStatement): void {
  const join = newBlock();
  let node: TSESTree.Statement | null = first;
  while (node?.type === "IfStatement") {
    const { test, consequent, alternate }: TSESTree.IfStatement = node;
    const yes = newBlock();
    const no = alternate ? newBlock() : join;
    b.lower.condition(b, test, yes, no);
    start(b, yes);
    if (isLive(b)) lowerArm(b, consequent);
    jump(b, join);
    node = alternate;
    if (node) start(b, no);
    if (!isLive(b)) node = null;
  }
  if (node) {
    lowerArm(b, node);
    jump(b, join);
  }
  start(b, join);
}

/** In sloppy code, `if (x) function f() {}` declares f. */
function lowerArm(b: Builder, node: TSESTree.Node): void {
  if (node.type === "FunctionDeclaration") hoistFunctions(b, [node]);
  lowerStatement(b, node);
}

function lowerLabelled(b: Builder, node: TSESTree.Node, labels: readonly string[]): void {
  const join = newBlock();
  pushTarget(b, "label", labels, join, undefined);
  lowerStatement(b, node);
  popTarget(b);
  jump(b, join);
  start(b, join);
}

function lowerExportDefault(b: Builder, node: TSESTree.ExportDefaultDeclaration["declaration"]): void {
  switch (node.type) {
    case "FunctionDeclaration":
      if (node.id) variableAt(b, node.id).exported = true;
      else emitEscape(b, node, b.lower.functionValue(b, node));
      break;
    case "ClassDeclaration": {
      if (node.declare) break;
      const value = b.lower.classValue(b, node);
      if (node.id) variableAt(b, node.id).exported = true;
      else emitEscape(b, node, value);
      break;
    }
    case "TSDeclareFunction":
    case "TSInterfaceDeclaration":
      break;
    default:
      emitEscape(b, node, b.lower.expression(b, node));
  }
}
