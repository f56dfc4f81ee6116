import { newValue } from "./declarations.js";
import { inside, statements, type Context } from "./generate.js";
import { pickPlace, used, type Variable } from "./places.js";
import type { Block, Statement } from "./program.js";
import { shapes, type Shape } from "./shapes.js";

/** A cown, and what it holds. It is never a part of anything. */
export interface CownVariable {
  readonly name: string;
  readonly shape: Shape;
  readonly holds: "region" | "frozen";
}

const line = (text: string): Statement[] => [{ kind: "line", text }];

/** What can be given to a cown: mostly something new. */
function content(context: Context, holds: CownVariable["holds"], shape: Shape): string {
  const { random, scope } = context;
  const given = random.chance(0.4)
    ? pickPlace(scope, random, (each) => each.shape === shape && each.role === holds && each.depth === 0)
    : undefined;
  if (given !== undefined) return used(given);
  const value = newValue(context, shape);
  return holds === "region" ? `new Region(${value}¤)` : `freeze(${value}¤)`;
}

export function newCown(context: Context): Statement[] {
  const { random, scope, cowns } = context;
  const holds = random.weighted([
    [4, "region"],
    [1, "frozen"],
  ] as const);
  const known = random.chance(0.5)
    ? pickPlace(scope, random, ({ role, depth }) => role === holds && depth === 0)
    : undefined;
  const shape =
    known?.shape ?? random.weighted(shapes.filter(([, { kind }]) => holds === "frozen" || kind === "object"));
  const name = context.name("c");
  const text = `const ${name} = new Cown(${content(context, holds, shape)}¤);`;
  cowns.push({ name, shape, holds });
  return line(text);
}

/** The value of a guard: a place like any variable. */
const valueOf = (guard: string, { shape, holds }: CownVariable): Variable => ({
  name: `${guard}.value`,
  shape,
  role: holds === "region" ? "part" : "frozen",
  isLet: false,
});

/** Statements of who has cowns: the usual ones, and some that put something else into one of them. */
function held(
  context: Context,
  guards: readonly { readonly name: string; readonly cown: CownVariable }[],
): Statement[] {
  const { random } = context;
  context.scope.push(...guards.map(({ name, cown }) => valueOf(name, cown)));
  const made = statements(context, 1 + random.below(3));
  if (random.chance(0.2)) {
    const { name, cown } = random.pick(guards);
    const given = content(context, cown.holds, cown.shape);
    made.push(...line(`«${name}.value = |give(${name}, »${given}«|)»;`));
    made.push(...statements(context, 1));
  }
  return made;
}

/** `await when([c1, read(c2)], (g3, g4) => { … });` */
export function whenCowns(context: Context): Block[] {
  const { random, cowns } = context;
  if (cowns.length === 0) return [];
  const count = random.weighted([
    [3, 1],
    [2, 2],
  ] as const);
  const guards = Array.from({ length: count }, () => ({ name: context.name("g"), cown: random.pick(cowns) }));
  const asked = guards.map(({ cown }) => (random.chance(0.25) ? `read(${cown.name})` : cown.name));
  const isAsync = random.chance(0.3);
  const body = inside(context, { isAsync, isInFunction: true, isInLoop: false });
  const names = guards.map(({ name }) => name).join(", ");
  const list = count === 1 && random.chance(0.7) ? asked[0]! : `[${asked.join(", ")}]`;
  const head = `await when(${list}, ${isAsync ? "async " : ""}(${names}) => {`;
  return [{ kind: "block", sections: [{ head, body: held(body, guards) }], tail: "}¤);" }];
}

/** A guard that `using` ends, or the program itself. */
export function acquireCown(context: Context): Statement[] {
  const { random, cowns, scope } = context;
  if (cowns.length === 0) return [];
  const cown = random.pick(cowns);
  const name = context.name("g");
  const guard = { name, cown };
  switch (
    random.weighted([
      [3, "using"],
      [2, "manual"],
      [1, "try"],
    ] as const)
  ) {
    case "using": {
      const head = `{ «using|const» ${name} = await ${cown.name}.acquire(¤);«| try {»`;
      return [
        {
          kind: "block",
          sections: [{ head, body: held(inside(context), [guard]) }],
          tail: `«|} finally { ${name}[Symbol.dispose](); } »}`,
        },
      ];
    }
    case "manual":
      return [
        ...line(`const ${name} = await ${cown.name}.acquire(¤);`),
        ...held(inside(context, { scope }), [guard]),
        ...line(`${name}[Symbol.dispose](¤);`),
      ];
    case "try": {
      const body = [...held(inside(context), [guard]), ...line(`${name}[Symbol.dispose](¤);`)];
      return [
        ...line(`const ${name} = ${cown.name}.tryAcquire(¤);`),
        { kind: "block", sections: [{ head: `if (${name} !== undefined) {`, body }], tail: "}" },
      ];
    }
  }
}

/** The value without a guard. */
export function bareValue({ random, cowns }: Context): Statement[] {
  return cowns.length === 0 ? [] : line(`void ${random.pick(cowns).name}.value;`);
}

/** Lets others run. */
export function pause(): Statement[] {
  return line("await tick(¤);");
}
