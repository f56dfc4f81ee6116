/** What `Atomics.waitAsync` returns; the compiler's library for ES2022 does not know it. */
type Waiting =
  | { readonly async: false; readonly value: "not-equal" | "timed-out" }
  | { readonly async: true; readonly value: Promise<"ok" | "timed-out"> };

interface AsyncAtomics {
  readonly waitAsync?: (words: Int32Array, at: number, value: number) => Waiting;
}

/** Throws where nobody can wait without blocking. */
export function assertCanWait(): void {
  if ((Atomics as AsyncAtomics).waitAsync === undefined)
    throw new TypeError(
      "Cowns that threads share have to wait for each other without blocking, and this host has no Atomics.waitAsync. Use a newer one, or give the data itself from thread to thread, by send().",
    );
}

/** Calls back when somebody has told of a change of the word, or soon if it has changed already. Never at once. */
export function onceChanged(words: Int32Array, at: number, value: number, callback: () => void): void {
  assertCanWait();
  const waiting = (Atomics as AsyncAtomics).waitAsync!(words, at, value);
  if (waiting.async) void waiting.value.then(callback);
  else queueMicrotask(callback);
}
