/** What `Atomics.waitAsync` returns; the compiler's library for ES2022 does not know it. */
type Waiting =
  | { readonly async: false; readonly value: "not-equal" | "timed-out" }
  | { readonly async: true; readonly value: Promise<"ok" | "timed-out"> };

interface AsyncAtomics {
  readonly waitAsync?: (words: Int32Array, at: number, value: number) => Waiting;
}

/** Calls back when somebody has told of a change of the word, or soon if it has changed already. Never at once. */
export function onceChanged(words: Int32Array, at: number, value: number, callback: () => void): void {
  const { waitAsync } = Atomics as AsyncAtomics;
  if (waitAsync === undefined)
    throw new TypeError("This host has no Atomics.waitAsync, which shared cowns need to wait without blocking.");
  const waiting = waitAsync(words, at, value);
  if (waiting.async) void waiting.value.then(callback);
  else queueMicrotask(callback);
}
