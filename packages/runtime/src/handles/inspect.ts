import { FROZEN, nameOf } from "../heap/region.js";
import { at, causeOf, isReadable } from "./dead.js";
import { accessOf, faceBehind } from "./face.js";

/** What a console shows for a handle: the object behind it, or why there is nothing to see. Never throws. */
export function inspectHandle(
  handle: object,
  options: object,
  inspect?: (value: unknown, options: object) => string,
): unknown {
  const access = accessOf(handle);
  const face = faceBehind(handle);
  if (access === undefined || face === undefined) return {};
  if (!isReadable(access, face)) {
    const { because, site } = causeOf(access);
    return `[dead handle of ${nameOf(access.region)}: ${because}${at(site)}]`;
  }
  face.draft?.thaw.settle();
  const object = face.object;
  if (access.role === "transient" || inspect === undefined) return object;
  const { name } = access.region;
  const title = access.state === FROZEN ? "Frozen" : access.role === "borrow" ? "Borrowed" : "Region";
  return `${title}${name === undefined ? "" : `(${name})`} ${inspect(object, options)}`;
}
