import type { FunctionIR, Instruction, Variable } from "../lower/ir.js";

/**
 * A name for one object (or primitive) that a function meets, by where it first met it: two expressions with the same
 * name stand for the same thing. Inside a loop a name is that of this turn; what an earlier turn met is `isOld`, and
 * stands for many.
 */
export interface Value {
  readonly id: number;
  readonly origin: Origin;
  readonly isOld: boolean;
  /** Number of fields on the way from the root. */
  readonly depth: number;
}

type Origin =
  /** What a variable held when the function was entered. */
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "parameter"; readonly fn: FunctionIR; readonly index: number }
  | { readonly kind: "this"; readonly fn: FunctionIR }
  /** What a field held when it was first read; `ITERATED` is no field but an iterator over the base. */
  | { readonly kind: "field"; readonly base: Value; readonly key: FieldKey }
  /** What an instruction made, or got from somewhere unknown. */
  | { readonly kind: "site"; readonly instruction: Instruction; readonly block: number };

/** A name, or what the key was computed to. */
export type FieldKey = string | Value;

/** What an expression can be; undefined: anything. */
export type Values = readonly Value[] | undefined;

/** The key under which an iterator is kept that goes over its base. */
export const ITERATED = "@iterated";

/** Methods that return such an iterator. */
export const ITERATORS: ReadonlySet<string> = new Set(["entries", "keys", "values"]);

const MOST_VALUES = 8;
const DEEPEST = 5;

/** The values of a file, each of them once. */
export class ValueTable {
  readonly #list: Value[] = [];
  readonly #variables = new Map<Variable, Value>();
  readonly #parameters = new Map<FunctionIR, Value[]>();
  readonly #selves = new Map<FunctionIR, Value>();
  readonly #sites = new Map<Instruction, Value>();
  readonly #oldSites = new Map<Instruction, Value>();
  readonly #fields = new Map<Value, Map<FieldKey, Value>>();
  readonly #elements = new Map<Value, Value[]>();

  at(id: number): Value {
    return this.#list[id]!;
  }

  variable(variable: Variable): Value {
    const known = this.#variables.get(variable);
    return known ?? remember(this.#variables, variable, this.#create({ kind: "variable", variable }, false, 0));
  }

  parameter(fn: FunctionIR, index: number): Value {
    const known = this.#parameters.get(fn) ?? remember(this.#parameters, fn, []);
    return (known[index] ??= this.#create({ kind: "parameter", fn, index }, false, 0));
  }

  this(fn: FunctionIR): Value {
    return this.#selves.get(fn) ?? remember(this.#selves, fn, this.#create({ kind: "this", fn }, false, 0));
  }

  site(instruction: Instruction, block: number, isOld = false): Value {
    const sites = isOld ? this.#oldSites : this.#sites;
    const known = sites.get(instruction);
    return known ?? remember(sites, instruction, this.#create({ kind: "site", instruction, block }, isOld, 0));
  }

  /** undefined: too far from the root to be followed. */
  field(base: Value, key: FieldKey): Value | undefined {
    if (base.depth >= DEEPEST) return undefined;
    const fields = this.#fields.get(base) ?? remember(this.#fields, base, new Map<FieldKey, Value>());
    const known = fields.get(key);
    if (known !== undefined) return known;
    const isComputed = typeof key !== "string";
    const isOld = base.isOld || (isComputed && key.isOld);
    const field = remember(fields, key, this.#create({ kind: "field", base, key }, isOld, base.depth + 1));
    if (isComputed || isIndex(key)) {
      const elements = this.#elements.get(base);
      if (elements === undefined) this.#elements.set(base, [field]);
      else elements.push(field);
    }
    return field;
  }

  /** The elements of an array, or entries under computed keys, that have been met. */
  elementsOf(base: Value): readonly Value[] {
    return this.#elements.get(base) ?? [];
  }

  /** The same as met in an earlier turn of a loop from block `first` to block `last`. */
  aged(value: Value, first: number, last: number): Value {
    if (value.isOld) return value;
    const { origin } = value;
    if (origin.kind === "site") {
      return first <= origin.block && origin.block <= last ? this.site(origin.instruction, origin.block, true) : value;
    }
    if (origin.kind !== "field") return value;
    const base = this.aged(origin.base, first, last);
    const key = typeof origin.key === "string" ? origin.key : this.aged(origin.key, first, last);
    return base === origin.base && key === origin.key ? value : this.field(base, key)!;
  }

  #create(origin: Origin, isOld: boolean, depth: number): Value {
    const value = { id: this.#list.length, origin, isOld, depth };
    this.#list.push(value);
    return value;
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

const isIndex = (key: string): boolean => /^\d/.test(key);

/** @returns `a` itself when `b` adds nothing. */
export function unite(a: Values, b: Values): Values {
  if (a === b || a === undefined) return a;
  if (b === undefined) return undefined;
  const added = b.filter((each) => !a.includes(each));
  if (added.length === 0) return a;
  return a.length + added.length > MOST_VALUES ? undefined : [...a, ...added];
}

/** Something that both certainly can be at the same time. */
export function common(a: Values, b: Values): Value | undefined {
  return a?.find((each) => !each.isOld && b?.includes(each) === true);
}

/** The value from which a value is reached by way of fields. */
export function rootOf(value: Value): Value {
  let root = value;
  while (root.origin.kind === "field") root = root.origin.base;
  return root;
}

/** What an iterator goes over; a value that is none goes over itself. */
export function iteratedBy(values: Values): Values {
  return values?.map((each) =>
    each.origin.kind === "field" && each.origin.key === ITERATED ? each.origin.base : each,
  );
}
