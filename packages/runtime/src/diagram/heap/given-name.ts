import { holderBehind } from "../../heap/holder.js";
import { ownerOf } from "../../heap/ownership.js";
import { behind } from "./behind.js";

/** What a region or cown was named by the program. */
export function givenName(root: unknown): string | undefined {
  if (typeof root !== "object" || root === null) return undefined;
  const holder = holderBehind(root) as { name?: string } | undefined;
  if (holder !== undefined) return holder.name;
  const target = behind(root);
  if (target.is !== "object") return undefined;
  const owner = ownerOf(target.object);
  return owner?.bridge === target.object ? owner.name : undefined;
}
