type Test = (value: object) => boolean;

/** Tells proxies that the runtime itself has made from everything else. */
let isOurs: Test = () => false;

/** Which proxies are frozen objects in shared memory? Set by whoever makes the first of them. */
let isView: Test | undefined;

export function acceptViews(test: Test): void {
  isView = test;
}

/** Is this a proxy that reads like a frozen object in every respect, and is frozen with all that it reaches? */
export function isFrozenView(value: object): boolean {
  return isView?.(value) === true;
}

/**
 * Is this a proxy? Asked before anything else, because every other question would run its traps. Node, Bun and
 * Deno can answer; elsewhere those of others are not known, and what their traps throw is what the caller sees.
 * Our own frozen views count as what they stand for.
 */
export const isProxy: Test = (value) => isHostsProxy(value) && !isFrozenView(value);

const isHostsProxy: Test = /* @__PURE__ */ findTest();

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
