import type { Context } from "./generate.js";
import { hasShape, pickPlace, used, type Place, type Role, type Variable } from "./places.js";
import type { Statement } from "./program.js";
import { hasRegions, literal, shapes, type Shape } from "./shapes.js";

const PREFIX: Record<Role, string> = { local: "o", region: "r", part: "h", frozen: "z", borrow: "b", any: "o" };

/** Declares a variable for an expression. */
export function declare(context: Context, shape: Shape, role: Role, expression: string, isLet?: boolean): Statement[] {
  const name = context.name(PREFIX[role]);
  const variable: Variable = { name, shape, role, isLet: isLet ?? context.random.chance(0.25) };
  context.scope.push(variable);
  return [{ kind: "line", text: `${variable.isLet ? "let" : "const"} ${name} = ${expression};` }];
}

/** An expression for a new local value, in which parts can be what there is already. */
export function newValue({ random, scope }: Context, shape: Shape): string {
  const text = literal(random, shape, (part) => {
    if (!random.chance(0.1)) return undefined;
    const found = pickPlace(scope, random, (each) => hasShape(part)(each) && each.role !== "region");
    return found && used(found);
  });
  return `«|fresh(»${text}«|)»`;
}

export function newLocal(context: Context): Statement[] {
  const shape = context.random.weighted(shapes);
  return declare(context, shape, "local", newValue(context, shape));
}

/** A region of something new, or of what was local before. */
export function newRegion(context: Context): Statement[] {
  const { random, scope } = context;
  const given = random.chance(0.25)
    ? pickPlace(scope, random, ({ shape, role }) => shape.kind === "object" && role === "local")
    : undefined;
  if (given !== undefined) return declare(context, given.shape, "region", `new Region(${used(given)}¤)`);
  const shape = random.weighted(shapes.filter(([, { kind }]) => kind === "object"));
  return declare(context, shape, "region", `new Region(${newValue(context, shape)}¤)`);
}

/** Another name for something; a mere name is no use of what it stands for. */
export function alias(context: Context): Statement[] {
  const place = pickPlace(context.scope, context.random, ({ depth }) => depth > 0 || context.random.chance(0.3));
  if (place === undefined) return [];
  return declare(context, place.shape, place.role, place.text);
}

export function destructure(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ shape }) => shape.kind === "array" || hasFields(shape));
  if (place === undefined) return [];
  const add = (shape: Shape, role: Role): string => {
    const isRegion = shape.kind === "region";
    const name = context.name(PREFIX[role]);
    scope.push({ name, shape: isRegion ? shape.of : shape, role: isRegion ? "region" : role, isLet: false });
    return name;
  };
  const role = place.role === "region" || place.role === "borrow" ? "part" : place.role;
  if (place.shape.kind === "array") {
    const { of } = place.shape;
    const text = random.chance(0.6) ? `[${add(of, role)}, ${add(of, role)}]` : `[, ${add(of, role)}]`;
    return [{ kind: "line", text: `const ${text} = ${used(place)};` }];
  }
  const [first, ...others] = Object.entries(place.shape.kind === "object" ? place.shape.fields : {});
  if (first === undefined || place.shape.kind !== "object") return [];
  const [name, shape] = first;
  let text = `${name}: ${add(shape, role)}`;
  if (others.length > 0 && random.chance(0.3)) {
    const rest: Shape = {
      kind: "object",
      name: `${place.shape.name} without ${name}`,
      fields: Object.fromEntries(others),
    };
    text += `, ...${add(rest, "local")}`;
  }
  return [{ kind: "line", text: `const { ${text} } = ${used(place)};` }];
}

const hasFields = (shape: Shape): boolean => shape.kind === "object" && Object.keys(shape.fields).length > 0;

/** A shallow or deep copy. */
export function copy(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ shape }) => !hasRegions(shape));
  if (place === undefined) return [];
  const expression = copyOf(context, place);
  return declare(context, place.shape, "local", `«|fresh(»${expression}«|)»`);
}

function copyOf({ random }: Context, place: Place): string {
  const value = used(place);
  switch (place.shape.kind) {
    case "array":
      return random.pick([
        `[...${value}]`,
        `${value}.slice(¤)`,
        `${value}.map((each) => ‹each›¤)`,
        `${value}.filter(() => true¤)`,
        `Array.from(${value}¤)`,
        `${value}.concat([]¤)`,
      ]);
    case "map":
      return `new Map(${value}¤)`;
    case "set":
      return `new Set(${value}¤)`;
    default:
      if (place.role === "local" && random.chance(0.2)) return `structuredClone(${value}¤)`;
      return random.pick([`{ ...${value} }`, `{ ...${value}, n: 1 }`, `Object.assign({}, ${value}¤)`]);
  }
}

/** Gives a variable something else. */
export function reassign(context: Context): Statement[] {
  const { random, scope } = context;
  const targets = scope.filter(({ isLet }) => isLet);
  if (targets.length === 0) return [];
  const target = random.pick(targets);
  if (target.role === "region") {
    const other = pickPlace(scope, random, (each) => each.role === "region" && hasShape(target.shape)(each));
    const text = random.pick([
      `move(‹${target.name}›¤)`,
      `new Region(${newValue(context, target.shape)}¤)`,
      other?.text,
    ]);
    if (text === undefined || text === target.name) return [];
    return [{ kind: "line", text: `${target.name} = ${text};` }];
  }
  const other = pickPlace(scope, random, (each) => hasShape(target.shape)(each) && each.variable !== target);
  const value = other !== undefined && random.chance(0.6) ? other.text : newValue(context, target.shape);
  return [{ kind: "line", text: `${target.name} = ${value};` }];
}
