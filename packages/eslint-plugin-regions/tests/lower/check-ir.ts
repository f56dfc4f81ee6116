import type { TSESLint } from "@typescript-eslint/utils";
import type { FileIR, FunctionIR, Instruction, Key, Temp, Terminator } from "../../src/lower/ir.js";
import { printIR } from "../../src/lower/print-ir.js";

/** Throws when a file's intermediate representation breaks one of its structural promises. */
export function checkFile(file: FileIR): void {
  const places = new Map(file.functions.map((fn, i) => [fn, i]));
  assert(places.get(file.module) === file.functions.length - 1, "the module is last");
  file.functions.forEach((fn, i) => assert(fn.id === i, `function ${i} has id ${fn.id}`));
  file.variables.forEach((variable, i) => assert(variable.id === i, `variable ${i} has id ${variable.id}`));
  for (const fn of file.functions) {
    for (const inner of fn.inner) {
      assert(inner.parent === fn, "an inner function knows its parent");
      assert(places.get(inner)! < places.get(fn)!, "inner functions come before outer ones");
    }
    assert(file.functionOf.get(fn.node) === fn, "functionOf finds every function");
    try {
      checkFunction(fn);
    } catch (error) {
      throw new Error(`${String(error)}\n${printIR(fn)}`, { cause: error });
    }
  }
}

/** Reads of variables that the scope analysis knows and no instruction makes. Code after a jump is not lowered. */
export function missingReads(file: FileIR, code: TSESLint.SourceCode): string[] {
  const seen = new Set<unknown>();
  for (const fn of file.functions) {
    for (const block of fn.blocks) for (const i of block.instructions) if (i.op === "read") seen.add(i.node);
  }
  const missing: string[] = [];
  for (const scope of code.scopeManager!.scopes) {
    for (const reference of scope.references) {
      const { identifier } = reference;
      if (!reference.isRead() || seen.has(identifier)) continue;
      if (identifier.name === "undefined" || identifier.name === "arguments") continue;
      if ("isValueReference" in reference && !reference.isValueReference) continue;
      // Types and export lists name values without evaluating them.
      if (/^TSType|^TSPropertySignature$|^TSQualifiedName$|^ExportSpecifier$/.test(identifier.parent.type)) continue;
      missing.push(`${identifier.name} in line ${identifier.loc.start.line}`);
    }
  }
  return missing;
}

function checkFunction(fn: FunctionIR): void {
  const count = fn.blocks.length;
  assert(count > 0, "a function has a block");
  const incoming = fn.blocks.map((): number[] => []);
  fn.blocks.forEach((block, i) => {
    assert(block.id === i, "blocks are numbered by position");
    for (const target of successors(block.end)) {
      assert(target >= 0 && target < count, `b${i} leads to b${target}`);
      incoming[target]!.push(i);
    }
    if (block.handler !== undefined) {
      assert(block.handler >= 0 && block.handler < count, `b${i} has handler b${block.handler}`);
      const first = fn.blocks[block.handler]!.instructions[0];
      assert(first?.op === "literal" && !first.known, "a handler begins with the exception");
    }
  });
  checkReversePostorder(fn);
  checkDefinitions(fn);
  checkCrossing(fn);
}

/** Everything but the entry has an edge from a block with a smaller number. */
function checkReversePostorder(fn: FunctionIR): void {
  const reached = new Set([0]);
  for (const block of fn.blocks) {
    assert(reached.has(block.id), `b${block.id} comes before all that lead to it`);
    for (const target of successors(block.end)) reached.add(target);
    if (block.handler !== undefined) reached.add(block.handler);
  }
}

/** Forward must-analysis of which temporaries are defined; on exceptional edges what the block found is certain. */
function checkDefinitions(fn: FunctionIR): void {
  const { blocks } = fn;
  const inputs: (Set<Temp> | undefined)[] = blocks.map(() => undefined);
  inputs[0] = new Set(fn.parameters.map(({ temp }) => temp));
  const once = new Map<Temp, string>();
  for (const block of blocks) {
    for (const i of block.instructions) {
      if (!("to" in i)) continue;
      const before = once.get(i.to);
      assert(before === undefined || (before === "copy" && i.op === "copy"), `t${i.to} is defined twice`);
      once.set(i.to, i.op);
      assert(i.to < fn.temps, `t${i.to} is counted`);
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const block of blocks) {
      const defined = new Set(inputs[block.id]);
      const flow = (target: number, state: ReadonlySet<Temp>): void => {
        const old = inputs[target];
        if (old === undefined) {
          inputs[target] = new Set(state);
          changed = true;
        } else for (const temp of old) if (!state.has(temp)) changed = old.delete(temp) || changed;
      };
      if (block.handler !== undefined) flow(block.handler, defined);
      for (const i of block.instructions) if ("to" in i) defined.add(i.to);
      for (const target of successors(block.end)) flow(target, defined);
    }
  }
  for (const block of blocks) {
    const defined = new Set(inputs[block.id]);
    for (const i of block.instructions) {
      for (const temp of usesOf(i))
        assert(defined.has(temp), `t${temp} is not defined where ${i.op} in b${block.id} uses it`);
      if ("to" in i) defined.add(i.to);
    }
    for (const temp of usesAtEnd(block.end))
      assert(defined.has(temp), `t${temp} is not defined at the end of b${block.id}`);
  }
}

function checkCrossing(fn: FunctionIR): void {
  const blocksOf = Array.from({ length: fn.temps }, () => new Set<number>());
  for (const { temp } of fn.parameters) blocksOf[temp]!.add(0);
  for (const block of fn.blocks) {
    for (const i of block.instructions) {
      if ("to" in i) blocksOf[i.to]!.add(block.id);
      for (const temp of usesOf(i)) blocksOf[temp]!.add(block.id);
    }
    for (const temp of usesAtEnd(block.end)) blocksOf[temp]!.add(block.id);
  }
  blocksOf.forEach((blocks, temp) =>
    assert(fn.crossing[temp] === (blocks.size > 1 ? 1 : 0), `crossing of t${temp} is ${fn.crossing[temp]}`),
  );
}

function successors(end: Terminator): number[] {
  if (end.op === "jump") return [end.target];
  return end.op === "branch" ? [end.yes, end.no] : [];
}

function usesAtEnd(end: Terminator): Temp[] {
  if (end.op === "branch") return end.test === undefined ? [] : [end.test];
  return (end.op === "return" || end.op === "throw") && end.from !== undefined ? [end.from] : [];
}

function usesOf(i: Instruction): Temp[] {
  const key = (k: Key): Temp[] => (k.kind === "dynamic" ? [k.temp] : []);
  switch (i.op) {
    case "get":
    case "delete":
      return [i.object, ...key(i.key)];
    case "set":
      return [i.object, ...key(i.key), i.from];
    case "spread":
      return [i.into, i.from];
    case "rest":
      return [i.from, ...i.without.flatMap(key)];
    case "call":
      return [i.callee, ...(i.receiver === undefined ? [] : [i.receiver]), ...i.args.map(({ temp }) => temp)];
    case "new":
      return [i.callee, ...i.args.map(({ temp }) => temp)];
    case "compute":
      return [...i.from];
    case "yield":
      return i.from === undefined ? [] : [i.from];
    case "write":
    case "copy":
    case "cast":
    case "next":
    case "element":
    case "await":
    case "escape":
      return [i.from];
    default:
      return [];
  }
}

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
