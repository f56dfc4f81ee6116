import { irregular } from "../objects/children.js";
import { entriesOf, refill } from "../objects/contents.js";
import { kindOf, type Kind } from "../objects/kind.js";
import type { Graph, Part } from "./graph.js";

type Fields = Record<PropertyKey, unknown>;

/** Maps and Sets are not searched for each part that is copied, but once at the end. */
function hasContents({ base }: Kind): boolean {
  return base === "Map" || base === "Set";
}

/** Puts the copy of a part in its place in the copy of an object that references it. */
export function linkPart(holder: Part, part: Part): void {
  const fields = holder.copy as Fields;
  const { key } = part;
  const isHere = (value: unknown): value is object =>
    holder.thaw.known(value) === part && value !== part.copy && !holder.isOriginal(value as object);
  if (part.parent === holder && key !== undefined && isHere(fields[key])) {
    fields[key] = part.copy;
    holder.wrote(key);
  } else if (!hasContents(holder.kind)) {
    replaceParts(fields, (value) => (isHere(value) ? part.copy : undefined));
    holder.wrote(undefined);
  }
}

/**
 * Makes sure that what holds a copy is a copy itself, up to the root.
 *
 * @param changed parts that have copies; receives those that had to be copied for them. From then on until the next
 * call, all these are the parts that say `isChanged`
 */
export function linkCopies(thaw: Graph, changed: Part[]): void {
  for (const part of thaw.copied) part.isChanged = false;
  for (const part of changed) part.isChanged = true;
  for (const part of changed)
    for (const holder of thaw.holdersOf(part)) {
      if (holder.isChanged) continue;
      holder.own();
      holder.isChanged = true;
      changed.push(holder);
    }
  for (const holder of changed)
    if (hasContents(holder.kind))
      replaceParts(holder.copy!, (value) => {
        const part = holder.isPart(value) ? thaw.known(value) : undefined;
        return part?.isChanged === true ? part.copy : undefined;
      });
}

/** Replaces what an object references, under whatever keys, and what it contains. */
export function replaceParts(holder: object, replacementFor: (value: object) => object | undefined): void {
  const replaced = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? (replacementFor(value) ?? value) : value;
  if (Array.isArray(holder) && !irregular.has(holder)) {
    for (let i = 0; i < holder.length; i++) if (i in holder) holder[i] = replaced(holder[i]);
    return;
  }
  for (const key of Reflect.ownKeys(holder)) {
    const value: unknown = Object.getOwnPropertyDescriptor(holder, key)!.value;
    const next = replaced(value);
    if (next !== value) Object.defineProperty(holder, key, { value: next });
  }
  const { base } = kindOf(holder);
  const entries = entriesOf(holder, base);
  const next = entries?.map(([key, value]) => [replaced(key), replaced(value)] as const);
  // refilling ends whatever iterates, so it is not done for nothing
  if (next?.some(([key, value], i) => key !== entries![i]![0] || value !== entries![i]![1])) refill(holder, base, next);
}
