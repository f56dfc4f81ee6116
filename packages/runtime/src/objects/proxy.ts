type Test = (value: object) => boolean;

/**
 * Is this a proxy? Asked before anything else, because every other question would run its traps. Node, Bun and
 * Deno can answer; elsewhere the answer is always no, and what a foreign proxy's traps throw is what the caller sees.
 */
export const isProxy: Test = /* @__PURE__ */ findTest();

function findTest(): Test {
  const host = (
    globalThis as { process?: { getBuiltinModule?: (id: string) => { types?: { isProxy?: Test } } | undefined } }
  ).process;
  return host?.getBuiltinModule?.("node:util")?.types?.isProxy ?? (() => false);
}
