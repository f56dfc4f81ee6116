import { RegionError } from "../errors.js";
import { findPath } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/** The error for an object that cannot be frozen: where it is, what it is, what to do. */
export function obstacleError(object: object, roots: readonly unknown[]): RegionError {
  const look = (value: object): object | undefined => (isProxy(value) ? regions.hook?.behind(value) : value);
  let path: string | undefined;
  for (const root of roots) path ??= findPath(root, object, look);
  const message = `Cannot freeze ${path} (${kindOf(object)}): it may hold state that no property shows. Store plain data in its place, or keep it outside. Nothing was frozen.`;
  return new RegionError("ERR_NOT_FREEZABLE", message, { path, target: object });
}
