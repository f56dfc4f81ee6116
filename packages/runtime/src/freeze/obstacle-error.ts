import { RegionError } from "../errors.js";
import { findPath } from "../objects/find-path.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "./regions.js";

/** The error for an object that cannot be frozen: where it is, what it is, what to do. */
export function obstacleError(object: object, roots: readonly unknown[]): RegionError {
  const look = (value: object): object | undefined => (isProxy(value) ? regions.hook?.behind(value) : value);
  const root = roots.find((candidate) => candidate === object || findPath(candidate, object, look) !== "$") ?? roots[0];
  const index = roots.indexOf(root);
  const path = findPath(root, object, look);
  const where = index > 0 ? `${path} (of argument ${index + 1})` : path;
  const { sort, label } = kindOf(object);
  const remedy =
    sort === "instance"
      ? "Private fields may hide state in it: convert it to a plain object first."
      : sort === "proxy"
        ? "Its traps may answer anything: freeze the object behind it."
        : "It holds state that Object.freeze does not reach: store a plain object or array of its contents, or keep it outside.";
  return new RegionError("ERR_NOT_FREEZABLE", `Cannot freeze ${where}: it is ${label}. ${remedy} Nothing was frozen.`, {
    path,
    target: object,
  });
}
