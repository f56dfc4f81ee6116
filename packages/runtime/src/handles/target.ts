import { inspectHandle } from "./inspect.js";

/** Node's `util.inspect` and `console.log` look through a proxy at its target: this is what they find there. */
const custom = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: object) => string;

// Made by calls marked as pure, so that a bundle without regions leaves them out.
const ObjectTarget = /* @__PURE__ */ (() =>
  class {
    [custom](_depth: number, options: object, inspect?: Inspect): unknown {
      return inspectHandle(this, options, inspect);
    }
  })();

const ArrayTarget = /* @__PURE__ */ (() =>
  class extends Array<never> {
    [custom](_depth: number, options: object, inspect?: Inspect): unknown {
      return inspectHandle(this, options, inspect);
    }
  })();

export function objectTarget(): object {
  return new ObjectTarget();
}

export function arrayTarget(): object {
  return new ArrayTarget();
}
