import type { TSESTree } from "@typescript-eslint/utils";
import { aliasesOf } from "../aliases/aliases-of.js";
import { callbackOf } from "../aliases/callbacks.js";
import { changeOf } from "../aliases/change.js";
import { type Deed, deedsAt } from "../aliases/deeds.js";
import { type AliasFile, functionAt } from "../aliases/file.js";
import { follow } from "../aliases/follow.js";
import { type FieldKey, rootOf, type Value } from "../aliases/value.js";
import type { Problem } from "../report/problem.js";
import type { FunctionIR, Variable } from "../lower/ir.js";
import { irOf } from "../lower/lower-file.js";
import { type Source, textOf } from "../report/words.js";
import { type Declared, declaredParameters, mentionsReadonly, type Types, typesOf } from "./declared.js";
import { protects } from "./protects.js";

/** A parameter that its declaration protects. */
interface Parameter {
  readonly name: string;
  readonly declared: Declared;
}

interface Context {
  readonly source: Source;
  readonly file: AliasFile;
  readonly types: Types;
  readonly byFunction: ReadonlyMap<FunctionIR, ReadonlyMap<number, Parameter>>;
  readonly byVariable: ReadonlyMap<Variable, Parameter>;
}

/** Changes of parameters that are declared as not to be changed. */
export function findReadonlyMistakes(source: Source): Problem[] {
  if (!mentionsReadonly(source.text)) return [];
  const ir = irOf(source);
  const types = typesOf(source);
  const byFunction = new Map<FunctionIR, ReadonlyMap<number, Parameter>>();
  const byVariable = new Map<Variable, Parameter>();
  for (const fn of ir.functions) {
    const parameters = new Map<number, Parameter>();
    for (const [index, declared] of declaredParameters(source, types, fn)) {
      const { variable, node } = fn.parameters[index]!;
      const parameter = { name: variable?.name ?? textOf(source, node), declared };
      parameters.set(index, parameter);
      if (variable?.writes === 1) byVariable.set(variable, parameter);
    }
    if (parameters.size > 0) byFunction.set(fn, parameters);
  }
  if (byFunction.size === 0) return [];
  const context: Context = { source, file: aliasesOf(ir), types, byFunction, byVariable };
  const found = new Map<string, Problem>();
  for (const fn of ir.functions) {
    if (!knowsProtected(context, fn) || !mayChange(context.file, fn)) continue;
    follow(context.file, fn, (instruction, point) => {
      if (instruction === undefined) return;
      for (const deed of deedsAt(point, instruction)) {
        const message = judge(context, deed);
        const key = deed.node.range.join("-");
        if (message !== undefined && !found.has(key)) found.set(key, { loc: deed.node.loc, message });
      }
    });
  }
  return [...found.values()];
}

const knowsProtected = ({ byFunction, byVariable }: Context, fn: FunctionIR): boolean =>
  byFunction.has(fn) || [...fn.captures].some((each) => byVariable.has(each));

/** Whether it changes anything, or calls what may. */
function mayChange(file: AliasFile, fn: FunctionIR): boolean {
  const definitions = file.definitions.get(fn)!;
  return fn.blocks.some(({ instructions }) =>
    instructions.some((each) => {
      if (changeOf(definitions, each) !== undefined) return true;
      if (each.op !== "call") return false;
      const callee = functionAt(file, fn, callbackOf(definitions, each)?.function ?? each.callee);
      return callee !== undefined;
    }),
  );
}

function judge(context: Context, deed: Deed): string | undefined {
  const { effect, change, targets } = deed;
  // What the helper has promised itself is told there.
  if (effect !== undefined && protectedBy(context, effect.target, deed) !== undefined) return undefined;
  for (const target of targets ?? []) {
    const parameter = protectedBy(context, target, deed);
    if (parameter === undefined) continue;
    const { source } = context;
    const { by } = deed;
    const subject = textOf(source, change.subject);
    return describe(parameter, by === undefined ? subject : parameter.name, {
      what: change.what,
      by,
      node: change.node,
    });
  }
  return undefined;
}

/** The parameter that a value is, or is reached from, if that forbids to change it. */
function protectedBy({ types, byFunction, byVariable }: Context, value: Value, deed: Deed): Parameter | undefined {
  const { origin } = rootOf(value);
  const parameter =
    origin.kind === "parameter"
      ? byFunction.get(origin.fn)?.get(origin.index)
      : origin.kind === "variable"
        ? byVariable.get(origin.variable)
        : undefined;
  if (parameter === undefined || value.isOld) return undefined;
  return protects(types, parameter.declared, pathOf(value), deed.change) ? parameter : undefined;
}

function pathOf(value: Value): FieldKey[] {
  const path: FieldKey[] = [];
  for (let each = value; each.origin.kind === "field"; each = each.origin.base) path.unshift(each.origin.key);
  return path;
}

function describe(
  { name, declared: { text, line } }: Parameter,
  subject: string,
  { what, by, node }: { what: string; by: FunctionIR | undefined; node: TSESTree.Node },
): string {
  const type = text.replace(/\s+/g, " ");
  const short = type.length > 60 ? `${type.slice(0, 57)}...` : type;
  const relation = subject === name ? "it" : `it is, or is part of, parameter '${name}', which`;
  const deed =
    by === undefined
      ? `This ${what} changes it`
      : `'${by.name ?? "this function"}' changes it on line ${String(node.loc.start.line)} (${what})`;
  return (
    `'${subject}' is read-only: ${relation} is declared '${short}' on line ${String(line)}. ${deed}.\n` +
    "Change a copy, or declare the parameter without 'readonly'."
  );
}
