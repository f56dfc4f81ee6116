import { newValue } from "./declarations.js";
import type { Context } from "./generate.js";
import { hasShape, pickPlace, used } from "./places.js";
import type { Statement } from "./program.js";
import type { Shape } from "./shapes.js";

const line = (text: string): Statement[] => [{ kind: "line", text }];

export function read(context: Context): Statement[] {
  const place = pickPlace(context.scope, context.random, ({ shape }) => shape.kind === "object");
  return place === undefined ? [] : line(`total += ${used(place)}.n;`);
}

/** Changes a number. */
export function change(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ shape }) => shape.kind === "object");
  if (place === undefined) return [];
  const target = used(place);
  return line(
    random.weighted([
      [5, `${target}.n = ${random.below(9)};`],
      [2, `${target}.n++;`],
      [1, `${target}.n += 2;`],
      [1, `delete «|changing(»${target}«|)».n;`],
      [1, `Object.assign(${used(place)}, { n: 3 }¤);`],
      [1, `«|must(»Reflect.set(${used(place)}, "n", 4¤)«|)»;`],
      [
        1,
        `Object.defineProperty(«|changing(»${used(place)}«|)», "n", { value: 5, writable: true, configurable: true }¤);`,
      ],
      [1, `if (choose()) ${target}.n = 6;`],
      [1, `choose() && (${target}.n = 7);`],
    ]),
  );
}

/** Changes an array, a Map or a Set. */
export function changeContainer(context: Context): Statement[] {
  const { random, scope } = context;
  const place = pickPlace(scope, random, ({ shape }) => ["array", "map", "set"].includes(shape.kind));
  if (place === undefined || place.shape.kind === "object") return [];
  const value = (): string => newValue(context, (place.shape as { of: Shape }).of);
  const target = used(place);
  const array = `«|changing(»${target}«|)»`;
  switch (place.shape.kind) {
    case "array":
      return line(
        random.weighted([
          [4, `${array}.push(${value()}¤);`],
          [2, `${array}[${random.below(2)}] = ${value()};`],
          // The linter does not follow elements to their new places: refused, or left out.
          [1, `«|refused(»${array}.unshift(${value()}¤)«|)»;`],
          [1, `«|refused(»${array}.reverse(¤)«|)»;`],
          [1, `«|refused(»${array}.sort((a, b) => a.n - b.n¤)«|)»;`],
          [1, `«|refused(»${array}.splice(0, 1, ${value()}¤)«|)»;`],
          [1, `«|refused(»${array}.fill(${value()}¤)«|)»;`],
          [0.5, `Array.prototype.push.call(${used(place)}, ${value()}¤);`],
        ]),
      );
    case "map":
      return line(
        random.weighted([
          [4, `${target}.set("a", ${value()}¤);`],
          [1, `${target}.delete("c"¤);`],
        ]),
      );
    case "set":
      return line(`${target}.add(${value()}¤);`);
    case "region":
      return [];
  }
}

/** Stores something that is there already in something else. */
export function store(context: Context): Statement[] {
  const { random, scope } = context;
  const holder = pickPlace(
    scope,
    random,
    ({ shape }) => shape.kind !== "object" || Object.keys(shape.fields).length > 0,
  );
  if (holder === undefined) return [];
  const { shape } = holder;
  const target = used(holder);
  const find = (of: Shape): string | undefined => {
    // A bridge is stored by `ownRegion`, in a field of its own.
    const found = pickPlace(scope, random, (each) => each.role !== "region" && hasShape(of)(each) && each !== holder);
    return found && used(found);
  };
  if (shape.kind === "object") {
    const [name, of] = random.pick(Object.entries(shape.fields));
    const value = of.kind === "region" ? undefined : find(of);
    return value === undefined ? [] : line(`${target}.${name} = ${value};`);
  }
  if (shape.kind === "region") return [];
  const value = find(shape.of);
  if (value === undefined) return [];
  switch (shape.kind) {
    case "array":
      return line(
        random.pick([`«|changing(»${target}«|)».push(${value}¤);`, `${target}[${random.below(2)}] = ${value};`]),
      );
    case "map":
      return line(`${target}.set("a", ${value}¤);`);
    case "set":
      return line(`${target}.add(${value}¤);`);
  }
}
