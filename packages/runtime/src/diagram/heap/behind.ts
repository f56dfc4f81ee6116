import { isReadable } from "../../handles/dead.js";
import { faceOf, handleParts } from "../../handles/face.js";
import { type Access, FROZEN } from "../../heap/region.js";
import { holderBehind } from "../../heap/holder.js";
import { ownerOf } from "../../heap/ownership.js";
import type { CownRecord } from "../../cowns/record.js";
import { referencesOf, type Reference } from "../../objects/references.js";

/** What a value stands for. */
export type Behind =
  | { readonly is: "object"; readonly object: object; readonly access: Access | undefined }
  | { readonly is: "cown"; readonly record: CownRecord }
  | { readonly is: "dead handle"; readonly handle: object; readonly access: Access };

/** Looks through a handle, without using it: nothing is made, counted or ended by that. */
export function behind(value: object): Behind {
  const record = holderBehind(value);
  if (record !== undefined) return { is: "cown", record: record as CownRecord };
  const parts = handleParts(value);
  if (parts === undefined) return { is: "object", object: value, access: undefined };
  const { access, face } = parts;
  if (!isReadable(access, face)) return { is: "dead handle", handle: value, access };
  // of a thawed region, what stands for the frozen object belongs to the region
  return { is: "object", object: access.state === FROZEN ? face.object : (face.draft?.copy ?? face.object), access };
}

/** The object to read in the place of one: a copy that a thawed region has not made yet is read from the original. */
export function contentsOf(object: object): object {
  const face = faceOf(object);
  return face?.draft?.copy === object && ownerOf(object)?.state === "live" ? face.object : object;
}

/** What an object references, as its region has it. */
export function* referencesFrom(object: object): Generator<Reference> {
  const face = faceOf(object);
  const draft = face?.draft?.copy === object ? face.draft : undefined;
  for (const reference of referencesOf(contentsOf(object)))
    yield draft === undefined ? reference : { ...reference, value: draft.latest(reference.value) as object };
}
