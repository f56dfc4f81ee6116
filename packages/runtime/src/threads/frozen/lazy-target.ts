import { lazyBehind } from "./lazy-stamp.js";

/** Node's `util.inspect` and `console.log` look through a proxy at its target: this is what they find there. */
const custom = Symbol.for("nodejs.util.inspect.custom");

const settled = (proxy: object): object => lazyBehind(proxy)?.settle() ?? proxy;

// made by calls marked as pure, so that a bundle without threads leaves them out
const ObjectTarget = /* @__PURE__ */ (() =>
  class {
    [custom](): unknown {
      return settled(this);
    }
  })();

const ArrayTarget = /* @__PURE__ */ (() =>
  class extends Array<never> {
    [custom](): unknown {
      return settled(this);
    }
  })();

/** An object that holds nothing yet, and becomes the frozen object that the proxy stands for. */
export function lazyTarget(prototype: object | null): object {
  return prototype === Array.prototype ? new ArrayTarget() : new ObjectTarget();
}
