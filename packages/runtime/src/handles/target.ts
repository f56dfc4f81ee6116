import { inspectHandle } from "./inspect.js";

/** Node's `util.inspect` and `console.log` look through a proxy at its target: this is what they find there. */
const custom = Symbol.for("nodejs.util.inspect.custom");

class ObjectTarget {
  [custom](depth: number, options: object, inspect?: (value: unknown, options: object) => string): unknown {
    return inspectHandle(this, options, inspect);
  }
}

class ArrayTarget extends Array<never> {
  [custom](depth: number, options: object, inspect?: (value: unknown, options: object) => string): unknown {
    return inspectHandle(this, options, inspect);
  }
}

export function objectTarget(): object {
  return new ObjectTarget();
}

export function arrayTarget(): object {
  return new ArrayTarget();
}
