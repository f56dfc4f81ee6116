import type { TSESLint } from "@typescript-eslint/utils";
import { findDefinitions } from "../../flow/known/create-frame.js";
import type { FileIR, FunctionIR, Instruction, Temp, Variable } from "../../lower/ir.js";
import { textOf } from "../../report/words.js";

/** Chains of names are followed so far. */
const LONGEST = 12;

interface Write {
  readonly fn: FunctionIR;
  readonly instruction: Instruction & { readonly op: "write" };
}

/** How variables got what they hold, from name to name: one line for each assignment on the way. */
export function originsOf(sourceCode: TSESLint.SourceCode, ir: FileIR, variables: readonly Variable[]): string[] {
  const writes = writesIn(ir);
  const definitions = new Map(ir.functions.map((fn) => [fn, findDefinitions(fn).definitions]));
  const lines: string[] = [];
  const queue = [...variables];
  for (const variable of queue) {
    for (const { fn, instruction } of writes.get(variable) ?? []) {
      if (lines.length >= LONGEST) return lines;
      const source = definitions.get(fn)![instruction.from];
      const what = describeWrite(sourceCode, variable, source, definitions.get(fn)!);
      lines.push(`line ${instruction.node.loc.start.line}: ${what}`);
      for (const from of variablesBehind(definitions.get(fn)!, instruction.from))
        if (!queue.includes(from)) queue.push(from);
    }
  }
  return lines;
}

function writesIn({ functions }: FileIR): Map<Variable, Write[]> {
  const writes = new Map<Variable, Write[]>();
  for (const fn of functions) {
    for (const { instructions } of fn.blocks) {
      for (const instruction of instructions) {
        if (instruction.op !== "write" || instruction.variable.kind === "import") continue;
        const known = writes.get(instruction.variable);
        if (known === undefined) writes.set(instruction.variable, [{ fn, instruction }]);
        // `finally` is there once for each way through it.
        else if (!known.some((each) => each.instruction.node === instruction.node)) known.push({ fn, instruction });
      }
    }
  }
  return writes;
}

function describeWrite(
  sourceCode: TSESLint.SourceCode,
  { name, kind }: Variable,
  source: Instruction | undefined,
  definitions: Definitions,
): string {
  if (source === undefined) return kind === "parameter" ? `'${name}' is a parameter` : `'${name}' gets a value`;
  const text = textOf(sourceCode, source.node);
  if (source.op === "next") return `'${name}' is an element of '${text}'`;
  // `const { items } = job`
  const whole = source.op === "get" ? definitions[source.object] : undefined;
  if (source.op === "get" && source.key.kind === "name" && text === name && whole !== undefined)
    return `'${name}' is field '${source.key.name}' of '${textOf(sourceCode, whole.node)}'`;
  return text === name ? `'${name}' is declared` : `'${name}' is '${text}'`;
}

type Definitions = readonly (Instruction | undefined)[];

/** The variable that a value is read from, directly, by its fields, or handed back by what it was given to. */
function variablesBehind(definitions: Definitions, temp: Temp): Variable[] {
  const definition = definitions[temp];
  switch (definition?.op) {
    case "read":
      return [definition.variable];
    case "get":
      return variablesBehind(definitions, definition.object);
    case "copy":
    case "cast":
    case "await":
    case "element":
    case "rest":
    case "next":
      return variablesBehind(definitions, definition.from);
    case "call":
    case "new":
      return definition.args.flatMap(({ temp: argument }) => variablesBehind(definitions, argument));
    default:
      return [];
  }
}
