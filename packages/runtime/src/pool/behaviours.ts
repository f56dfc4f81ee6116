import { describe } from "../operations/expect.js";
import type { Behaviour, FunctionsOf } from "./types.js";

/**
 * Names the behaviours that a module exports. The module is not loaded here, but in the threads that run them; its type
 * says what there is.
 *
 * @param module its address: `new URL("./bank.js", import.meta.url)`, or what `import.meta.resolve` gives
 * @returns makes of the name of an export what `whenOn` takes
 * @throws TypeError when it is given no address
 * @example
 * ```ts
 * const bank = behaviours<typeof import("./bank.js")>(new URL("./bank.js", import.meta.url));
 * await whenOn(pool, [checking, savings], bank("transfer"), 100);
 * ```
 */
export function behaviours<M>(
  module: URL | string,
): <K extends keyof FunctionsOf<M> & string>(name: K) => Behaviour<FunctionsOf<M>[K]> {
  const address = String(module);
  if (!URL.canParse(address))
    throw new TypeError(
      `behaviours() was given ${describe(module)} as a module. A thread of the pool has no idea where a relative path starts: give it new URL("./module.js", import.meta.url).`,
    );
  return (name) => {
    if (typeof name !== "string")
      throw new TypeError(`A behaviour was named by ${describe(name)}. Give the name of an export, as a string.`);
    return { module: address, name };
  };
}
