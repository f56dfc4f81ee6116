import type { TSESLint } from "@typescript-eslint/utils";
import { analyseFile } from "./analyse-file.js";
import type { AbstractObject } from "./flow/state/abstract-object.js";
import type { Observer } from "./flow/analyse-function.js";
import type { Frame } from "./flow/state/frame.js";
import { valueOf } from "./flow/state/frame.js";
import * as intMap from "./flow/state/int-map.js";
import type { Cursor } from "./flow/state/state.js";
import type { FunctionIR } from "./lower/ir.js";
import { printIR } from "./lower/print-ir.js";
import type { SignatureTable } from "./operations/signature-table.js";

/** Collects what holds after each instruction of a function, for `printStates`. */
interface StateLog {
  readonly observe: Observer;
  readonly lines: ReadonlyMap<string, string>;
}

function createStateLog(frame: Frame): StateLog {
  const lines = new Map<string, string>();
  const observe: Observer = (block, index, cursor) => {
    const instruction = block.instructions[index]!;
    const parts: string[] = [];
    if ("to" in instruction) parts.push(describeValue(frame, valueOf(frame, cursor, instruction.to)));
    if (instruction.op === "write") {
      parts.push(describeValue(frame, intMap.get(cursor.variables, instruction.variable.id) ?? []));
    }
    const facts = describeFacts(frame, cursor);
    if (facts !== "") parts.push(facts);
    const remark = parts.filter((part) => part !== "").join("  ");
    if (remark !== "") lines.set(lineKey(block.id, index), remark);
  };
  return { observe, lines };
}

/**
 * The functions of a file as the analysis sees them: the intermediate representation, and beside each instruction
 * the objects that its result can be and what was done to which object before.
 *
 * @returns one text per function that the analysis looked at, by function name ("module" for the file itself)
 */
export function printStates(sourceCode: TSESLint.SourceCode, signatures: SignatureTable): ReadonlyMap<string, string> {
  const logs = new Map<FunctionIR, StateLog>();
  analyseFile(sourceCode, signatures, (fn, frame) => {
    const log = createStateLog(frame);
    logs.set(fn, log);
    return log.observe;
  });
  const texts = new Map<string, string>();
  for (const [fn, { lines }] of logs) {
    const text = printIR(fn, (block, index) => lines.get(lineKey(block.id, index)));
    texts.set(fn.kind === "module" ? "module" : (fn.name ?? `line ${String(fn.node.loc.start.line)}`), text);
  }
  return texts;
}

const lineKey = (block: number, index: number): string => `${String(block)}:${String(index)}`;

function nameOf(object: AbstractObject): string {
  if (object.parent !== undefined) return `${nameOf(object.parent)}.${object.key ?? ""}`;
  if (object.builtin !== undefined) return object.builtin;
  if (object.fn !== undefined) return `function ${object.fn.name ?? "(anonymous)"}`;
  if (object.root?.kind === "parameter") return `parameter ${String(object.root.index)}`;
  if (object.root?.kind === "captured") return `captured ${object.root.variable.name}`;
  if (object.root?.kind === "this") return "this";
  return `${object.old ? "old " : ""}${object.kind}@${String(object.node.loc.start.line)}`;
}

const describeValue = (frame: Frame, value: readonly number[]): string =>
  value.length === 0 ? "" : `{${value.map((id) => nameOf(frame.file.table.objects[id]!)).join(", ")}}`;

function describeFacts(frame: Frame, cursor: Cursor): string {
  const out: string[] = [];
  intMap.forEach(cursor.facts, (facts, id) => {
    const kinds = facts.map((fact) => `${fact.kind}@${String(fact.operation.node.loc.start.line)}`);
    out.push(`${nameOf(frame.file.table.objects[id]!)}: ${kinds.join(" ")}`);
  });
  return out.join("; ");
}
