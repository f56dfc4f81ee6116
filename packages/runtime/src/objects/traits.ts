import type { Freezability, TypeTraits } from "../types.js";

/** What is registered for classes, by their prototype objects, and for single objects. */
const byPrototype = /* @__PURE__ */ new WeakMap<object, TypeTraits<unknown>>();
const byObject = /* @__PURE__ */ new WeakMap<object, Freezability>();

/** Set when a single object was given a status of its own: until then nobody has to look. */
export let anyOwnStatus = false;

/** Counts registrations, so that what was derived from them can be derived again. */
export let registrations = 0;

type Codec = NonNullable<TypeTraits<unknown>["codec"]>;

/** Codecs by their names, which is how another thread asks for one. */
let codecs: Map<string, Codec> | undefined;

export function codecNamed(name: string): Codec | undefined {
  return codecs?.get(name);
}

export function setTraits(prototype: object, traits: TypeTraits<never>): void {
  registrations += 1;
  const { codec } = traits as TypeTraits<unknown>;
  if (codec !== undefined) (codecs ??= new Map()).set(codec.name, codec);
  byPrototype.set(prototype, { ...byPrototype.get(prototype), ...(traits as TypeTraits<unknown>) });
}

/** Classes whose instances are shared by everybody as they are: by prototype, what tells a true one. */
const shared = /* @__PURE__ */ new WeakMap<object, (value: object) => boolean>();

/** From now on walks over objects stop at the instances of a class, which may be referenced from anywhere. */
export function shareInstances(prototype: object, isInstance: (value: object) => boolean): void {
  registrations += 1;
  shared.set(prototype, isInstance);
}

export function sharedTest(prototype: object): ((value: object) => boolean) | undefined {
  return shared.get(prototype);
}

/** @returns the status of the object itself */
export function ownStatus(object: object): Freezability | undefined {
  return byObject.get(object);
}

export function setOwnStatus(object: object, status: Freezability): void {
  anyOwnStatus = true;
  byObject.set(object, status);
}

/** @returns what the nearest class of a chain of prototypes says of one trait */
export function inheritedTrait<K extends keyof TypeTraits<unknown>>(
  prototype: object | null,
  trait: K,
): TypeTraits<unknown>[K] | undefined {
  for (let p = prototype; p !== null; p = Object.getPrototypeOf(p) as object | null) {
    const found = byPrototype.get(p)?.[trait];
    if (found !== undefined) return found;
  }
  return undefined;
}
