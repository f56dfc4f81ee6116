import { type Access, DEAD, FROZEN, LIVE, type Reader, type RegionRecord } from "../heap/region.js";
import { Adoption, markOf, ownerOf } from "../heap/ownership.js";
import { rootOf, touch } from "../heap/tree.js";
import { accessOf, Face, faceBehind, faceOf, setFace, stampHandle, type Target } from "./face.js";
import { tracking } from "./tracking.js";
import { arrayTarget, objectTarget } from "./target.js";

/** How code outside a region sees a value that it reads there: objects of regions as handles, everything else as it is. */
export function view(value: unknown): unknown {
  return typeof value === "object" && value !== null ? viewObject(value) : value;
}

/**
 * The same for what an object holds, which may be a part of a frozen graph that is copied when it is written.
 *
 * @param access through which the object is read
 */
export function viewIn(access: Access, face: Face, key: PropertyKey | undefined, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { draft } = face;
  return viewFor(access, draft === undefined ? viewObject(value) : (draft.view(key, value) as object));
}

/** The handle to give to somebody who reads through this access, for one that everybody gets. */
export function viewFor<T extends object>(access: Access, shown: T): T {
  const { reader } = access;
  return reader === undefined ? shown : readersHandle(reader, shown);
}

function readersHandle<T extends object>(reader: Reader, shown: T): T {
  const access = accessOf(shown);
  // what is frozen is the same for everybody
  if (access === undefined || access === reader.access || access.state === FROZEN) return shown;
  const face = faceBehind(shown)!;
  let handle = reader.handles.get(face);
  if (handle === undefined) reader.handles.set(face, (handle = proxyFor(face, reader.access)));
  return handle as T;
}

/** The handle of an object; the object itself when no region owns it. */
export function viewObject(object: object): object {
  const face = faceOf(object);
  if (face !== undefined) {
    const handle = face.liveHandle();
    if (handle !== undefined) return handle;
  }
  const owner = ownerOf(object);
  if (owner === undefined) return object;
  const tracked = face && tracking.now?.find(face);
  return tracked ?? makeHandle(object, object === owner.bridge ? bridgeAccess(owner) : transientAccess(owner));
}

export function transientAccess(region: RegionRecord): Access {
  const access = region.transientAccess;
  if (access !== undefined && access.state !== DEAD) return access;
  return (region.transientAccess = newAccess(region, "transient", undefined));
}

/** The access of a region's own handle. */
export function bridgeAccess(region: RegionRecord): Access {
  const access = region.bridgeAccess;
  if (access !== undefined && access.state !== DEAD) return access;
  return (region.bridgeAccess = newAccess(region, "bridge", region.bridge));
}

function newAccess(region: RegionRecord, role: "bridge" | "transient", object: object | undefined): Access {
  const access = region.grant(region, role, object, undefined);
  access.state = region.state === "frozen" ? FROZEN : LIVE;
  rootOf(region).holder?.admit(access);
  touch(region);
  return access;
}

/** Makes the handle that reading the object hands out from now on. */
export function makeHandle(object: object, access: Access): object {
  return handleFor(ensureFace(object), access);
}

/** The same for a face that is known already. */
export function handleFor(face: Face, access: Access): object {
  const handle = proxyFor(face, access);
  face.setHandle(tracking.now === undefined ? handle : undefined, access);
  return handle;
}

/** Makes a handle that belongs to nobody else: a borrow. */
export function makeSeparateHandle(object: object, access: Access): object {
  return proxyFor(ensureFace(object), access);
}

/** Makes a handle that its face does not remember. */
export function proxyFor(face: Face, access: Access): object {
  const handle: object = new Proxy(face.target, access as ProxyHandler<Target>);
  stampHandle(handle, face, access);
  tracking.now?.made(handle, face, access);
  return handle;
}

function ensureFace(object: object): Face {
  const existing = faceOf(object);
  if (existing !== undefined) return existing;
  const mark = markOf(object);
  const face = makeFace(object, !(mark instanceof Adoption) || mark.slow);
  setFace(object, face);
  return face;
}

export function makeFace(object: object, slow: boolean): Face {
  return new Face(object, Array.isArray(object) ? arrayTarget() : objectTarget(), slow);
}
