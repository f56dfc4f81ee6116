import type { Random } from "./random.js";
import { isSame, type Shape } from "./shapes.js";

/**
 * What a value is for all that the generator knows: it keeps no account of what was moved or frozen meanwhile.
 * `part`: a handle of an object of a region.
 */
export type Role = "local" | "region" | "part" | "frozen" | "borrow" | "any";

export interface Variable {
  readonly name: string;
  shape: Shape;
  readonly role: Role;
  /** It can be assigned to. */
  readonly isLet: boolean;
}

/** An expression that leads to a value. */
export interface Place {
  readonly text: string;
  readonly shape: Shape;
  readonly role: Role;
  readonly variable: Variable;
  /** Zero for a variable itself. */
  readonly depth: number;
}

const DEEPEST = 3;

const partRole = (role: Role): Role => (role === "region" || role === "borrow" ? "part" : role);

function* partsOf(place: Place, random: Random): Iterable<Place> {
  const { text, shape, role, variable, depth } = place;
  if (depth >= DEEPEST) return;
  const at = (suffix: string, of: Shape): Place => {
    const isRegion = of.kind === "region";
    return {
      text: `‹${text}›${suffix}`,
      shape: isRegion ? of.of : of,
      role: isRegion ? "region" : partRole(role),
      variable,
      depth: depth + 1,
    };
  };
  if (shape.kind === "object") for (const [name, of] of Object.entries(shape.fields)) yield at(`.${name}`, of);
  else if (shape.kind === "array") yield at(random.pick(["[0]", "[1]"]), shape.of);
  else if (shape.kind === "map") yield at('.get("a"¤)', shape.of);
}

/** Every place that the variables in scope lead to. */
function places(scope: readonly Variable[], random: Random): Place[] {
  const all: Place[] = scope.map((variable) => ({
    text: variable.name,
    shape: variable.shape,
    role: variable.role,
    variable,
    depth: 0,
  }));
  for (const place of all) for (const part of partsOf(place, random)) all.push(part);
  return all;
}

/** One of the places that will do; variables themselves and young ones are likelier. */
export function pickPlace(
  scope: readonly Variable[],
  random: Random,
  accepts: (place: Place) => boolean,
): Place | undefined {
  const found = places(scope, random).filter(accepts);
  if (found.length === 0) return undefined;
  return random.weighted(
    found.map((place) => [(1 + scope.indexOf(place.variable) / 4) / (1 + place.depth), place] as const),
  );
}

export const hasShape =
  (shape: Shape) =>
  (place: Place): boolean =>
    isSame(place.shape, shape);

/** The expression as a value that is used as such. */
export const used = ({ text }: Place): string => `‹${text}›`;
