import type { Argument, Block, FunctionIR, Instruction, Key, Terminator } from "./ir.js";

/**
 * The text of a function for tests and debugging, one instruction a line.
 *
 * @param fn - the function
 * @param annotate - a remark for an instruction; index `instructions.length` is the end of the block
 * @returns lines such as `  t3 = get t1.items`
 */
export function printIR(
  fn: FunctionIR,
  annotate?: (block: Block, instructionIndex: number) => string | undefined,
): string {
  const lines = [header(fn)];
  for (const block of fn.blocks) {
    lines.push(block.handler === undefined ? `b${block.id}:` : `b${block.id}: handler b${block.handler}`);
    const { instructions } = block;
    for (let i = 0; i <= instructions.length; i++) {
      const text = i < instructions.length ? printInstruction(instructions[i]!) : printEnd(block.end);
      const remark = annotate?.(block, i);
      lines.push(remark === undefined ? `  ${text}` : `  ${text}  // ${remark}`);
    }
  }
  return lines.join("\n");
}

function header(fn: FunctionIR): string {
  const parameters = fn.parameters.map((p) => `${p.rest ? "..." : ""}t${p.temp}`).join(", ");
  const kind = `${fn.isAsync ? "async " : ""}${fn.kind}${fn.isGenerator ? "*" : ""}`;
  return `${kind} ${fn.name ?? "<anonymous>"}(${parameters})`;
}

/** One instruction, without indentation. */
function printInstruction(i: Instruction): string {
  switch (i.op) {
    case "write":
      return `${i.declares ? "declare" : "write"} ${i.variable.name} = t${i.from}`;
    case "set":
      return `${i.how === "assign" ? "set" : i.how} t${i.object}${printKey(i.key)} = t${i.from}`;
    case "spread":
      return `spread t${i.from} into t${i.into}`;
    case "dispose":
      return `dispose ${i.isAsync ? "await " : ""}${i.variable.name}`;
    case "escape":
      return `escape t${i.from}`;
    default:
      return `t${i.to} = ${printValue(i)}`;
  }
}

function printValue(i: Exclude<Instruction, { op: "write" | "set" | "spread" | "dispose" | "escape" }>): string {
  switch (i.op) {
    case "literal":
      return !i.known ? "?" : typeof i.value === "string" ? JSON.stringify(i.value) : String(i.value);
    case "fresh":
      return `fresh ${i.kind}`;
    case "function":
      return `function ${i.fn.name ?? `<${i.fn.kind}>`}`;
    case "this":
    case "super":
      return i.op;
    case "read":
      return `read ${i.variable.name}`;
    case "get":
      return `get t${i.object}${i.optional ? "?" : ""}${printKey(i.key)}`;
    case "delete":
      return `delete t${i.object}${printKey(i.key)}`;
    case "rest":
      return i.start === undefined
        ? `rest t${i.from} without ${i.without.map(printKey).join(", ")}`
        : `rest t${i.from} from ${i.start}`;
    case "call":
      return `call t${i.callee}${printArguments(i.args)}${i.receiver === undefined ? "" : ` on t${i.receiver}`}`;
    case "new":
      return `new t${i.callee}${printArguments(i.args)}`;
    case "compute":
      return `compute ${i.operator} ${i.from.map((temp) => `t${temp}`).join(", ")}`;
    case "next":
      return `next ${i.how} t${i.from}`;
    case "element":
      return `element t${i.from}[${i.index}]`;
    case "yield":
      return `yield${i.delegate ? "*" : ""}${i.from === undefined ? "" : ` t${i.from}`}`;
    case "copy":
    case "cast":
    case "await":
      return `${i.op} t${i.from}`;
  }
}

function printKey(key: Key): string {
  if (key.kind === "dynamic") return `[t${key.temp}]`;
  return /^[#\w$]+$/.test(key.name) ? `.${key.name}` : `[${JSON.stringify(key.name)}]`;
}

function printArguments(args: readonly Argument[]): string {
  return `(${args.map(({ temp, spread }) => `${spread ? "..." : ""}t${temp}`).join(", ")})`;
}

function printEnd(end: Terminator): string {
  switch (end.op) {
    case "jump":
      return `jump b${end.target}`;
    case "branch":
      return `branch${end.test === undefined ? "" : ` t${end.test}`} ? b${end.yes} : b${end.no}`;
    case "return":
    case "throw":
      return end.from === undefined ? end.op : `${end.op} t${end.from}`;
    case "rethrow":
      return end.op;
  }
}
