import { type Access, DEAD, type Settleable } from "../heap/region.js";
import { Given } from "../heap/given.js";
import { hasHiddenState, kindOf, type Kind } from "../objects/kind.js";
import { registrations } from "../objects/traits.js";

/** An object of a region that stands in for a frozen one until it is written; see the room `thaw`. */
export interface Draft {
  /** How a value that the object holds is seen from outside. */
  view(key: PropertyKey | undefined, value: unknown): unknown;
  /** Is this frozen object, where the object holds it, a part of the graph, and not a frozen value that was stored since? */
  isPart(value: object): boolean;
  /** What the object holds in the place of a part that it held a moment ago: code that ran since may have copied the part. */
  latest(value: unknown): unknown;
  /** The frozen object itself is about to be stored where the object has it as a part: from then on the two are told apart. */
  keepOriginal(value: object): void;
  /** A field was or will be written; undefined: nobody knows which. */
  wrote(key: PropertyKey | undefined): void;
  /** Makes the object behind the handle one that the region owns and that can be written. */
  own(): object;
  /** The object to store where this one is stored. */
  standIn(): object;
  /** Makes copies of the object and of all that it reaches in the graph: something is about to look at the objects themselves. */
  expose(): void;
  /** The frozen object. */
  readonly base: object;
  /** What stands for it where it was stored or written, once that has happened. */
  readonly copy: object | undefined;
  readonly thaw: Settleable;
}

/**
 * What is known of an object that handles exist for. All of its handles share it. One is made for each object that is
 * read, so its fields are ordinary ones, which engines fill in fastest.
 */
export class Face {
  /** The object, when reading and writing it is nothing but looking up a property. */
  plain: object | undefined;
  /** It has getters, setters, a class or hidden state. */
  accessors: boolean;
  /** Set when the object is part of a frozen graph, or of the copy that replaces it. */
  draft: Draft | undefined = undefined;
  /** The target of all its handles. */
  readonly target: Target;
  private knownKind: Kind | undefined = undefined;
  private kindAt = -1;
  private shown: object | undefined = undefined;
  private access: Access | undefined = undefined;
  private survivor: object | undefined = undefined;

  /** @param slow the object has getters, setters, a class or hidden state */
  constructor(
    public object: object,
    target: object,
    slow: boolean,
  ) {
    this.target = new Target(target, this);
    this.plain = slow ? undefined : object;
    this.accessors = slow;
  }

  /** The kind of an object with hidden state; undefined for all others. */
  get kind(): Kind | undefined {
    if (!this.accessors) return undefined;
    if (this.kindAt !== registrations) {
      this.knownKind = specialKind(this.object);
      this.kindAt = registrations;
    }
    return this.knownKind;
  }

  /** @param plain reading the object is nothing but looking up a property, and showing what was found as the draft says */
  setDraft(draft: Draft, plain: boolean): void {
    this.draft = draft;
    this.plain = plain ? this.object : undefined;
  }

  /** Puts a copy in the place of the object behind. */
  replaceObject(object: object): void {
    this.object = object;
    if (this.plain !== undefined) this.plain = object;
  }

  setAccessors(): void {
    this.plain = undefined;
    this.accessors = true;
  }

  /** The handle that reading hands out, while it works. */
  liveHandle(): object | undefined {
    return this.access !== undefined && this.access.state !== DEAD ? this.shown : undefined;
  }

  setHandle(handle: object | undefined, access: Access): void {
    this.shown = handle;
    this.access = access;
  }

  /** The object got another owner: handles of it are made anew. */
  renew(slow: boolean): void {
    this.shown = this.access = this.survivor = this.draft = undefined;
    this.plain = slow ? undefined : this.object;
    this.accessors = slow;
    this.kindAt = -1;
  }

  /** The object belongs to nobody any more: reading it hands out no handles. Those that exist go on showing `object`. */
  release(object: object): object | undefined {
    const handle = this.liveHandle();
    this.shown = this.access = undefined;
    this.replaceObject(object);
    return handle;
  }

  /** The object was frozen out of its region: the handle that was live then stays readable whatever becomes of the region. */
  survive(readable: Access): void {
    if (this.access === undefined || this.access.state === DEAD) return;
    this.survivor = this.access.key;
    this.access = readable;
  }

  survives(access: Access): boolean {
    return this.survivor !== undefined && this.survivor === access.key;
  }
}

/**
 * The target of a proxy: an empty object, or an empty array so that `Array.isArray` works. It is not the object itself,
 * because a proxy must tell the truth about the read-only fields of its target, and a field of a region's object shows a
 * handle instead of its value. It knows one thing only, because the engine searches it after each trap.
 */
export class Target extends Given {
  #face: Face;

  constructor(target: object, face: Face) {
    super(target);
    this.#face = face;
  }

  static face(target: Target): Face {
    return target.#face;
  }
}

function specialKind(object: object): Kind | undefined {
  const kind = kindOf(object);
  return hasHiddenState(kind) ? kind : undefined;
}

class ObjectFaceStamp extends Given {
  #face: Face | undefined;

  constructor(object: object, face: Face | undefined) {
    super(object);
    this.#face = face;
  }

  static read(object: object): Face | undefined {
    return #face in object ? object.#face : undefined;
  }

  /** @returns false when the object carries no stamp yet */
  static overwrite(object: object, face: Face | undefined): boolean {
    if (!(#face in object)) return false;
    object.#face = face;
    return true;
  }
}

/** For objects that accept no stamp, or are better off without one. */
let unstamped: WeakMap<object, Face | undefined> | undefined;

let weak: WeakMap<object, WeakRef<Face>> | undefined;

/** The face of an object, if a handle was ever made for it. */
export function faceOf(object: object): Face | undefined {
  return ObjectFaceStamp.read(object) ?? unstamped?.get(object) ?? weak?.get(object)?.deref();
}

/** The same without leaving anything on the object. */
export function noteFace(object: object, face: Face): void {
  (unstamped ??= new WeakMap()).set(object, face);
}

/** From now on the object does not keep its face, and what that knows, alive; handles do. */
export function weakenFace(object: object): void {
  const face = faceOf(object);
  if (face === undefined) return;
  forgetFace(object);
  (weak ??= new WeakMap()).set(object, new WeakRef(face));
}

export function forgetFace(object: object): void {
  if (!ObjectFaceStamp.overwrite(object, undefined)) unstamped?.delete(object);
}

export function setFace(object: object, face: Face): void {
  try {
    if (!ObjectFaceStamp.overwrite(object, face)) new ObjectFaceStamp(object, face);
  } catch {
    (unstamped ??= new WeakMap()).set(object, face);
  }
}

/** What a handle is: one field on the proxy, because adding to a proxy is what costs most when a handle is made. */
export interface HandleParts {
  readonly face: Face;
  readonly access: Access;
}

/** For the next stamp: a field that is written where it is declared is written once, which is what costs most here. */
let incoming: HandleParts | undefined;

class HandleStamp extends Given {
  readonly #parts = incoming!;

  static parts(value: object): HandleParts | undefined {
    return #parts in value ? value.#parts : undefined;
  }
}

export function stampHandle(proxy: object, face: Face, access: Access): void {
  incoming = { face, access };
  new HandleStamp(proxy);
  incoming = undefined;
}

/** What a value is the handle of; undefined if it is no handle. Runs no trap. */
export function handleParts(value: object): HandleParts | undefined {
  return HandleStamp.parts(value);
}

/** The face behind a handle; undefined if the value is no handle. Runs no trap. */
export function faceBehind(value: object): Face | undefined {
  return HandleStamp.parts(value)?.face;
}

/** The access of a handle; undefined if the value is no handle. Runs no trap. */
export function accessOf(value: object): Access | undefined {
  return HandleStamp.parts(value)?.access;
}
