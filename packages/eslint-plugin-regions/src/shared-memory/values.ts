import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "../lower/ir.js";

/** The element type of a view: "Int32", "BigInt64", "Float64"; "DataView" has all of them. */
export type ElementType = string;

/** Shared memory that one place of the program makes, or gets from another thread. */
export interface Memory {
  readonly kind: "memory";
  readonly node: TSESTree.Node;
  /** It came from elsewhere, as a type or a test says: others have it from the start. */
  readonly isReceived: boolean;
}

/** A parameter of whose type nothing is said: at a call it stands for what is given. */
export interface Argument {
  readonly kind: "argument";
  readonly fn: FunctionIR;
  readonly index: number;
}

/** A typed array or `DataView`. */
export interface View {
  readonly kind: "view";
  readonly elements: ElementType;
  /** Undefined: memory that is not shared. */
  readonly memory: Memory | Argument | undefined;
}

/** An object whose fields are followed: a literal, a collection, the instances of a class, a declared type. */
export interface Holder {
  readonly kind: "holder";
  readonly node: TSESTree.Node;
}

/** A `TextDecoder`, which reads what it is given. */
export interface Decoder {
  readonly kind: "decoder";
}

/** Something else, of which nothing is known. */
export interface Other {
  readonly kind: "other";
}

export type Value = Memory | Argument | View | Holder | Decoder | Other;

/** What an expression can stand for. */
export type Values = ReadonlySet<Value>;

export const OTHER: Other = { kind: "other" };
export const DECODER: Decoder = { kind: "decoder" };
export const NOTHING: Values = new Set();
export const UNKNOWN: Values = new Set([OTHER]);

export const isInteger = (elements: ElementType): boolean => !/^(?:Float|Uint8Clamped)/.test(elements);

export function union(one: Values | undefined, other: Values | undefined): Values {
  if (one === undefined || one.size === 0) return other ?? NOTHING;
  if (other === undefined || [...other].every((each) => one.has(each))) return one;
  return new Set([...one, ...other]);
}

/** Makes each value once, so that sets of them can be compared. */
export class ValueTable {
  readonly #byNode = new Map<TSESTree.Node, Map<string, Memory | Holder>>();
  readonly #views = new Map<Memory | Argument | undefined, Map<ElementType, View>>();
  readonly #arguments = new Map<FunctionIR, Argument[]>();

  memory(node: TSESTree.Node, isReceived = false): Memory {
    return this.#at(node, isReceived ? "received" : "made", () => ({ kind: "memory", node, isReceived }));
  }

  holder(node: TSESTree.Node): Holder {
    return this.#at(node, "holder", () => ({ kind: "holder", node }));
  }

  view(elements: ElementType, memory: Memory | Argument | undefined): View {
    let here = this.#views.get(memory);
    if (here === undefined) this.#views.set(memory, (here = new Map<ElementType, View>()));
    let view = here.get(elements);
    if (view === undefined) here.set(elements, (view = { kind: "view", elements, memory }));
    return view;
  }

  argument(fn: FunctionIR, index: number): Argument {
    let list = this.#arguments.get(fn);
    if (list === undefined) {
      list = fn.parameters.map((_, each) => ({ kind: "argument", fn, index: each }));
      this.#arguments.set(fn, list);
    }
    return list[index]!;
  }

  #at<T extends Memory | Holder>(node: TSESTree.Node, role: string, make: () => T): T {
    let here = this.#byNode.get(node);
    if (here === undefined) this.#byNode.set(node, (here = new Map<string, Memory | Holder>()));
    let value = here.get(role);
    if (value === undefined) here.set(role, (value = make()));
    return value as T;
  }
}
