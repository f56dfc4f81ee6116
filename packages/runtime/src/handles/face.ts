import { type Access, DEAD } from "../heap/region.js";
import { Given } from "../heap/given.js";

/**
 * What stands before an object that handles exist for. It is the target of all of them: an empty object, or an empty
 * array so that `Array.isArray` works. It is not the object itself, because a proxy must tell the truth about the
 * read-only fields of its target, and a field of a region's object shows a handle instead of its value.
 */
export class Face extends Given {
  #object: object;
  #plain: object | undefined;
  #handle: object | undefined = undefined;
  #access: Access | undefined = undefined;
  #survivor: Access | undefined = undefined;

  constructor(target: object, object: object, accessors: boolean) {
    super(target);
    this.#object = object;
    this.#plain = accessors ? undefined : object;
  }

  /** The object behind. */
  static object(face: Face): object {
    return face.#object;
  }

  /** The object behind, unless reading and writing have to look for getters and setters. */
  static plain(face: Face): object | undefined {
    return face.#plain;
  }

  static setAccessors(face: Face): void {
    face.#plain = undefined;
  }

  /** The handle that reading hands out, while it works. */
  static handle(face: Face): object | undefined {
    return face.#access !== undefined && face.#access.state !== DEAD ? face.#handle : undefined;
  }

  static setHandle(face: Face, handle: object, access: Access): void {
    face.#handle = handle;
    face.#access = access;
  }

  /** The object was frozen out of its region: the handle that was live then stays readable whatever becomes of the region. */
  static survive(face: Face, readable: Access): void {
    if (Face.handle(face) === undefined) return;
    face.#survivor = face.#access;
    face.#access = readable;
  }

  static survives(face: Face, access: Access): boolean {
    return face.#survivor === access;
  }
}

class ObjectFaceStamp extends Given {
  #face: Face;

  constructor(object: object, face: Face) {
    super(object);
    this.#face = face;
  }

  static read(object: object): Face | undefined {
    return #face in object ? object.#face : undefined;
  }
}

/** For objects that accept no stamp. */
let unstampable: WeakMap<object, Face> | undefined;

/** The face of an object, if a handle was ever made for it. */
export function faceOf(object: object): Face | undefined {
  return ObjectFaceStamp.read(object) ?? unstampable?.get(object);
}

export function setFace(object: object, face: Face): void {
  try {
    new ObjectFaceStamp(object, face);
  } catch {
    (unstampable ??= new WeakMap()).set(object, face);
  }
}

class HandleStamp extends Given {
  #face: Face;
  #access: Access;

  constructor(proxy: object, face: Face, access: Access) {
    super(proxy);
    this.#face = face;
    this.#access = access;
  }

  static face(value: object): Face | undefined {
    return #face in value ? value.#face : undefined;
  }

  static access(value: object): Access | undefined {
    return #access in value ? value.#access : undefined;
  }
}

export function stampHandle(proxy: object, face: Face, access: Access): void {
  new HandleStamp(proxy, face, access);
}

/** The face behind a handle; undefined if the value is no handle. Runs no trap. */
export function faceBehind(value: object): Face | undefined {
  return HandleStamp.face(value);
}

/** The access of a handle; undefined if the value is no handle. Runs no trap. */
export function accessOf(value: object): Access | undefined {
  return HandleStamp.access(value);
}
