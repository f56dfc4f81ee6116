import type { FunctionIR, Temp, Variable } from "../lower/ir.js";

/** What a path to shared state begins with. */
export type Root =
  /** A variable: its own value, or the object that it holds. */
  | { readonly kind: "variable"; readonly variable: Variable }
  /** `this` of a function that is no arrow. */
  | { readonly kind: "this"; readonly fn: FunctionIR }
  /** An argument of the function at hand. */
  | { readonly kind: "argument"; readonly fn: FunctionIR; readonly index: number };

/** Where a value is kept: a variable, a field, an element, or the entry of a Map, by its path from a root. */
export interface Place {
  readonly id: number;
  readonly root: Root;
  /** What it is a part of. */
  readonly whole: Place | undefined;
  /** Local variables that are keys on the way: with another value in one of them, it is another place. */
  readonly keys: readonly Variable[];
}

/** The places that one function names; two spellings of the same path are one place. */
export interface Places {
  ofRoot(root: Root, id: string): Place;
  part(whole: Place, key: PartKey): Place;
}

/** A field's name, or an entry under the value of a variable, of another place, or of one evaluation. */
export type PartKey =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "temp"; readonly temp: Temp };

const NO_KEYS: readonly Variable[] = [];

export function createPlaces(): Places {
  const known = new Map<string, Place>();
  const intern = (text: string, root: Root, whole: Place | undefined, keys: readonly Variable[]): Place => {
    let place = known.get(text);
    if (place === undefined) known.set(text, (place = { id: known.size, root, whole, keys }));
    return place;
  };
  return {
    ofRoot: (root, id) => intern(`${root.kind} ${id}`, root, undefined, NO_KEYS),
    part(whole, key) {
      const keys =
        key.kind === "variable"
          ? [...whole.keys, key.variable]
          : key.kind === "place"
            ? [...whole.keys, ...key.place.keys]
            : whole.keys;
      return intern(`${String(whole.id)} ${key.kind} ${textOf(key)}`, whole.root, whole, keys);
    },
  };
}

function textOf(key: PartKey): string {
  switch (key.kind) {
    case "name":
      return key.name;
    case "variable":
      return String(key.variable.id);
    case "place":
      return String(key.place.id);
    case "temp":
      return String(key.temp);
  }
}
