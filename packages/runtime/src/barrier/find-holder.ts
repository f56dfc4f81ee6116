import { pushChildren } from "../objects/children.js";
import { isProxy } from "../objects/proxy.js";

/** The object of a local graph that references `target`. Called when there is one. */
export function findHolder(root: object, target: object): object {
  const objects = new Set([root]);
  for (const object of objects) {
    const children: object[] = [];
    pushChildren(object, children);
    if (children.includes(target)) return object;
    for (const child of children) if (!isProxy(child)) objects.add(child);
  }
  return root;
}
