import type { Slot } from "../heap/region.js";
import { entriesOf, refill } from "../objects/contents.js";
import { kindOf } from "../objects/kind.js";

type Fields = Record<PropertyKey, unknown>;

/**
 * Puts another value in the place of a reference to a bridge; in a Map's key or a Set, `undefined` removes it.
 *
 * @returns the field, if it is read-only and could not be changed
 */
export function replaceReference(
  { holder, key: noted }: Slot,
  bridge: object,
  value: unknown,
): PropertyKey | undefined {
  const fields = holder as Fields;
  // array methods move elements, so the key that was noted may be out of date
  const key = noted !== undefined && fields[noted] === bridge ? noted : keyOf(holder, bridge);
  if (key !== undefined) {
    const { writable, configurable } = Object.getOwnPropertyDescriptor(holder, key)!;
    if (writable !== true && (configurable !== true || value === undefined)) return key;
    Object.defineProperty(holder, key, { value });
    return undefined;
  }
  replaceContent(holder, kindOf(holder).base, bridge, value);
  return undefined;
}

function replaceContent(holder: object, base: string, bridge: object, value: unknown): void {
  for (const [key, found] of entriesOf(holder, base) ?? []) {
    // in place where that is possible, because somebody may be iterating
    if (key !== bridge && found === bridge) Map.prototype.set.call(holder as Map<unknown, unknown>, key, value);
    else if (key === bridge && value === undefined) {
      const { prototype } = base === "Map" ? Map : Set;
      prototype.delete.call(holder as Map<unknown, unknown> & Set<unknown>, key);
    } else if (key === bridge)
      refill(
        holder,
        base,
        entriesOf(holder, base)!.map(([k, v]) => [k === bridge ? value : k, v] as const),
      );
  }
}

function keyOf(holder: object, bridge: object): PropertyKey | undefined {
  if (Array.isArray(holder)) {
    const index = holder.indexOf(bridge);
    if (index >= 0) return index;
  }
  return Reflect.ownKeys(holder).find((key) => Object.getOwnPropertyDescriptor(holder, key)?.value === bridge);
}
