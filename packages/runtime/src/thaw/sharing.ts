import { readableBehind } from "../handles/dead.js";
import { pushChildren, pushContents, unusual } from "../objects/children.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { canCopy } from "./copy.js";

/** By the root of a frozen graph: the objects in it that more than one reference leads to. They never change. */
const known = /* @__PURE__ */ new WeakMap<object, ReadonlySet<object>>();

/** The objects of a frozen graph that more than one reference leads to; found once, by walking all of it. */
export function sharedParts(root: object): ReadonlySet<object> {
  let shared = known.get(root);
  if (shared === undefined) {
    const seen = new Set<object>([root]);
    const found = new Set<object>();
    for (const object of seen)
      for (const part of partsIn(object))
        if (seen.has(part)) found.add(part);
        else seen.add(part);
    known.set(root, (shared = found));
  }
  return shared;
}

/** For a graph that was made from another one by changing little: what is known of it already. */
export function rememberShared(root: object, shared: ReadonlySet<object>): void {
  known.set(root, shared);
}

/** The objects that reference each object of a frozen graph. */
export function partsOf(root: object): Map<object, object[]> {
  const holders = new Map<object, object[]>([[root, []]]);
  for (const [object] of holders)
    for (const part of partsIn(object)) {
      const known = holders.get(part);
      if (known === undefined) holders.set(part, [object]);
      else known.push(object);
    }
  return holders;
}

function partsIn(object: object): object[] {
  const parts: object[] = [];
  pushChildren(object, parts);
  if (unusual) {
    const kind = kindOf(object);
    if (!canCopy(object, kind)) return [];
    pushContents(object, kind.base, parts);
  }
  for (let i = 0; i < parts.length; i++) if (isProxy(parts[i]!)) parts[i] = readableBehind(parts[i]!) ?? parts[i]!;
  return parts;
}
