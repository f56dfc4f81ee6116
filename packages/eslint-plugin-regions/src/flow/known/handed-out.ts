import type { FunctionIR, Instruction, Temp, Variable } from "../../lower/ir.js";
import type { Definitions, FileContext } from "../state/frame.js";
import { freezingCall } from "./freezing-calls.js";

/**
 * The functions that return what a variable of the file holds, or a part of it, and that was frozen when the file was
 * loaded: whoever calls them has something frozen. So have the instances of a class that are given it.
 */
export function handsOutFrozen(file: FileContext, functions: readonly Definitions[]): FunctionIR[] {
  const module = functions.find(({ fn }) => fn.kind === "module");
  const frozen = module === undefined ? undefined : frozenVariables(file, module);
  if (frozen === undefined || frozen.size === 0) return [];
  return functions.filter((each) => each !== module && handsOutPartOf(each, frozen)).map(({ fn }) => fn);
}

function frozenVariables(file: FileContext, { fn, definitions }: Definitions): ReadonlySet<Variable> {
  const frozen = new Set<Variable>([...file.constants.frozen].flatMap(([variable, call]) => (call ? [variable] : [])));
  /** Literals with something frozen in them. */
  const holding = new Set<Temp>();
  const isFrozen = (temp: Temp): boolean => {
    const made = definitions[temp];
    if (made?.op === "cast") return isFrozen(made.from);
    if (made?.op === "call") return freezingCall(file, { fn, definitions }, made) !== undefined;
    const variable = variableBehind(definitions, temp);
    return holding.has(temp) || (variable !== undefined && frozen.has(variable));
  };
  for (const each of fn.blocks.flatMap(({ instructions }) => instructions)) {
    if (each.op === "set" && each.how === "init" && isFrozen(each.from)) holding.add(each.object);
    else if (each.op === "write" && each.variable.writes === 1 && isFrozen(each.from)) frozen.add(each.variable);
    else if (each.op === "call" && freezingCall(file, { fn, definitions }, each) !== undefined) {
      const variable = each.args[0] && variableBehind(definitions, each.args[0].temp);
      if (variable !== undefined) frozen.add(variable);
    }
  }
  return frozen;
}

function handsOutPartOf({ fn, definitions }: Definitions, variables: ReadonlySet<Variable>): boolean {
  const isPart = (temp: Temp): boolean => {
    const variable = variableBehind(definitions, temp);
    return variable !== undefined && variables.has(variable);
  };
  return fn.blocks.some(({ instructions, end }) =>
    fn.kind === "fields" || fn.kind === "constructor"
      ? instructions.some((each) => each.op === "set" && isPart(each.from))
      : end.op === "return" && end.from !== undefined && isPart(end.from),
  );
}

/** The variable that a value was read from, by way of its fields. */
function variableBehind(definitions: readonly (Instruction | undefined)[], temp: Temp): Variable | undefined {
  let each = definitions[temp];
  while (each?.op === "get" || each?.op === "cast") each = definitions[each.op === "get" ? each.object : each.from];
  return each?.op === "read" ? each.variable : undefined;
}
