import type { CownVariable } from "./cowns.js";
import type { Variable } from "./places.js";
import type { Program, Statement } from "./program.js";
import { createRandom, type Random } from "./random.js";
import { helper, mainFunction } from "./functions.js";
import type { Shape } from "./shapes.js";
import { statement } from "./statements.js";

/** A function of the program that others can call. */
export interface Helper {
  readonly name: string;
  readonly parameters: readonly Variable[];
  /** What it returns: undefined, or something of this shape. */
  readonly returns: { readonly shape: Shape; readonly role: Variable["role"] } | undefined;
}

/** What is known at one point of the program that is being made. */
export interface Context {
  readonly random: Random;
  readonly scope: Variable[];
  readonly helpers: Helper[];
  readonly cowns: CownVariable[];
  /** Blocks around. */
  readonly depth: number;
  readonly isInLoop: boolean;
  readonly isInFunction: boolean;
  /** In a function, or a module, that can await: cowns can be waited for. */
  readonly isAsync: boolean;
  /** Names a new variable. */
  readonly name: (prefix: string) => string;
}

/** A context for statements further inside, whose variables end there. */
export const inside = (context: Context, more: Partial<Context> = {}): Context => ({
  ...context,
  scope: [...context.scope],
  helpers: [...context.helpers],
  cowns: [...context.cowns],
  depth: context.depth + 1,
  ...more,
});

export function statements(context: Context, count: number): Statement[] {
  const made: Statement[] = [];
  while (made.length < count) made.push(...statement(context));
  return made;
}

/** A program that a seed repeats. */
export function generate(seed: number, isAsync = false): Program {
  const random = createRandom(seed);
  let names = 0;
  const context: Context = {
    random,
    scope: [],
    helpers: [],
    cowns: [],
    isAsync,
    depth: 0,
    isInLoop: false,
    isInFunction: false,
    name: (prefix) => `${prefix}${++names}`,
  };
  const total: Statement = { kind: "line", text: "let total = 0;" };
  const helpers = Array.from(
    {
      length: random.weighted([
        [3, 0],
        [3, 1],
        [2, 2],
      ] as const),
    },
    () => helper(context),
  );
  const count = 5 + random.below(12);
  if (random.chance(0.3)) return [total, ...helpers, mainFunction(context, count)];
  return [total, ...helpers, ...statements(context, count)];
}
