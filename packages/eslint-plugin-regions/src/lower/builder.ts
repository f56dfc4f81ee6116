import type { TSESTree } from "@typescript-eslint/utils";
import type { DraftBlock, DraftFunction, DraftVariable } from "./draft.js";
import type { FunctionIR, Temp } from "./ir.js";
import type { Bindings } from "./variables.js";

/** A surrounding construct that a jump (break, continue, return) may leave. A linked list, innermost first. */
export interface Exit {
  readonly kind: "loop" | "switch" | "label" | "finally" | "dispose";
  readonly outer: Exit | undefined;
  readonly labels: readonly string[];
  readonly breakTo: DraftBlock | undefined;
  readonly continueTo: DraftBlock | undefined;
  /** What has to run on the way out. */
  readonly cleanup: Cleanup | undefined;
}

export interface Cleanup {
  readonly body: TSESTree.BlockStatement | undefined;
  /** For `using`: what is disposed. */
  readonly variable: DraftVariable | undefined;
  readonly isAsync: boolean;
  readonly node: TSESTree.Node;
  /** Where exceptions of the clean-up itself go. */
  readonly handler: DraftBlock | undefined;
  /** Where exceptions from inside enter it. */
  readonly onException: DraftBlock;
  /** Copies of the clean-up that later jumps can share. */
  readonly ways: Way[];
  returns: number;
}

export interface Way {
  /** undefined: out of the function. */
  readonly target: DraftBlock | undefined;
  readonly entry: DraftBlock;
  readonly value: Temp | undefined;
}

/** The mutually recursive entry functions, passed as a record so that files need not import each other in a cycle. */
export interface Entries {
  readonly expression: (b: Builder, node: TSESTree.Node) => Temp;
  /** For the effects only. */
  readonly discard: (b: Builder, node: TSESTree.Node) => void;
  readonly condition: (b: Builder, node: TSESTree.Node, yes: DraftBlock, no: DraftBlock) => void;
  readonly bind: (b: Builder, pattern: TSESTree.Node, from: Temp, declares: boolean) => void;
  readonly functionValue: (b: Builder, node: FunctionNode) => Temp;
  readonly classValue: (b: Builder, node: ClassNode) => Temp;
  readonly statement: (b: Builder, node: TSESTree.Node) => void;
  /** A statement list with its own scope: hoists functions first and disposes `using` variables last. */
  readonly scope: (b: Builder, statements: readonly TSESTree.Node[]) => void;
}

export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** What all functions of a file share while they are lowered. */
export interface FileContext {
  readonly lower: Entries;
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>;
  readonly bindings: Bindings;
  readonly functions: FunctionIR[];
  readonly functionOf: Map<TSESTree.Node, FunctionIR>;
  /** What lowers the bodies that have been put off; undefined: none is. */
  readonly later: Map<FunctionIR, () => void> | undefined;
}

/** State while one function is lowered. */
export interface Builder {
  readonly file: FileContext;
  readonly lower: Entries;
  readonly fn: DraftFunction;
  readonly entry: DraftBlock;
  /** Where instructions go; `limbo` after a jump, until a reachable block is started. */
  block: DraftBlock;
  readonly limbo: DraftBlock;
  handler: DraftBlock | undefined;
  exits: Exit | undefined;
  temps: number;
  /** Where the optional chain that is being lowered goes when it meets null or undefined. */
  nullish: DraftBlock | undefined;
  /** Spine of the member/call chains under way, innermost last: one array for all, as long chains must not recurse. */
  readonly spine: TSESTree.Node[];
  /** `this` of static fields and blocks, which are lowered into the function around the class. */
  self: Temp | undefined;
  /** The namespace object whose body is being lowered. */
  namespace: Temp | undefined;
  /** Labels of the statement that comes next. */
  labels: readonly string[];
  /** Nesting of copied finally blocks. */
  copies: number;
}

/** No labels. */
export const NONE: readonly never[] = [];

/** A block nothing jumps to yet. */
export function newBlock(): DraftBlock {
  return { instructions: [], end: undefined, handler: undefined, reached: false, mark: 0, entries: 0 };
}

/** A builder at the entry of `fn`. */
export function newBuilder(file: FileContext, fn: DraftFunction): Builder {
  const entry = newBlock();
  entry.reached = true;
  return {
    file,
    lower: file.lower,
    fn,
    entry,
    block: entry,
    limbo: newBlock(),
    handler: undefined,
    exits: undefined,
    temps: 0,
    nullish: undefined,
    spine: [],
    self: undefined,
    namespace: undefined,
    labels: NONE,
    copies: 0,
  };
}

/** Whether what comes next can be reached. */
export function isLive(b: Builder): boolean {
  return b.block !== b.limbo;
}

/** Continues in `block`, under the current handler. */
export function start(b: Builder, block: DraftBlock): void {
  if (block.reached) {
    block.handler = b.handler;
    b.block = block;
  } else b.block = b.limbo;
}

/** Continues in `block`, which exceptions reach. */
export function startHandler(b: Builder, block: DraftBlock): void {
  block.reached = true;
  start(b, block);
}

/** From here on exceptions go to `handler`. */
export function setHandler(b: Builder, handler: DraftBlock | undefined): void {
  b.handler = handler;
  if (b.block === b.limbo) return;
  if (b.block.instructions.length === 0) b.block.handler = handler;
  else {
    const next = newBlock();
    jump(b, next);
    start(b, next);
  }
}

/** Ends the block with a jump. */
export function jump(b: Builder, target: DraftBlock): void {
  if (b.block === b.limbo) return;
  b.block.end = { op: "jump", target };
  target.reached = true;
  b.block = b.limbo;
}

/** Ends the block with a branch; without `test` either way is possible. */
export function branch(b: Builder, test: Temp | undefined, yes: DraftBlock, no: DraftBlock, node: TSESTree.Node): void {
  if (b.block === b.limbo) return;
  b.block.end = { op: "branch", test, yes, no, node };
  yes.reached = true;
  no.reached = true;
  b.block = b.limbo;
}

/** Ends the block and the function. */
export function finish(b: Builder, op: "return" | "throw", from: Temp | undefined, node: TSESTree.Node): void {
  if (b.block === b.limbo) return;
  b.block.end = { op, from, node };
  b.block = b.limbo;
}

/** Ends a clean-up that an exception entered: it goes on to the block's handler. */
export function rethrow(b: Builder): void {
  if (b.block === b.limbo) return;
  b.block.end = { op: "rethrow" };
  b.block = b.limbo;
}
