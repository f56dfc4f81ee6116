import { isRefusal } from "../freeze/shadows.js";
import { irregular } from "../objects/children.js";
import { entriesOf, type Entries } from "../objects/contents.js";
import type { Graph, Part } from "./graph.js";
import { isFrozenOut, partOf } from "./part-of.js";

type Fields = Record<PropertyKey, unknown>;

/** Does a copy have something else than the frozen object? A part that is a copy itself counts as that part. */
export function differs(part: Part): boolean {
  const { thaw, base, copy, kind } = part;
  const after = copy!;
  // code of an opaque class ran on the copy; a frozen object was stored that is a part as well; the copy is shared already
  if (kind.movable === "opaque" || part.hasOriginals() || isFrozenOut(part)) return true;
  if (part.isRegular && !irregular.has(after)) {
    // nearly always one of these differs; where none does, their order or the length of an array still may
    if (part.written !== undefined && fieldsWrittenDiffer(thaw, base, after, part.written)) return true;
    return Array.isArray(base) ? elementsDiffer(thaw, base, after as unknown[]) : valuesDiffer(thaw, base, after);
  }
  // what else is hidden cannot change: RegExp.compile() is a write of lastIndex too
  if (kind.base === "Date" && Date.prototype.getTime.call(base as Date) !== Date.prototype.getTime.call(after as Date))
    return true;
  if (kind.base === "RegExp" && RegExp.prototype.toString.call(base) !== RegExp.prototype.toString.call(after))
    return true;
  return (
    fieldsDiffer(thaw, base, after) || entriesDiffer(thaw, entriesOf(base, kind.base), entriesOf(after, kind.base))
  );
}

function fieldsWrittenDiffer(thaw: Graph, base: object, after: object, written: readonly PropertyKey[]): boolean {
  for (const key of written)
    if (
      Object.hasOwn(base, key) !== Object.hasOwn(after, key) ||
      isOther(thaw, (base as Fields)[key], (after as Fields)[key])
    )
      return true;
  return false;
}

function elementsDiffer(thaw: Graph, base: readonly unknown[], after: readonly unknown[]): boolean {
  if (base.length !== after.length) return true;
  for (let i = 0; i < base.length; i++) if (isOther(thaw, base[i], after[i])) return true;
  return false;
}

/** For objects that have nothing but enumerable fields. */
function valuesDiffer(thaw: Graph, base: object, after: object): boolean {
  const keys = Object.keys(base);
  const now = Object.keys(after);
  if (keys.length !== now.length) return true;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key !== now[i] || isOther(thaw, (base as Fields)[key], (after as Fields)[key])) return true;
  }
  return false;
}

function fieldsDiffer(thaw: Graph, base: object, after: object): boolean {
  const keys = keysOf(after);
  let i = 0;
  for (const key of keysOf(base)) {
    const was = Object.getOwnPropertyDescriptor(base, key)!;
    if (keys[i++] !== key) return true;
    const is = Object.getOwnPropertyDescriptor(after, key)!;
    if (
      isOther(thaw, was.value, is.value) ||
      was.get !== is.get ||
      was.set !== is.set ||
      was.enumerable !== is.enumerable
    )
      return true;
  }
  return i !== keys.length;
}

/** Without what freezing adds. */
function keysOf(object: object): PropertyKey[] {
  return Reflect.ownKeys(object).filter((key) => !isRefusal(Object.getOwnPropertyDescriptor(object, key)!.value));
}

function entriesDiffer(thaw: Graph, base: Entries | undefined, after: Entries | undefined): boolean {
  if (base === undefined || after === undefined) return false;
  return (
    base.length !== after.length ||
    base.some(([key, value], i) => isOther(thaw, key, after[i]![0]) || isOther(thaw, value, after[i]![1]))
  );
}

function isOther(thaw: Graph, was: unknown, is: unknown): boolean {
  if (Object.is(was, is)) return false;
  if (typeof is !== "object" || is === null) return true;
  const part = partOf(thaw, is);
  return part === undefined || thaw.known(was) !== part;
}
