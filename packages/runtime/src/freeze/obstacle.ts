import { RegionError } from "../errors.js";
import { hasMemory } from "../objects/children.js";
import { findReference } from "../objects/find-path.js";
import { isReference } from "../objects/is-reference.js";
import { isOrdinary, kindOf, type Kind } from "../objects/kind.js";
import { shorten } from "../objects/path.js";
import { isProxy } from "../objects/proxy.js";
import { anyOwnStatus, ownStatus } from "../objects/traits.js";
import { regions } from "./regions.js";
import { canShadow } from "./shadows.js";

const EXPLICIT = 'its freezability is "explicit", and it is no argument of this call';
const HIDDEN = "it may hold state that no property shows";

/**
 * Why an object cannot be frozen, whatever it reaches.
 *
 * @param roots the arguments of the call
 * @returns undefined when it can
 */
export function obstacleIn(object: object, kind: Kind, roots: readonly unknown[]): string | undefined {
  const status = (anyOwnStatus ? ownStatus(object) : undefined) ?? kind.freezable;
  if (hasMemory(object)) return "its elements can always be changed through its buffer";
  if (status === "explicit" && !isRoot(object, roots) && !Object.isFrozen(object)) return EXPLICIT;
  if (status === "no") {
    return isOrdinary(kind) || status === ownStatus(object) ? 'its freezability is "no"' : HIDDEN;
  }
  return canShadow(object, kind)
    ? undefined
    : "it is under Object.freeze or not extensible, so its methods cannot be made to refuse";
}

function isRoot(object: object, roots: readonly unknown[]): boolean {
  return roots.some(
    (root) => root === object || (isReference(root) && isProxy(root) && regions.hook?.behind(root) === object),
  );
}

/** The error for an object that cannot be frozen: where it is, what it is, why, and what to do. */
export function obstacleError(object: object, roots: readonly unknown[]): RegionError {
  const { hook } = regions;
  const look = (value: object): object | undefined => (isProxy(value) ? hook?.behind(value) : value);
  let path: string | undefined;
  for (const root of roots) if (isReference(root)) path ??= findReference(root, object, look)?.path;
  const dead = hook?.whyDead(object, path!);
  if (dead !== undefined) return dead;
  const kind = kindOf(object);
  const why = obstacleIn(object, kind, [])!;
  const remedy =
    why === EXPLICIT
      ? "Pass it to freeze() as an argument of its own: freeze(value, it)."
      : kind.name.startsWith("instance of") && why === HIDDEN
        ? `Register its class, registerType(${/^instance of ([\w$]+)/.exec(kind.name)?.[1] ?? "type"}, { freezable: "yes" }), store plain data in its place, or keep it outside.`
        : "Store plain data in its place, or keep it outside.";
  return new RegionError(
    "ERR_NOT_FREEZABLE",
    `Cannot freeze ${shorten(path!)} (${kind.name}): ${why}. Nothing was frozen. ${remedy}`,
    { path, target: object },
  );
}
