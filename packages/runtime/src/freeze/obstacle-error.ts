import { RegionError } from "../errors.js";
import { findPath } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { shorten } from "../objects/path.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/** The error for an object that cannot be frozen: where it is, what it is, what to do. */
export function obstacleError(object: object, roots: readonly unknown[]): RegionError {
  const { hook } = regions;
  const look = (value: object): object | undefined => (isProxy(value) ? hook?.behind(value) : value);
  let path: string | undefined;
  for (const root of roots) path ??= findPath(root, object, look);
  return (
    hook?.whyDead(object, path!) ??
    new RegionError(
      "ERR_NOT_FREEZABLE",
      `Cannot freeze ${shorten(path!)} (${kindOf(object)}): it may hold state that no property shows. Nothing was frozen. ` +
        "Store plain data in its place, or keep it outside.",
      { path, target: object },
    )
  );
}
