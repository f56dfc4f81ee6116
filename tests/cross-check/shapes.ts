import type { Random } from "./random.js";

/** What a value looks like, so that programs read only what is there. */
export type Shape =
  | { readonly kind: "object"; readonly name: string; readonly fields: Readonly<Record<string, Shape>> }
  | { readonly kind: "array" | "map" | "set"; readonly of: Shape }
  /** The bridge of a region, with the shape of its bridge. */
  | { readonly kind: "region"; readonly of: Shape };

const object = (name: string, fields: Record<string, Shape>): Shape => ({ kind: "object", name, fields });

/** All objects have a number `n` besides their fields. */
const leaf = object("leaf", {});
const leaves: Shape = { kind: "array", of: leaf };
const node = object("node", { leaf, items: leaves });
const box = object("box", { node, index: { kind: "map", of: leaf }, bag: { kind: "set", of: leaf } });
const nodes: Shape = { kind: "array", of: node };

/** Shapes of what programs make. */
export const shapes: readonly (readonly [number, Shape])[] = [
  [3, leaf],
  [4, node],
  [3, box],
  [2, leaves],
  [2, nodes],
  [1, { kind: "map", of: leaf }],
  [1, { kind: "set", of: leaf }],
];

export const isSame = (a: Shape, b: Shape): boolean => {
  if (a.kind === "object" && b.kind === "object") return a.name === b.name;
  return a.kind !== "object" && b.kind !== "object" && a.kind === b.kind && isSame(a.of, b.of);
};

/**
 * An expression for a new value.
 *
 * @param inner gives expressions for parts, when there is something to take instead of a literal
 */
export function literal(random: Random, shape: Shape, inner: (shape: Shape) => string | undefined): string {
  const part = (each: Shape): string => inner(each) ?? literal(random, each, inner);
  switch (shape.kind) {
    case "object": {
      const fields = Object.entries(shape.fields).map(([name, each]) => `, ${name}: ${part(each)}`);
      return `{ n: ${random.below(9)}${fields.join("")} }`;
    }
    case "array":
      return `[${part(shape.of)}, ${part(shape.of)}]`;
    case "map":
      return `new Map([["a", ${part(shape.of)}], ["b", ${part(shape.of)}]]¤)`;
    case "set":
      return `new Set([${part(shape.of)}, ${part(shape.of)}]¤)`;
    case "region":
      return `new Region(${literal(random, shape.of, inner)}¤)`;
  }
}

/** Whether a value of the shape holds regions. */
export function hasRegions(shape: Shape): boolean {
  if (shape.kind === "region") return true;
  return shape.kind === "object" ? Object.values(shape.fields).some(hasRegions) : hasRegions(shape.of);
}
