import { inside, statements, type Context, type Helper } from "./generate.js";
import { hasShape, pickPlace, type Variable } from "./places.js";
import type { Block, Statement } from "./program.js";
import { shapes } from "./shapes.js";

/** `function f1(p2) { … }`: its parameters are of known shape, and can be all kinds of things. */
export function helper(context: Context): Block {
  const { random } = context;
  const parameters = Array.from(
    {
      length: random.weighted([
        [3, 1],
        [1, 2],
      ] as const),
    },
    (): Variable => {
      const role = random.weighted([
        [3, "any"],
        [2, "region"],
      ] as const);
      const shape = random.weighted(shapes.filter(([, { kind }]) => role === "any" || kind === "object"));
      return { name: context.name("p"), shape, role, isLet: true };
    },
  );
  const body = inside(context, {
    scope: [...parameters],
    isAsync: false,
    isInFunction: true,
    isInLoop: false,
    depth: 1,
  });
  const made = statements(body, 1 + random.below(4));
  const returned = random.chance(0.5) ? pickPlace(body.scope, random, () => true) : undefined;
  const end: Statement[] =
    returned === undefined ? [] : [{ kind: "line", text: `return «|touch(»${returned.text}«|)»;` }];
  const name = context.name("f");
  const returns: Helper["returns"] = returned && { shape: returned.shape, role: returned.role };
  context.helpers.push({ name, parameters, returns });
  return {
    kind: "block",
    sections: [
      { head: `function ${name}(${parameters.map((each) => each.name).join(", ")}) {`, body: [...made, ...end] },
    ],
    tail: "}",
  };
}

/** The whole program as one function. */
export function mainFunction(context: Context, count: number): Block {
  const body = inside(context, { isInFunction: true, depth: 0 });
  return {
    kind: "block",
    sections: [
      { head: `«export |»${context.isAsync ? "async " : ""}function main() {`, body: statements(body, count) },
    ],
    tail: "}«| await main();»",
  };
}

/** `f1(o2);` or `const o3 = f1(o2);` */
export function helperCall(context: Context): Statement[] {
  const { random, helpers, scope } = context;
  if (helpers.length === 0) return [];
  const callee = random.pick(helpers);
  const args: string[] = [];
  for (const parameter of callee.parameters) {
    const fits = hasShape(parameter.shape);
    const place = pickPlace(
      scope,
      random,
      (each) => fits(each) && (parameter.role === "any" || each.role === "region"),
    );
    if (place === undefined) return [];
    args.push(place.text);
  }
  const call = `${callee.name}(${args.join(", ")}¤)`;
  const { returns } = callee;
  if (returns === undefined || random.chance(0.3)) return [{ kind: "line", text: `${call};` }];
  const name = context.name("o");
  scope.push({ name, shape: returns.shape, role: returns.role, isLet: false });
  return [{ kind: "line", text: `const ${name} = ${call};` }];
}

/** `const f1 = () => { … };`, to be called later. */
export function closure(context: Context): Statement[] {
  const { random } = context;
  const body = inside(context, { isAsync: false, isInFunction: true, isInLoop: false });
  const made = statements(body, 1 + random.below(2));
  const name = context.name("f");
  context.helpers.push({ name, parameters: [], returns: undefined });
  return [{ kind: "block", sections: [{ head: `const ${name} = () => {`, body: made }], tail: "};" }];
}
