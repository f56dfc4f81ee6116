import { inside, statements, type Context } from "./generate.js";
import { pickPlace, used, type Variable } from "./places.js";
import type { Block, Statement } from "./program.js";

const few = (context: Context): number => 1 + context.random.below(3);

const body = (context: Context, more: Partial<Context> = {}): Statement[] =>
  statements(inside(context, more), few(context));

/** Branches, and mere blocks. */
export function blockOf(context: Context): Block[] {
  const { random } = context;
  switch (
    random.weighted([
      [4, "if"],
      [4, "else"],
      [1, "switch"],
      [1, "block"],
    ] as const)
  ) {
    case "if":
      return [{ kind: "block", sections: [{ head: "if (choose()) {", body: body(context) }], tail: "}" }];
    case "else":
      return [
        {
          kind: "block",
          sections: [
            { head: "if (choose()) {", body: body(context) },
            { head: "} else {", body: body(context) },
          ],
          tail: "}",
        },
      ];
    case "switch":
      return [
        {
          kind: "block",
          sections: [
            { head: "switch (choose() ? 1 : 2) { case 1: {", body: body(context) },
            { head: random.chance(0.6) ? "} break; default: {" : "} default: {", body: body(context) },
          ],
          tail: "} }",
        },
      ];
    case "block":
      return [{ kind: "block", sections: [{ head: "{", body: body(context) }], tail: "}" }];
  }
}

export function loop(context: Context): Block[] {
  const { random, scope } = context;
  const array = pickPlace(scope, random, ({ shape }) => shape.kind === "array" || shape.kind === "set");
  const kind = random.weighted([
    [3, "while"],
    [1, "do"],
    [3, "of"],
    [2, "forEach"],
  ] as const);
  if ((kind === "of" || kind === "forEach") && array !== undefined && array.shape.kind !== "object") {
    const { of } = array.shape;
    const role = array.role === "region" || array.role === "borrow" ? "part" : array.role;
    const element: Variable = { name: context.name("e"), shape: of, role, isLet: false };
    const scopeInside = [...scope, element];
    if (kind === "of") {
      const head = `for (const ${element.name} of «|some(»${used(array)}«|)») {`;
      return [
        {
          kind: "block",
          sections: [{ head, body: body(context, { scope: scopeInside, isInLoop: true }) }],
          tail: "}",
          isLoop: true,
        },
      ];
    }
    const inner = { scope: scopeInside, isInLoop: false, isAsync: false, isInFunction: true };
    return [
      {
        kind: "block",
        sections: [{ head: `${used(array)}.forEach((${element.name}) => {`, body: body(context, inner) }],
        tail: "}¤);",
        isLoop: true,
      },
    ];
  }
  const label = context.name("turn");
  const index = label.slice(4);
  const inner = body(context, { isInLoop: true });
  if (kind === "do") {
    return [
      {
        kind: "block",
        sections: [{ head: "do {", body: inner }],
        tail: `} while («choose()|turn(${index})»);`,
        isLoop: true,
      },
    ];
  }
  return [
    {
      kind: "block",
      sections: [{ head: `while («choose()|turn(${index})») {`, body: inner }],
      tail: "}",
      isLoop: true,
    },
  ];
}

export function tryBlock(context: Context): Block[] {
  const { random } = context;
  const isCaught = random.chance(0.75);
  const attempt = [
    ...body(context),
    ...(random.chance(0.3)
      ? [{ kind: "line", text: 'if (choose()) throw new «Error|Thrown»("enough");' } as const, ...body(context)]
      : []),
  ];
  const isFinal = !isCaught || random.chance(0.3);
  const sections = [{ head: "try {", body: attempt }];
  // What is refused before `finally` is noted before what is refused in it.
  if (isCaught)
    sections.push({ head: `} catch «|(error) »{«| caught(error);${isFinal ? " try {" : ""}»`, body: body(context) });
  const noted = `«|catch (error) { failed(error); throw error; } ${isCaught ? "} " : ""}»`;
  if (isFinal) sections.push({ head: `} ${noted}finally {`, body: body(context) });
  return [{ kind: "block", sections, tail: "}" }];
}

/** Leaves a loop or a function. */
export function earlyExit({ random, isInLoop, isInFunction }: Context): Statement[] {
  const words = [...(isInLoop ? ["break", "continue"] : []), ...(isInFunction ? ["return"] : [])];
  if (words.length === 0) return [];
  return [{ kind: "line", text: `if (choose()) ${random.pick(words)};` }];
}
