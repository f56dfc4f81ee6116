import type { TSESTree } from "@typescript-eslint/utils";
import type { Definitions } from "../flow/state/frame.js";
import type { FunctionIR, Key, Temp } from "../lower/ir.js";
import type { Access } from "./access.js";
import { dataViewMethod } from "./access.js";
import type { Concerned } from "./concerned.js";
import { addTo, fieldsOf, type Program, type Summary } from "./program.js";
import type { Sharing, State } from "./state.js";
import type { Argument, Memory, Value, Values } from "./values.js";
import { isInteger, NOTHING, union } from "./values.js";

/** A plain access to shared memory. */
export interface PlainAccess {
  readonly access: Access;
  readonly memory: Memory;
  /** Undefined: it was received. */
  readonly sharing: Sharing | undefined;
  /** What the view is for sure; undefined: it may be something that `Atomics` refuses. */
  readonly elements: "Number" | "BigInt" | undefined;
  /** The helper whose call does it, and where it does. */
  readonly helper: { readonly name: string; readonly node: TSESTree.Node } | undefined;
}

/** The pass over one function. */
export interface Run {
  readonly program: Program;
  readonly concerned: Concerned;
  readonly fn: FunctionIR;
  readonly definitions: Definitions;
  readonly temps: (Values | undefined)[];
  readonly summary: Summary;
  state: State;
  /** In the last pass. */
  readonly report: ((found: PlainAccess) => void) | undefined;
}

export const valuesAt = (run: Run, temp: Temp | undefined): Values =>
  (temp === undefined ? undefined : run.temps[temp]) ?? NOTHING;

export const nodeOf = ({ definitions }: Run, temp: Temp, otherwise: TSESTree.Node): TSESTree.Node =>
  definitions.definitions[temp]?.node ?? otherwise;

/** Under which a state keeps what a field holds, when it is known whose field it is. */
export function placeOf({ definitions }: Run, object: Temp, key: Key): string | undefined {
  if (key.kind !== "name") return undefined;
  const definition = definitions.definitions[object];
  if (definition?.op === "this") return `this.${key.name}`;
  return definition?.op === "read" ? `${String(definition.variable.id)}.${key.name}` : undefined;
}

/** Parameters of other functions stand for whatever those were given in this file. */
export function resolve({ program, fn }: Run, values: Values): Values {
  if (![...values].some((each) => isForeign(each, fn))) return values;
  let resolved: Values = NOTHING;
  for (const each of values) resolved = union(resolved, isForeign(each, fn) ? given(program, each) : new Set([each]));
  return resolved;
}

const argumentIn = (value: Value): Argument | undefined => {
  if (value.kind === "argument") return value;
  return value.kind === "view" && value.memory?.kind === "argument" ? value.memory : undefined;
};

const isForeign = (value: Value, fn: FunctionIR): boolean => {
  const argument = argumentIn(value);
  return argument !== undefined && argument.fn !== fn;
};

function given(program: Program, value: Value, depth = 0): Values {
  const argument = argumentIn(value);
  if (argument === undefined) return new Set([value]);
  let values: Values = NOTHING;
  const arguments_ = depth > MOST_HOPS ? NOTHING : (program.given.get(argument.fn)?.[argument.index] ?? NOTHING);
  for (const each of arguments_) values = union(values, given(program, each, depth + 1));
  return value.kind === "view" ? viewsOf(program, value.elements, values) : values;
}

/** Parameters are followed through this many calls. */
const MOST_HOPS = 5;

/** Views of the memory among some values. */
export function viewsOf(program: Program, elements: string, values: Values): Values {
  const views = new Set<Value>();
  for (const each of values) {
    const memory = each.kind === "view" ? each.memory : each;
    if (memory?.kind === "memory" || memory?.kind === "argument") views.add(program.table.view(elements, memory));
  }
  return views;
}

/** All memory and parameters in what some values hold. */
export function reach(program: Program, values: Values): Set<Memory | Argument> {
  const found = new Set<Memory | Argument>();
  const seen = new Set<Value>(values);
  for (const each of seen) {
    if (each.kind === "memory" || each.kind === "argument") found.add(each);
    else if (each.kind === "view" && each.memory !== undefined) found.add(each.memory);
    else if (each.kind === "holder")
      for (const [name, held] of fieldsOf(program, each)) {
        // Nobody but the class sees what is private.
        if (!name.startsWith("#")) held.forEach((inner) => seen.add(inner));
      }
  }
  return found;
}

export function noteShared(program: Program, memory: Memory, sharing: Sharing): void {
  const known = program.shared.get(memory);
  if (known !== undefined && (known.isPosted || !sharing.isPosted)) return;
  program.shared.set(memory, sharing);
  program.hasChanged = true;
}

/** From here on others can have what some values hold. */
export function share(run: Run, values: Values, sharing: Sharing): void {
  const { program, state, summary, fn } = run;
  for (const each of reach(program, values)) {
    if (each.kind === "argument" && each.fn === fn) addTo(program, summary.shares, each.index);
    for (const memory of memoriesOf(program, each)) {
      noteShared(program, memory, sharing);
      if (each.kind === "argument") continue;
      if (!state.shared.has(memory)) state.shared.set(memory, sharing);
      if (!summary.shared.has(memory)) {
        summary.shared.set(memory, sharing);
        program.hasChanged = true;
      }
    }
  }
}

/** It is put where others find it, but nobody can have looked yet: an initialisation may follow. */
export function shareLater(run: Run, values: Values, node: TSESTree.Node): void {
  const { program, state } = run;
  for (const each of reach(program, values)) {
    for (const memory of memoriesOf(program, each)) {
      noteShared(program, memory, { node, isPosted: false });
      state.pending.add(memory);
    }
  }
}

function memoriesOf(program: Program, value: Memory | Argument): Memory[] {
  if (value.kind === "memory") return [value];
  return [...reach(program, given(program, value))].filter((each) => each.kind === "memory");
}

/** How a memory is shared at this point; undefined: it is not. */
function sharingOf({ state }: Run, memory: Memory): { readonly sharing: Sharing | undefined } | undefined {
  if (memory.isReceived && !state.refuted.has(memory)) return { sharing: undefined };
  const sharing = state.shared.get(memory);
  return sharing && { sharing };
}

/**
 * Elements of what `values` stand for are reached without `Atomics`.
 *
 * @param values each is looked at: of a view its memory, of a parameter what callers give for it
 */
export function touch(run: Run, values: Values, access: Access, helper?: PlainAccess["helper"]): void {
  const { program, state, summary, fn } = run;
  if (state.isHeld) return;
  for (const each of values) {
    const memory = each.kind === "view" ? each.memory : each;
    if (each.kind === "view" && !reaches(each.elements, access)) continue;
    if (memory?.kind === "argument" && memory.fn === fn) {
      if (summary.touches.has(access.node)) continue;
      const elements = each.kind === "view" ? each.elements : undefined;
      summary.touches.set(access.node, { index: memory.index, elements, access });
      program.hasChanged = true;
    } else if (each.kind === "view" && memory?.kind === "memory") {
      const shared = sharingOf(run, memory);
      if (shared === undefined) continue;
      run.report?.({ access, memory, sharing: shared.sharing, elements: kindOf(values), helper });
      return;
    }
  }
}

/** A view, if it is one, is read from the first element to the last. */
export function copyFrom(run: Run, values: Values, node: TSESTree.Node, by: string): void {
  const views = new Set([...values].filter(({ kind }) => kind === "view"));
  touch(run, views, { node, view: node, how: "read", member: undefined, by });
}

/** `DataView` has no elements of its own, and typed arrays of fractions no `Atomics`. */
const reaches = (elements: string, { by }: Access): boolean => {
  const isOfDataView = by !== undefined && dataViewMethod(by) !== undefined;
  return elements === "DataView" ? isOfDataView : !isOfDataView && isInteger(elements);
};

function kindOf(values: Values): PlainAccess["elements"] {
  const kinds = new Set(
    [...values].map((each) =>
      each.kind !== "view" || !isInteger(each.elements) || each.elements === "DataView"
        ? undefined
        : each.elements.startsWith("Big")
          ? "BigInt"
          : "Number",
    ),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}
