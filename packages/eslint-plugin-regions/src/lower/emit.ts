import type { TSESTree } from "@typescript-eslint/utils";
import { isInStaticCode } from "./function-around.js";
import type { Builder } from "./builder.js";
import type { Argument, FreshKind, FunctionIR, Instruction, Key, Temp, Variable } from "./ir.js";

// One function per instruction, so that all instructions of a kind have the same shape.

type Literal = string | number | bigint | boolean | null | undefined;
type Node = TSESTree.Node;

/** The key of a property whose name is written in the source. */
export function nameKey(name: string): Key {
  return { kind: "name", name };
}

/** A primitive. */
export function emitLiteral(b: Builder, node: Node, value: Literal): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "literal", to, node, known: true, value });
  return to;
}

/** A value of which nothing is known. */
export function emitUnknown(b: Builder, node: Node): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "literal", to, node, known: false, value: undefined });
  return to;
}

export function emitFresh(b: Builder, node: Node, kind: FreshKind): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "fresh", to, node, kind });
  return to;
}

export function emitFunction(b: Builder, node: Node, fn: FunctionIR): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "function", to, node, fn });
  return to;
}

/** `this` or `super` of the function that is being lowered. */
export function emitSelf(b: Builder, node: Node, op: "this" | "super"): Temp {
  if (op === "this") {
    if (b.self !== undefined) return emitCopy(b, node, b.temps++, b.self);
    if (b.fn.kind === "arrow" && isInStaticCode(b.fn.node)) return emitUnknown(b, node);
  }
  const to = b.temps++;
  b.block.instructions.push({ op, to, node });
  return to;
}

export function emitRead(b: Builder, node: Node, variable: Variable): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "read", to, node, variable });
  return to;
}

export function emitWrite(b: Builder, node: Node, variable: Variable, from: Temp, declares: boolean): void {
  b.block.instructions.push({ op: "write", node, variable, from, declares });
}

/** Fills `to`, which other paths may fill as well. */
export function emitCopy(b: Builder, node: Node, to: Temp, from: Temp): Temp {
  b.block.instructions.push({ op: "copy", to, node, from });
  return to;
}

export function emitGet(b: Builder, node: Node, object: Temp, key: Key, optional: boolean): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "get", to, node, object, key, optional });
  return to;
}

export function emitSet(
  b: Builder,
  node: Node,
  object: Temp,
  key: Key,
  from: Temp,
  how: (Instruction & { op: "set" })["how"],
): void {
  b.block.instructions.push({ op: "set", node, object, key, from, how });
}

export function emitDelete(b: Builder, node: Node, object: Temp, key: Key): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "delete", to, node, object, key });
  return to;
}

export function emitSpread(b: Builder, node: Node, into: Temp, from: Temp): void {
  b.block.instructions.push({ op: "spread", node, into, from });
}

export function emitRest(b: Builder, node: Node, from: Temp, without: readonly Key[], start: number | undefined): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "rest", to, node, from, without, start });
  return to;
}

export function emitCall(
  b: Builder,
  node: Node,
  callee: Temp,
  receiver: Temp | undefined,
  args: readonly Argument[],
): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "call", to, node, callee, receiver, args });
  return to;
}

export function emitNew(b: Builder, node: Node, callee: Temp, args: readonly Argument[]): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "new", to, node, callee, args });
  return to;
}

export function emitCompute(b: Builder, node: Node, operator: string, from: readonly Temp[]): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "compute", to, node, operator, from });
  return to;
}

export function emitCast(b: Builder, node: Node, from: Temp, type: TSESTree.TypeNode | undefined): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "cast", to, node, from, type });
  return to;
}

export function emitNext(b: Builder, node: Node, from: Temp, how: "of" | "in" | "await"): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "next", to, node, from, how });
  return to;
}

export function emitElement(b: Builder, node: Node, from: Temp, index: number): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "element", to, node, from, index });
  return to;
}

export function emitAwait(b: Builder, node: Node, from: Temp): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "await", to, node, from });
  return to;
}

export function emitYield(b: Builder, node: Node, from: Temp | undefined, delegate: boolean): Temp {
  const to = b.temps++;
  b.block.instructions.push({ op: "yield", to, node, from, delegate });
  return to;
}

export function emitDispose(b: Builder, node: Node, variable: Variable, isAsync: boolean, isThrowing: boolean): void {
  b.block.instructions.push({ op: "dispose", node, variable, isAsync, isThrowing });
}

/** The value leaves the file. */
export function emitEscape(b: Builder, node: Node, from: Temp): void {
  b.block.instructions.push({ op: "escape", node, from });
}
