import type { HostAbortSignal } from "../types.js";

type Callback = (reason: unknown) => void;

/** One listener for all who wait for a signal, because hosts warn of many. */
class Listener {
  readonly #callbacks = new Set<Callback>();
  readonly #signal: HostAbortSignal;
  readonly #abort = (): void => {
    for (const callback of this.#callbacks) callback(this.#signal.reason);
  };

  constructor(signal: HostAbortSignal) {
    this.#signal = signal;
  }

  add(callback: Callback): void {
    if (this.#callbacks.size === 0) this.#signal.addEventListener("abort", this.#abort, { once: true });
    this.#callbacks.add(callback);
  }

  delete(callback: Callback): void {
    if (this.#callbacks.delete(callback) && this.#callbacks.size === 0)
      this.#signal.removeEventListener("abort", this.#abort);
  }
}

const listeners = /* @__PURE__ */ new WeakMap<HostAbortSignal, Listener>();

/** Calls back when the signal is aborted. @returns a function that calls that off */
export function onceAborted(signal: HostAbortSignal, callback: Callback): () => void {
  let listener = listeners.get(signal);
  if (listener === undefined) listeners.set(signal, (listener = new Listener(signal)));
  listener.add(callback);
  return () => listener.delete(callback);
}
