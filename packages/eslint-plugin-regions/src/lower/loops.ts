import type { TSESTree } from "@typescript-eslint/utils";
import { branch, type Builder, isLive, jump, newBlock, start } from "./builder.js";
import type { DraftBlock } from "./draft.js";
import { emitNext } from "./emit.js";
import { popTarget, popUsing, pushTarget, pushUsing } from "./exits.js";
import type { Temp } from "./ir.js";
import { variableAt } from "./references.js";

type Labels = readonly string[];

export function lowerWhile(b: Builder, node: TSESTree.WhileStatement, labels: Labels): void {
  const head = newBlock();
  const body = newBlock();
  const exit = newBlock();
  jump(b, head);
  start(b, head);
  b.lower.condition(b, node.test, body, exit);
  start(b, body);
  if (isLive(b)) lowerBody(b, node.body, labels, exit, head);
  jump(b, head);
  start(b, exit);
}

export function lowerDoWhile(b: Builder, node: TSESTree.DoWhileStatement, labels: Labels): void {
  const body = newBlock();
  const test = newBlock();
  const exit = newBlock();
  jump(b, body);
  start(b, body);
  lowerBody(b, node.body, labels, exit, test);
  jump(b, test);
  start(b, test);
  if (isLive(b)) b.lower.condition(b, node.test, body, exit);
  start(b, exit);
}

export function lowerFor(b: Builder, node: TSESTree.ForStatement, labels: Labels): void {
  const mark = b.exits;
  if (node.init) {
    if (node.init.type === "VariableDeclaration") b.lower.statement(b, node.init);
    else b.lower.discard(b, node.init);
  }
  const head = newBlock();
  const body = node.test ? newBlock() : head;
  const update = node.update ? newBlock() : head;
  const exit = newBlock();
  jump(b, head);
  start(b, head);
  if (node.test) {
    b.lower.condition(b, node.test, body, exit);
    start(b, body);
  }
  if (isLive(b)) lowerBody(b, node.body, labels, exit, update);
  if (node.update) {
    jump(b, update);
    start(b, update);
    if (isLive(b)) b.lower.discard(b, node.update);
  }
  jump(b, head);
  start(b, exit);
  if (b.exits !== mark) popUsing(b, mark);
}

/** `for of`, `for await` and `for in`. */
export function lowerForEach(
  b: Builder,
  node: TSESTree.ForOfStatement | TSESTree.ForInStatement,
  labels: Labels,
): void {
  const declaration = node.left.type === "VariableDeclaration" ? node.left : undefined;
  const declarator = declaration?.declarations[0];
  // Sloppy code may still say `for (var key = 0 in object)`.
  if (declarator?.init) b.lower.bind(b, declarator.id, b.lower.expression(b, declarator.init), true);
  const from = b.lower.expression(b, node.right);
  const head = newBlock();
  const body = newBlock();
  const exit = newBlock();
  jump(b, head);
  start(b, head);
  branch(b, undefined, body, exit, node);
  start(b, body);
  const how = node.type === "ForInStatement" ? "in" : node.await ? "await" : "of";
  const item: Temp = emitNext(b, node.right, from, how);
  const mark = b.exits;
  pushTarget(b, "loop", labels, exit, head);
  const inside = b.exits;
  if (declarator !== undefined && declaration !== undefined) {
    b.lower.bind(b, declarator.id, item, true);
    const { kind } = declaration;
    if ((kind === "using" || kind === "await using") && declarator.id.type === "Identifier")
      pushUsing(b, variableAt(b, declarator.id), kind === "await using", declarator);
  } else b.lower.bind(b, node.left, item, false);
  b.lower.statement(b, node.body);
  if (b.exits !== inside) popUsing(b, inside);
  b.exits = mark;
  jump(b, head);
  start(b, exit);
}

function lowerBody(
  b: Builder,
  body: TSESTree.Statement,
  labels: Labels,
  breakTo: DraftBlock,
  continueTo: DraftBlock,
): void {
  pushTarget(b, "loop", labels, breakTo, continueTo);
  b.lower.statement(b, body);
  popTarget(b);
}
