import { declare, newValue } from "./declarations.js";
import { inside, statements, type Context } from "./generate.js";
import { pickPlace, used, type Place } from "./places.js";
import type { Statement } from "./program.js";
import { literal, shapes } from "./shapes.js";

const line = (text: string): Statement[] => [{ kind: "line", text }];

const region = ({ scope, random }: Context): Place | undefined =>
  pickPlace(scope, random, ({ role }) => role === "region");
const subregion = ({ scope, random }: Context): Place | undefined =>
  pickPlace(scope, random, ({ role, depth }) => role === "region" && depth > 0);

export function freezeValue(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ role }) => role !== "frozen" && (role !== "region" || random.chance(0.5)));
  if (place === undefined) return [];
  // Nobody can make the methods of a Map refuse that is under Object.freeze already: the linter does not know that.
  const isCollection = place.shape.kind === "map" || place.shape.kind === "set";
  if (random.chance(0.3) && place.role === "local" && !isCollection) {
    return line(`Object.freeze(${used(place)});`);
  }
  if (random.chance(0.4)) return declare(context, place.shape, "frozen", `freeze(${used(place)}¤)`);
  return line(`freeze(${used(place)}¤);`);
}

export function thawValue(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ role, shape }) => role === "frozen" && shape.kind === "object");
  if (place === undefined) return [];
  return declare(context, place.shape, "region", `thaw(${used(place)}¤)`);
}

export function moveRegion(context: Context): Statement[] {
  const place = region(context);
  if (place === undefined) return [];
  const call = `move(${used(place)}¤)`;
  return context.random.chance(0.25) ? line(`${call};`) : declare(context, place.shape, "region", call);
}

export function closeRegion(context: Context): Statement[] {
  const place = region(context);
  return place === undefined ? [] : line(`close(${used(place)}¤);`);
}

export function dropRegion(context: Context): Statement[] {
  const place = region(context);
  // Disposing of what is dead already is no mistake.
  return place === undefined ? [] : line(`${place.text}[Symbol.dispose](¤);`);
}

export function dissolveRegion(context: Context): Statement[] {
  const place = region(context);
  return place === undefined ? [] : declare(context, place.shape, "local", `dissolve(${used(place)}¤)`);
}

/** Merges a field of a region into the region. */
export function mergeRegions(context: Context): Statement[] {
  const child = subregion(context);
  if (child === undefined) return [];
  const parent = child.variable.name;
  if (child.depth !== 1) return [];
  const alias = context.random.chance(0.5) ? declare(context, child.shape, "region", child.text, false) : [];
  const given = alias.length > 0 ? `‹${context.scope.at(-1)!.name}›` : used(child);
  return [...alias, ...line(`merge(${given}, ‹${parent}›¤);`)];
}

/** A region becomes a field of another one. */
export function ownRegion(context: Context): Statement[] {
  const { random, scope } = context;
  const owners = scope.filter(({ role, shape }) => role === "region" && shape.kind === "object");
  if (owners.length === 0) return [];
  const owner = random.pick(owners);
  if (owner.shape.kind !== "object") return [];
  const child = random.chance(0.7) ? region(context) : undefined;
  const shape = child?.shape ?? random.weighted(shapes.filter(([, { kind }]) => kind === "object"));
  const value = child === undefined ? `new Region(${newValue(context, shape)}¤)` : used(child);
  const field = random.pick(["child", "child", "other"]);
  const { name, fields } = owner.shape;
  if (fields[field] === undefined) {
    owner.shape = { kind: "object", name, fields: { ...fields, [field]: { kind: "region", of: shape } } };
  }
  return line(`‹${owner.name}›.${field} = ${value};`);
}

/** Something that can neither be frozen nor owned, or not frozen only, in a local object. */
export function unfreezable(context: Context): Statement[] {
  const { random, scope } = context;
  const obstacle = random.pick(["new Uint8Array(2¤)", "new WeakMap(¤)", "new WeakSet(¤)", "Promise.resolve(1¤)"]);
  if (random.chance(0.3)) {
    const place = pickPlace(scope, random, ({ shape }) => shape.kind === "object");
    return place === undefined ? [] : line(`${used(place)}.extra = ${obstacle};`);
  }
  const shape = random.weighted(shapes.filter(([, { kind }]) => kind === "object"));
  const text = literal(random, shape, () => undefined).replace("{", `{ extra: ${obstacle},`);
  return declare(context, shape, "local", `«|fresh(»${text}«|)»`, false);
}

/** A borrow that `using` ends, that the program ends itself, or that lasts for a call. */
export function borrowRegion(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ role }) => role === "region" || role === "part");
  if (place === undefined) return [];
  const name = context.name("b");
  const body = inside(context);
  body.scope.push({ name, shape: place.shape, role: "borrow", isLet: false });
  const count = 1 + random.below(3);
  switch (
    random.weighted([
      [3, "using"],
      [2, "call"],
      [2, "manual"],
    ] as const)
  ) {
    case "using": {
      const head = `{ «using|const» ${name} = borrow(${used(place)}¤);«| try {»`;
      return [
        {
          kind: "block",
          sections: [{ head, body: statements(body, count) }],
          tail: `«|} finally { ${name}[Symbol.dispose](); } »}`,
        },
      ];
    }
    case "call":
      return [
        {
          kind: "block",
          sections: [
            {
              head: `borrow(${used(place)}, (${name}) => {`,
              body: statements({ ...body, isAsync: false, isInFunction: true, isInLoop: false }, count),
            },
          ],
          tail: "}¤);",
        },
      ];
    case "manual": {
      scope.push({ name, shape: place.shape, role: "borrow", isLet: false });
      return [
        ...line(`const ${name} = borrow(${used(place)}¤);`),
        ...statements(inside(context, { scope }), count),
        ...(random.chance(0.85) ? line(`${name}[Symbol.dispose](¤);`) : []),
      ];
    }
  }
}
