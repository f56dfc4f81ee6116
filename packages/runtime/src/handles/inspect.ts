import { LIVE } from "../heap/access.js";
import { nameOf } from "../heap/region.js";
import { at, isReadable } from "./dead.js";
import { accessOf, Face, faceBehind } from "./face.js";

/** What a console shows for a handle: the object behind it, or why there is nothing to see. Never throws. */
export function inspectHandle(
  handle: object,
  options: object,
  inspect?: (value: unknown, options: object) => string,
): unknown {
  const access = accessOf(handle);
  const face = faceBehind(handle);
  if (access === undefined || face === undefined) return {};
  if (access.state !== LIVE && !isReadable(access, face)) {
    const why =
      access.cause === undefined ? "its object left the region" : `${access.cause.because}${at(access.cause.site)}`;
    return `[dead handle of ${nameOf(access.region)}: ${why}]`;
  }
  const object = Face.object(face);
  if (access.role === "transient" || inspect === undefined) return object;
  const { name } = access.region;
  const title = access.role === "borrow" ? "Borrowed" : "Region";
  return `${title}${name === undefined ? "" : `(${name})`} ${inspect(object, options)}`;
}
