import type { Argument, FunctionIR, Instruction, Temp, Variable } from "../lower/ir.js";
import { callbackOf } from "./callbacks.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import { mayAssign } from "../by-name/may-assign.js";
import { type AliasFile, functionAt, functionNodeAt } from "./file.js";
import { fieldIn, setField, setVariable, type State, variableIn } from "./state.js";
import { type FieldKey, unite, type Value, type Values } from "./value.js";

/** The function that makes a call, where it makes it. */
export interface Caller {
  readonly file: AliasFile;
  readonly fn: FunctionIR;
  readonly state: State;
  readonly valueOf: (temp: Temp) => Values;
}

/** A function of the file that is called, and what its parameters and `this` are. */
export interface Binding {
  readonly callee: FunctionIR;
  readonly receiver: Values;
  readonly parameters: readonly Values[];
}

type Call = Instruction & { op: "call" };

export function readVariable({ file, state }: Caller, variable: Variable): Values {
  return variableIn(state, variable, file.table);
}

export function readFields({ file, state }: Caller, bases: Values, key: FieldKey): Values {
  if (bases === undefined) return undefined;
  let out: Values = [];
  for (const base of bases) {
    const field = file.table.field(base, key);
    if (field === undefined) return undefined;
    out = unite(out, fieldIn(state, field));
  }
  return out;
}

/** What a value of a callee is for its caller; undefined: nothing that it knows. */
export function translate(caller: Caller, binding: Binding, value: Value): Values {
  const { origin } = value;
  switch (origin.kind) {
    case "parameter":
      return origin.fn === binding.callee ? binding.parameters[origin.index] : [value];
    case "this":
      return origin.fn === binding.callee && origin.fn !== ownerOfThis(caller.fn) ? binding.receiver : [value];
    case "variable":
      return readVariable(caller, origin.variable);
    case "field":
      if (typeof origin.key !== "string") return undefined;
      return readFields(caller, translate(caller, binding, origin.base), origin.key);
    case "site":
      return undefined;
  }
}

/** The function of the file that a call calls. */
export function calleeOf(caller: Caller, call: Call): Binding | undefined {
  const callee = functionAt(caller.file, caller.fn, call.callee);
  if (callee === undefined) return undefined;
  const receiver = call.receiver === undefined ? undefined : caller.valueOf(call.receiver);
  return { callee, receiver, parameters: bindArguments(caller, callee, call.args) };
}

function bindArguments(caller: Caller, callee: FunctionIR, args: readonly Argument[]): readonly Values[] {
  const spread = args.findIndex((each) => each.spread);
  const known = spread < 0 ? args : args.slice(0, spread);
  return callee.parameters.map(({ rest }, index) => {
    const argument = known[index];
    return rest || argument === undefined ? undefined : caller.valueOf(argument.temp);
  });
}

/** The function that a method such as `forEach` calls for each element. */
export function visitorOf(caller: Caller, call: Call): Binding | undefined {
  const callback = callbackOf(caller.file.definitionsOf(caller.fn), call);
  const callee = callback && functionAt(caller.file, caller.fn, callback.function);
  if (callback === undefined || callee === undefined) return undefined;
  const container = caller.valueOf(callback.container);
  const item = readFields(caller, container, "@item");
  const start = callback.start === undefined ? undefined : caller.valueOf(callback.start);
  const parameters = callback.accumulates ? [start, item, undefined, container] : [item, item, container];
  return { callee, receiver: undefined, parameters };
}

/** Forgets what a called function may have assigned. @returns what it returns, if that is known */
export function applyCall(caller: Caller, { callee, ...rest }: Binding): Values {
  const summary = caller.file.summaryOf(callee);
  forgetAssigned(caller, { callee, ...rest });
  let out: Values = [];
  if (callee.isAsync || callee.isGenerator) return undefined;
  for (const value of summary.returned ?? [undefined]) {
    out = value === undefined ? undefined : unite(out, translate(caller, { callee, ...rest }, value));
  }
  return out;
}

/** A function that is handed over may be called, whoever gets it. */
export function applyHandedOver(caller: Caller, args: readonly Argument[]): void {
  for (const { temp } of args) {
    const node = functionNodeAt(caller.file, caller.fn, temp);
    const callee = node && mayAssign(caller.file.source, node) ? caller.file.functions.at(node) : undefined;
    if (callee !== undefined) forgetAssigned(caller, { callee, receiver: undefined, parameters: [] });
  }
}

function forgetAssigned(caller: Caller, binding: Binding): void {
  const { file, state } = caller;
  for (const { origin } of file.summaryOf(binding.callee).assigned) {
    if (origin.kind === "variable") setVariable(state, origin.variable, undefined);
    if (origin.kind !== "field" || typeof origin.key !== "string") continue;
    for (const base of translate(caller, binding, origin.base) ?? []) {
      const field = file.table.field(base, origin.key);
      if (field !== undefined) setField(state, field, undefined);
    }
  }
}
