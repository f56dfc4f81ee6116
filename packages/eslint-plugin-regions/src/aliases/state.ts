import * as intMap from "../flow/state/int-map.js";
import type { IntMap } from "../flow/state/int-map.js";
import type { Temp, Variable } from "../lower/ir.js";
import { unite, type Value, type Values, type ValueTable } from "./value.js";

/**
 * What variables, temporaries and fields can be at a point of a function. What has no entry is as it was at first, or,
 * where only one of several ways that meet has one, as it is there.
 */
export interface State {
  variables: IntMap<Known>;
  temps: IntMap<Known>;
  fields: IntMap<Known>;
}

interface Known {
  readonly values: Values;
}

export const emptyState = (): State => ({ variables: undefined, temps: undefined, fields: undefined });

const read = (map: IntMap<Known>, id: number, otherwise: Values): Values => {
  const known = intMap.get(map, id);
  return known === undefined ? otherwise : known.values;
};

export const variableIn = (state: State, variable: Variable, table: ValueTable): Values =>
  read(state.variables, variable.id, [table.variable(variable)]);
export const tempIn = (state: State, temp: Temp): Values => read(state.temps, temp, undefined);
export const fieldIn = (state: State, field: Value): Values => read(state.fields, field.id, [field]);

export function setVariable(state: State, variable: Variable, values: Values): void {
  state.variables = intMap.set(state.variables, variable.id, { values });
}
export function setTemp(state: State, temp: Temp, values: Values): void {
  state.temps = intMap.set(state.temps, temp, { values });
}
export function setField(state: State, field: Value, values: Values): void {
  state.fields = intMap.set(state.fields, field.id, { values });
}

/** Adds to `into` what holds in `from`. @returns whether that is news */
export function joinInto(into: State, from: State): boolean {
  const variables = intMap.merge(into.variables, from.variables, join);
  const temps = intMap.merge(into.temps, from.temps, join);
  const fields = intMap.merge(into.fields, from.fields, join);
  const isNews = variables !== into.variables || temps !== into.temps || fields !== into.fields;
  Object.assign(into, { variables, temps, fields });
  return isNews;
}

function join(a: Known, b: Known): Known {
  const values = unite(a.values, b.values);
  return values === a.values ? a : { values };
}

/** The state in the next turn of a loop from block `first` to block `last`. */
export function ageState(state: State, table: ValueTable, first: number, last: number): State {
  const age = (map: IntMap<Known>): IntMap<Known> => {
    let out = map;
    intMap.forEach(map, ({ values }, id) => {
      if (values?.some((each) => table.aged(each, first, last) !== each) !== true) return;
      out = intMap.set(out, id, { values: [...new Set(values.map((each) => table.aged(each, first, last)))] });
    });
    return out;
  };
  let fields = age(state.fields);
  intMap.forEach(state.fields, (_, id) => {
    const field = table.at(id);
    const aged = table.aged(field, first, last);
    if (aged === field) return;
    // Of what stands for many, a field can be any of theirs.
    fields = intMap.set(intMap.remove(fields, id), aged.id, { values: undefined });
  });
  return { variables: age(state.variables), temps: age(state.temps), fields };
}
