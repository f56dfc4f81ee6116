type Test = (value: object) => boolean;

/** Tells proxies that the runtime itself has made from everything else. */
let isOurs: Test = () => false;

/**
 * Is this a proxy? Asked before anything else, because every other question would run its traps. Node, Bun and
 * Deno can answer; elsewhere those of others are not known, and what their traps throw is what the caller sees.
 */
export const isProxy: Test = /* @__PURE__ */ findTest();

function findTest(): Test {
  const host = (
    globalThis as { process?: { getBuiltinModule?: (id: string) => { types?: { isProxy?: Test } } | undefined } }
  ).process;
  return host?.getBuiltinModule?.("node:util")?.types?.isProxy ?? ((value) => isOurs(value));
}

/** There are proxies of our own from now on. */
export function knowOwnProxies(test: Test): void {
  isOurs = test;
}
