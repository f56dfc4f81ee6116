import type { TSESTree } from "@typescript-eslint/utils";
import { branch, type Builder, jump, newBlock, start } from "./builder.js";
import {
  emitCall,
  emitCast,
  emitCompute,
  emitCopy,
  emitFresh,
  emitGet,
  emitLiteral,
  emitNew,
  emitSelf,
} from "./emit.js";
import type { Argument, Key, Temp } from "./ir.js";
import { lowerKey } from "./keys.js";

const NO_ARGUMENTS: readonly Argument[] = [];

/** A chain of member accesses, calls, tagged templates and assertions, however long. */
export function lowerChain(b: Builder, node: TSESTree.Node): Temp {
  const outer = b.nullish;
  b.nullish = undefined;
  let value = walk(b, node);
  // Only for parsers that leave out the ChainExpression.
  if (b.nullish !== undefined) value = closeChain(b, node, value);
  b.nullish = outer;
  return value;
}

/** The object and the key of a property that is written, evaluated in this order. */
export function lowerPlace(b: Builder, node: TSESTree.MemberExpression): { object: Temp; key: Key } {
  const object = b.lower.expression(b, node.object);
  return { object, key: lowerKey(b, node.property, node.computed) };
}

/** The part of a `delete` operand before its last key; the key is the caller's. Ends with `closeChain`. */
export function openChain(b: Builder, node: TSESTree.MemberExpression): Temp {
  const object = walk(b, node.object);
  if (node.optional) branchIfNullish(b, node, object);
  return object;
}

/** The value of an optional chain: undefined on the short way. */
export function closeChain(b: Builder, node: TSESTree.Node, value: Temp): Temp {
  const short = b.nullish;
  if (short === undefined) return value;
  b.nullish = undefined;
  const join = newBlock();
  const result = b.temps++;
  emitCopy(b, node, result, value);
  jump(b, join);
  start(b, short);
  emitCopy(b, node, result, emitLiteral(b, node, undefined));
  jump(b, join);
  start(b, join);
  return result;
}

/** Evaluated arguments of a call. */
function lowerArguments(b: Builder, nodes: readonly TSESTree.Node[]): readonly Argument[] {
  if (nodes.length === 0) return NO_ARGUMENTS;
  const args: Argument[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node.type === "SpreadElement") args.push({ temp: b.lower.expression(b, node.argument), spread: true });
    else args.push({ temp: b.lower.expression(b, node), spread: false });
  }
  return args;
}

export function lowerNew(b: Builder, node: TSESTree.NewExpression): Temp {
  const callee = b.lower.expression(b, node.callee);
  return emitNew(b, node, callee, lowerArguments(b, node.arguments));
}

function walk(b: Builder, root: TSESTree.Node): Temp {
  const spine = b.spine;
  const bottom = spine.length;
  let node = root;
  for (let next: TSESTree.Node | undefined = inward(node); next !== undefined; next = inward(node)) {
    spine.push(node);
    node = next;
  }
  let value: Temp;
  let receiver: Temp | undefined;
  if (node.type === "Super") {
    const parent = spine[spine.length - 1];
    // `super.m()` calls with the `this` of here.
    if (parent?.type === "MemberExpression" && spine.length - 2 >= bottom && isCall(spine[spine.length - 2]))
      receiver = emitSelf(b, node, "this");
    value = emitSelf(b, node, "super");
  } else value = b.lower.expression(b, node);
  let superReceiver = receiver;
  receiver = undefined;
  while (spine.length > bottom) {
    const step = spine.pop()!;
    switch (step.type) {
      case "MemberExpression": {
        if (step.optional) branchIfNullish(b, step, value);
        const object = value;
        const key = lowerKey(b, step.property, step.computed);
        value = emitGet(b, step, object, key, step.optional);
        receiver = superReceiver ?? object;
        superReceiver = undefined;
        break;
      }
      case "CallExpression":
        if (step.optional) branchIfNullish(b, step, value);
        value = emitCall(b, step, value, receiver, lowerArguments(b, step.arguments));
        receiver = undefined;
        break;
      case "TaggedTemplateExpression": {
        const args: Argument[] = [{ temp: emitFresh(b, step.quasi, "template"), spread: false }];
        for (const expression of step.quasi.expressions)
          args.push({ temp: b.lower.expression(b, expression), spread: false });
        value = emitCall(b, step, value, receiver, args);
        receiver = undefined;
        break;
      }
      case "ChainExpression":
        value = closeChain(b, step, value);
        break;
      case "TSNonNullExpression":
      case "TSInstantiationExpression":
        value = emitCast(b, step, value, undefined);
        break;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
        value = emitCast(b, step, value, step.typeAnnotation);
        break;
      default:
        throw new Error(`${step.type} in a chain`);
    }
  }
  return value;
}

/** What a link of a chain is applied to. */
function inward(node: TSESTree.Node): TSESTree.Node | undefined {
  switch (node.type) {
    case "MemberExpression":
      return node.object;
    case "CallExpression":
      return node.callee;
    case "TaggedTemplateExpression":
      return node.tag;
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return node.expression;
    default:
      return undefined;
  }
}

function isCall(node: TSESTree.Node | undefined): boolean {
  return node?.type === "CallExpression" || node?.type === "TaggedTemplateExpression";
}

function branchIfNullish(b: Builder, node: TSESTree.Node, value: Temp): void {
  const short = (b.nullish ??= newBlock());
  const next = newBlock();
  branch(b, emitCompute(b, node, "== null", [value]), short, next, node);
  start(b, next);
}
