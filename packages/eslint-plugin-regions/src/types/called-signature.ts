import type { Signature } from "../operations/signature.js";
import { readSignature } from "../tags/contract.js";
import type { NamedParameter } from "../tags/documented.js";
import type { CallSignature } from "./checker.js";

const cache = new WeakMap<CallSignature, Signature | undefined>();

/** What the ownership tags of the declaration that a call resolves to say, inherited ones among them. */
export function taggedSignature(called: CallSignature): Signature | undefined {
  if (!cache.has(called)) cache.set(called, read(called));
  return cache.get(called);
}

function read(called: CallSignature): Signature | undefined {
  const text = called
    .getJsDocTags()
    .map((tag) => `@${tag.name} ${(tag.text ?? []).map((part) => part.text).join("")}`)
    .join("\n");
  return text === "" ? undefined : readSignature(text, parametersOf(called));
}

function parametersOf(called: CallSignature): NamedParameter[] {
  return called.getParameters().map(({ name, valueDeclaration }) => {
    const declared = valueDeclaration as { readonly dotDotDotToken?: unknown } | undefined;
    return { name, isRest: declared?.dotDotDotToken !== undefined, parts: [] };
  });
}
