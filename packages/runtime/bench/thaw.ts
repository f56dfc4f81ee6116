import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isProxy } from "node:util/types";
import { freeze, thaw } from "regions-runtime";
import { measure, type Candidate } from "./measure.js";
import { cases, type Case } from "./thaw-cases.js";
import { topic, type Topic } from "./topic.js";

interface Library {
  readonly name: string;
  readonly freeze: (state: object) => object;
  readonly change: (state: object, recipe: (draft: object) => void) => object;
}

/** A copy of a peer of its own, built for production: what is built for development checks more and is slower. */
function production(name: string): unknown {
  const require = createRequire(import.meta.url);
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  for (const file of Object.keys(require.cache)) {
    if (file.includes(join("node_modules", name, "dist"))) delete require.cache[file];
  }
  const loaded: unknown = require(name);
  if (before === undefined) delete process.env["NODE_ENV"];
  else process.env["NODE_ENV"] = before;
  return loaded;
}

function libraries(): Library[] {
  const immer = production("immer") as typeof import("immer");
  // a plugin that Immer's benchmarks turn on: callbacks of array methods get what is behind the draft
  const immerArrays = production("immer") as typeof import("immer");
  immerArrays.enableArrayMethods();
  const create = (production("mutative") as typeof import("mutative")).makeCreator({ enableAutoFreeze: true });
  return [
    {
      name: "regions-runtime",
      freeze: (state) => freeze(state),
      change: (state, recipe) => {
        const region = thaw(state);
        recipe(region);
        return freeze(region);
      },
    },
    {
      name: "immer",
      freeze: (state) => immer.freeze(state, true),
      change: (state, recipe) => immer.produce(state, recipe),
    },
    {
      name: "mutative",
      freeze: (state) => create({ state: {} }, (draft) => void (draft.state = state)).state,
      change: (state, recipe) => create(state, recipe),
    },
    {
      name: "immer with array methods",
      freeze: (state) => immerArrays.freeze(state, true),
      change: (state, recipe) => immerArrays.produce(state, recipe),
    },
  ];
}

/** Everything in the order of the steps, once; returns what the last step made. */
function play({ change }: Library, { change: makeChange, steps, chained }: Case, base: object, input: unknown): object {
  let state = base;
  let result = base;
  for (let step = 0; step < steps; step++) {
    const before = state;
    result = change(before, (draft) => {
      makeChange(draft, step, before, input);
    });
    if (chained) state = result;
  }
  return result;
}

/** Throws unless a value is plain and frozen all the way down. */
function assertFrozen(value: object, seen = new Set<object>()): void {
  if (seen.has(value)) return;
  seen.add(value);
  assert(Object.isFrozen(value) && !isProxy(value), "a result is not a plain frozen object");
  for (const child of Object.values(value)) if (typeof child === "object" && child !== null) assertFrozen(child, seen);
}

/** Throws unless every library makes the same of the case, and leaves the state alone that it started from. */
function verify(all: readonly Library[], bases: readonly object[], aCase: Case): void {
  const results = all.map((library, i) => play(library, aCase, bases[i]!, aCase.input?.()));
  all.forEach(({ name }, i) => {
    assertFrozen(results[i]!);
    const same = isDeepStrictEqual(results[i], results[1]) && isDeepStrictEqual(bases[i], aCase.state());
    assert(same, `thaw, ${aCase.name}: ${name} and ${all[1]!.name} differ`);
  });
}

export function thawTopics(): Topic[] {
  const all = libraries();
  return cases.map((aCase) => {
    const { name, steps, times } = aCase;
    const bases = all.map(({ freeze }) => freeze(aCase.state() as object));
    verify(all, bases, aCase);
    const candidates = all.map((library, i): Candidate<unknown> => {
      const base = bases[i]!;
      return {
        name: library.name,
        prepare: () => aCase.input?.() as unknown,
        run: (input) => {
          for (let time = 0; time < times; time++) play(library, aCase, base, input);
        },
      };
    });
    return topic(`thaw, ${name}`, "µs per change", measure(candidates, steps * times * 1000, 5), [
      { reference: "immer", times: 1 },
      { reference: "mutative", times: 1 },
    ]);
  });
}
