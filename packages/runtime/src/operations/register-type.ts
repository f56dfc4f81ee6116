import { setTraits } from "../objects/traits.js";
import type { TypeTraits } from "../types.js";
import { describe } from "./expect.js";
import { expectFreezability } from "./set-freezable.js";

/**
 * Says how the instances of a class, and of its subclasses, take part. What is left out stays as it is; the nearest
 * class that says something wins.
 *
 * @param type a class
 * @param traits `freezable`: unregistered classes are not; `movable`: may a region own instances, and do their methods
 * need the object itself (`"opaque"`); `codec`: how instances cross threads
 * @throws TypeError when it is given no class, or traits that do not exist
 * @example
 * ```ts
 * class Counter {
 *   #n = 0;
 *   next() {
 *     return ++this.#n;
 *   }
 * }
 * registerType(Counter, { movable: "opaque" });
 * new Region({ counter: new Counter() }).counter.next(); // 1
 * ```
 */
export function registerType<T>(type: abstract new (...args: never[]) => T, traits: TypeTraits<T>): void {
  const prototype: unknown = typeof type === "function" ? (type as { prototype?: unknown }).prototype : undefined;
  if (typeof prototype !== "object" || prototype === null)
    throw new TypeError(`registerType() was given ${describe(type)} as its type. Give it a class.`);
  if (typeof (traits as unknown) !== "object" || (traits as unknown) === null)
    throw new TypeError(
      `registerType() was given ${describe(traits)} as its traits. Give it an object, as { freezable: "yes" }.`,
    );
  const { freezable, movable, codec, ...unknown } = traits;
  const [name] = Object.keys(unknown);
  if (name !== undefined)
    throw new TypeError(
      `registerType() was given a trait that it does not know: "${name}". It knows freezable, movable and codec.`,
    );
  if (freezable !== undefined) expectFreezability(freezable, "registerType");
  if (movable !== undefined && !["yes", "opaque", "no"].includes(movable))
    throw new TypeError(`registerType() was given movable: ${describe(movable)}. Give it "yes", "opaque" or "no".`);
  if (codec !== undefined && !isCodec(codec))
    throw new TypeError(
      "registerType() was given a codec without name, encode or decode. Give it { name, encode, decode }.",
    );
  const given = Object.entries({ freezable, movable, codec }).filter(([, value]) => value !== undefined);
  setTraits(prototype, Object.fromEntries(given));
}

function isCodec({ name, encode, decode }: Partial<Record<"name" | "encode" | "decode", unknown>>): boolean {
  return typeof name === "string" && typeof encode === "function" && typeof decode === "function";
}
