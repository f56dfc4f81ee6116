import type { Builder } from "./builder.js";
import type { Instruction, Key, Temp, Terminator, Variable } from "./ir.js";
import { type DraftFunction, type DraftVariable, NO_CAPTURES } from "./draft.js";
import { orderBlocks } from "./order-blocks.js";
import { addCapture } from "./variables.js";

/** Where temporaries are defined, while the blocks are read in order. */
interface Uses {
  readonly crossing: Uint8Array;
  /** Block of the definition, plus one. */
  readonly definedIn: Int32Array;
  block: number;
}

/** Orders the blocks and derives what is known only now: captures, numbers of writes, temporaries across blocks. */
export function finishFunction(b: Builder): void {
  const { fn, file } = b;
  const blocks = orderBlocks(b.entry);
  fn.blocks = blocks;
  fn.temps = b.temps;
  const uses: Uses = { crossing: new Uint8Array(b.temps), definedIn: new Int32Array(b.temps), block: 0 };
  fn.crossing = uses.crossing;
  for (let i = 0; i < fn.parameters.length; i++) uses.definedIn[fn.parameters[i]!.temp] = 1;
  for (let i = 0; i < blocks.length; i++) {
    const { instructions, end } = blocks[i]!;
    uses.block = i + 1;
    for (let j = 0; j < instructions.length; j++) visit(fn, uses, instructions[j]!);
    useAtEnd(uses, end);
  }
  for (const inner of fn.inner) {
    for (const variable of inner.captures) if (variable.owner !== fn) capture(fn, variable);
  }
  fn.id = file.functions.length;
  file.functions.push(fn);
}

function visit(fn: DraftFunction, uses: Uses, i: Instruction): void {
  switch (i.op) {
    case "literal":
    case "fresh":
    case "function":
    case "this":
    case "super":
      break;
    case "read":
      touch(fn, i.variable);
      break;
    case "write":
      use(uses, i.from);
      touch(fn, i.variable);
      // `let x;` does not count.
      if (!i.declares || i.node.type !== "VariableDeclarator") (i.variable as DraftVariable).writes++;
      return;
    case "dispose":
      touch(fn, i.variable);
      return;
    case "get":
    case "delete":
      use(uses, i.object);
      useKey(uses, i.key);
      break;
    case "set":
      use(uses, i.object);
      useKey(uses, i.key);
      use(uses, i.from);
      return;
    case "spread":
      use(uses, i.into);
      use(uses, i.from);
      return;
    case "escape":
      use(uses, i.from);
      return;
    case "rest":
      use(uses, i.from);
      for (let k = 0; k < i.without.length; k++) useKey(uses, i.without[k]!);
      break;
    case "call":
      use(uses, i.callee);
      if (i.receiver !== undefined) use(uses, i.receiver);
      for (let k = 0; k < i.args.length; k++) use(uses, i.args[k]!.temp);
      break;
    case "new":
      use(uses, i.callee);
      for (let k = 0; k < i.args.length; k++) use(uses, i.args[k]!.temp);
      break;
    case "compute":
      for (let k = 0; k < i.from.length; k++) use(uses, i.from[k]!);
      break;
    case "copy":
    case "cast":
    case "next":
    case "element":
    case "await":
      use(uses, i.from);
      break;
    case "yield":
      if (i.from !== undefined) use(uses, i.from);
      break;
  }
  const defined = uses.definedIn[i.to]!;
  if (defined === 0) uses.definedIn[i.to] = uses.block;
  else if (defined !== uses.block) uses.crossing[i.to] = 1;
}

function useAtEnd(uses: Uses, end: Terminator): void {
  if (end.op === "branch") {
    if (end.test !== undefined) use(uses, end.test);
  } else if ((end.op === "return" || end.op === "throw") && end.from !== undefined) use(uses, end.from);
}

function use(uses: Uses, temp: Temp): void {
  if (uses.definedIn[temp] !== uses.block) uses.crossing[temp] = 1;
}

function useKey(uses: Uses, key: Key): void {
  if (key.kind === "dynamic") use(uses, key.temp);
}

function touch(fn: DraftFunction, variable: Variable): void {
  const { owner } = variable;
  if (owner === fn) return;
  addCapture(variable, fn);
  if (owner !== undefined) capture(fn, variable);
}

function capture(fn: DraftFunction, variable: Variable): void {
  if (fn.captures === NO_CAPTURES) fn.captures = new Set([variable]);
  else fn.captures.add(variable);
}
