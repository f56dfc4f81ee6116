import type { TSESTree } from "@typescript-eslint/utils";
import { aliasesOf } from "../aliases/aliases-of.js";
import { callbackOf } from "../aliases/callbacks.js";
import { changeOf } from "../aliases/change.js";
import { type Deed, deedsAt } from "../aliases/deeds.js";
import { type AliasFile, functionAt } from "../aliases/file.js";
import { follow, type Point } from "../aliases/follow.js";
import { type FieldKey, iteratedBy, rootOf, type Value } from "../aliases/value.js";
import type { Problem } from "../report/problem.js";
import type { FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { nameOf } from "../lower/name-of.js";
import { byName, capitalised, type Source, textOf } from "../report/words.js";
import { type Declared, declaredParameters, mentionsReadonly, type Types, typesOf } from "./declared.js";
import { listOfElement } from "./element-getters.js";
import { protects } from "./protects.js";
import { suspectsIn } from "./suspects.js";

/** A parameter that its declaration protects. */
interface Parameter {
  readonly name: string;
  readonly declared: Declared;
}

interface Context {
  readonly source: Source;
  readonly file: AliasFile;
  readonly types: Types;
  readonly byFunction: Map<FunctionIR, ReadonlyMap<number, Parameter>>;
}

/** Changes of parameters that are declared as not to be changed. */
export function findReadonlyMistakes(source: Source): Problem[] {
  if (!mentionsReadonly(source.text)) return [];
  const types = typesOf(source);
  return mistakesIn(source, types, suspectsIn(source, types));
}

/** The same in some functions of a file. */
export function mistakesIn(source: Source, types: Types, functions: readonly TSESTree.Node[]): Problem[] {
  if (functions.length === 0) return [];
  const file = aliasesOf(source);
  const context: Context = { source, file, types, byFunction: new Map() };
  const found = new Map<string, Problem>();
  for (const node of functions) {
    const fn = file.functions.at(node);
    if (fn === undefined || !mayChange(file, fn)) continue;
    follow(file, fn, (instruction, point) => {
      if (instruction === undefined) return;
      for (const deed of deedsAt(point, instruction)) {
        const problem = judge(context, deed, point);
        const key = deed.node.range.join("-");
        if (problem !== undefined && !found.has(key)) found.set(key, problem);
      }
    });
  }
  return [...found.values()];
}

/** The parameters of a function that its declaration protects, by index. */
function parametersOf({ source, types, byFunction }: Context, fn: FunctionIR): ReadonlyMap<number, Parameter> {
  let known = byFunction.get(fn);
  if (known === undefined) {
    const parameters = new Map<number, Parameter>();
    for (const [index, declared] of declaredParameters(source, types, fn)) {
      const { variable, node } = fn.parameters[index]!;
      parameters.set(index, { name: variable?.name ?? textOf(source, node), declared });
    }
    byFunction.set(fn, (known = parameters));
  }
  return known;
}

/** The protected parameter that a variable is, unless something else is ever written to it. */
function parameterIn(context: Context, variable: Variable): Parameter | undefined {
  const [definition, ...others] = variable.scopeVariable?.defs ?? [];
  if (definition?.type !== "Parameter" || others.length > 0) return undefined;
  if (variable.scopeVariable!.references.some((each) => each.isWrite() && each.init !== true)) return undefined;
  const fn = context.file.functions.at(definition.node);
  const index = fn?.parameters.findIndex((each) => each.variable === variable) ?? -1;
  return fn && parametersOf(context, fn).get(index);
}

/** Whether it changes anything, or calls what may. */
function mayChange(file: AliasFile, fn: FunctionIR): boolean {
  const definitions = file.definitionsOf(fn);
  return fn.blocks.some(({ instructions }) =>
    instructions.some((each) => {
      if (changeOf(definitions, each) !== undefined) return true;
      if (each.op !== "call") return false;
      const callee = functionAt(file, fn, callbackOf(definitions, each)?.function ?? each.callee);
      return callee !== undefined;
    }),
  );
}

function judge(context: Context, deed: Deed, point: Point): Problem | undefined {
  const { effect, change, targets } = deed;
  // What the helper has promised itself is told there.
  if (effect !== undefined && protectedBy(context, effect.target, deed, undefined) !== undefined) return undefined;
  for (const target of targets ?? []) {
    const parameter = protectedBy(context, target, deed, point);
    if (parameter === undefined) continue;
    const { source } = context;
    const { by } = deed;
    const subject = textOf(source, change.subject);
    const message = describe(parameter, by === undefined ? subject : parameter.name, {
      what: change.what,
      by,
      node: change.node,
    });
    const inside = by === undefined ? [] : [{ loc: change.node.loc, label: "the change itself" }];
    const places = [{ loc: parameter.declared.node.loc, label: "declared as read-only here" }, ...inside];
    return { loc: deed.node.loc, message, label: "changed here", places };
  }
  return undefined;
}

/** Elements of elements are followed so far. */
const DEEPEST = 5;

/**
 * The parameter that a value is, or is reached from, if that forbids to change it.
 *
 * @param point where elements of containers can be told; undefined: in another function
 * @param rest the fields on the way from the value to what is changed
 */
function protectedBy(
  context: Context,
  value: Value,
  deed: Deed,
  point: Point | undefined,
  rest: readonly FieldKey[] = [],
): Parameter | undefined {
  const root = rootOf(value);
  const { origin } = root;
  if (value.isOld || rest.length > DEEPEST) return undefined;
  const path = [...pathOf(value), ...rest];
  if (origin.kind === "site") {
    const { instruction } = origin;
    const container = containerOf(instruction) ?? (point && listOfElement(point.fn, point.definitions, instruction));
    const containers = container === undefined ? undefined : iteratedBy(point?.valueOf(container));
    return firstOf(containers ?? [], (each) => protectedBy(context, each, deed, point, [root, ...path]));
  }
  const parameter =
    origin.kind === "parameter"
      ? parametersOf(context, origin.fn).get(origin.index)
      : origin.kind === "variable"
        ? parameterIn(context, origin.variable)
        : undefined;
  return parameter && protects(context.types, parameter.declared, path, deed.change) ? parameter : undefined;
}

/** What an element is taken from, by a loop or by a key that is not known: `list` of `list[i]`. */
function containerOf(instruction: Instruction): Temp | undefined {
  if (instruction.op === "next") return instruction.how === "of" ? instruction.from : undefined;
  return instruction.op === "get" && instruction.key.kind === "dynamic" ? instruction.object : undefined;
}

function firstOf<T, R>(list: readonly T[], find: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function pathOf(value: Value): FieldKey[] {
  const path: FieldKey[] = [];
  for (let each = value; each.origin.kind === "field"; each = each.origin.base) path.unshift(each.origin.key);
  return path;
}

function describe(
  { name, declared: { text, node: declared } }: Parameter,
  subject: string,
  { what, by, node }: { what: string; by: FunctionIR | undefined; node: TSESTree.Node },
): string {
  const type = text.replace(/\s+/g, " ");
  const short = type.length > 60 ? `${type.slice(0, 57)}...` : type;
  const relation = subject === name ? "it" : `it is, or is part of, parameter '${name}', which`;
  const deed =
    by === undefined
      ? `This ${what} changes it`
      : `${capitalised(byName(nameOf(by)))} changes it on line ${String(node.loc.start.line)} (${what})`;
  return (
    `'${subject}' is read-only: ${relation} is declared '${short}' on line ${String(declared.loc.start.line)}. ${deed}.\n` +
    "Change a copy, or declare the parameter without 'readonly'."
  );
}
