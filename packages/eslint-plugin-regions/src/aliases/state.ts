import type { Temp, Variable } from "../lower/ir.js";
import { unite, type Value, type Values, type ValueTable } from "./value.js";

/** What variables, temporaries and fields can be at a point of a function. What is absent is as it was at first. */
export interface State {
  readonly variables: Map<Variable, Values>;
  readonly temps: Map<Temp, Values>;
  readonly fields: Map<Value, Values>;
}

export const emptyState = (): State => ({ variables: new Map(), temps: new Map(), fields: new Map() });

export const copyState = (state: State): State => ({
  variables: new Map(state.variables),
  temps: new Map(state.temps),
  fields: new Map(state.fields),
});

/** Adds to `into` what holds in `from`. @returns whether that is news */
export function joinInto(into: State, from: State, table: ValueTable): boolean {
  const variables = joinMaps(into.variables, from.variables, (variable) => [table.variable(variable)]);
  const fields = joinMaps(into.fields, from.fields, (field) => [field]);
  const temps = joinMaps(into.temps, from.temps, () => []);
  return variables || fields || temps;
}

function joinMaps<K>(into: Map<K, Values>, from: ReadonlyMap<K, Values>, initial: (key: K) => Values): boolean {
  let isNews = false;
  const put = (key: K, mine: Values, theirs: Values): void => {
    const both = unite(mine, theirs);
    if (both === mine && into.has(key)) return;
    into.set(key, both);
    isNews = true;
  };
  for (const [key, theirs] of from) put(key, into.has(key) ? into.get(key) : initial(key), theirs);
  for (const [key, mine] of into) if (!from.has(key)) put(key, mine, initial(key));
  return isNews;
}

/** The state in the next turn of a loop from block `first` to block `last`. */
export function ageState(state: State, table: ValueTable, first: number, last: number): State {
  const age = (values: Values): Values => {
    if (values === undefined || values.every((each) => table.aged(each, first, last) === each)) return values;
    return [...new Set(values.map((each) => table.aged(each, first, last)))];
  };
  const fields = new Map<Value, Values>();
  for (const [field, values] of state.fields) {
    const aged = table.aged(field, first, last);
    // Of what stands for many, a field can be any of theirs.
    fields.set(aged, fields.has(aged) ? unite(fields.get(aged), age(values)) : age(values));
  }
  return {
    variables: new Map([...state.variables].map(([variable, values]) => [variable, age(values)])),
    temps: new Map([...state.temps].map(([temp, values]) => [temp, age(values)])),
    fields,
  };
}
