import { entriesOf, refill } from "../objects/contents.js";
import { kindOf } from "../objects/kind.js";
import type { ThawedObject } from "./draft.js";
import type { Thaw } from "./thaw.js";

type Fields = Record<PropertyKey, unknown>;

/**
 * Puts copies in the place of the frozen objects that they replace, wherever the graph references those: what holds a
 * copy has to be a copy itself, up to the root.
 *
 * @param changed the parts to replace; receives those that had to be copied for them
 */
export function linkCopies(thaw: Thaw, changed: Set<ThawedObject>): void {
  const unsure = new Set<ThawedObject>();
  for (const part of changed) {
    for (const holder of thaw.holdersOf(part)) {
      changed.add(holder);
      const copy = holder.own() as Fields;
      if (part.parent === holder && part.key !== undefined && copy[part.key] === part.base) copy[part.key] = part.copy;
      else unsure.add(holder);
    }
  }
  for (const holder of unsure)
    replaceParts(holder.copy!, (value) => {
      const part = holder.children().has(value) ? thaw.known(value) : undefined;
      return part !== undefined && changed.has(part) ? part.copy : undefined;
    });
}

/** Replaces what an object references, under whatever keys, and what it contains. */
export function replaceParts(holder: object, replacementFor: (value: object) => object | undefined): void {
  const replaced = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? (replacementFor(value) ?? value) : value;
  for (const key of Reflect.ownKeys(holder)) {
    const value: unknown = Object.getOwnPropertyDescriptor(holder, key)!.value;
    const next = replaced(value);
    if (next !== value) Object.defineProperty(holder, key, { value: next });
  }
  const { base } = kindOf(holder);
  const entries = entriesOf(holder, base)?.map(([key, value]) => [replaced(key), replaced(value)] as const);
  if (entries !== undefined) refill(holder, base, entries);
}
