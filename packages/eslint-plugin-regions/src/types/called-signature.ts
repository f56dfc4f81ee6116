import type { Signature } from "../operations/signature.js";
import { readSignature } from "../tags/contract.js";
import type { NamedParameter } from "../tags/documented.js";
import { mayHaveTags } from "../tags/parse-tags.js";
import type { CallSignature, Checker, Declaration } from "./checker.js";

const cache = new WeakMap<CallSignature, Signature | undefined>();

/** What the ownership tags of the declaration that a call resolves to say, inherited ones among them. */
export function taggedSignature(checker: Checker, called: CallSignature): Signature | undefined {
  if (!cache.has(called)) cache.set(called, read(checker, called));
  return cache.get(called);
}

type Tags = ReturnType<CallSignature["getJsDocTags"]>;

function read(checker: Checker, called: CallSignature): Signature | undefined {
  const own = textOf(called.getJsDocTags());
  // Asked of the signature first: it is where TypeScript looks for what is inherited.
  const text = mayHaveTags(own) ? own : textOf(tagsOfHolder(checker, called.getDeclaration()));
  return mayHaveTags(text) ? readSignature(text, parametersOf(called)) : undefined;
}

const textOf = (tags: Tags): string =>
  tags.map((tag) => `@${tag.name} ${(tag.text ?? []).map((part) => part.text).join("")}`).join("\n");

/** What a node can be the type or the value of, and what it can be a parameter of. */
interface Holder {
  readonly name?: Declaration;
  readonly type?: Declaration;
  readonly initializer?: Declaration;
  readonly parameters?: readonly Declaration[];
}

/** The tags can stand before what has a type or a function: `type Send = (job: Job) => void`, a property, one of a base class. */
function tagsOfHolder(checker: Checker, declaration: Declaration | undefined): Tags {
  const holder = declaration?.parent as (Declaration & Holder) | undefined;
  if (holder?.name === undefined || (holder.type !== declaration && holder.initializer !== declaration)) return [];
  if ((holder.parent as Declaration & Holder).parameters?.includes(holder) === true) return [];
  return checker.getSymbolAtLocation(holder.name)?.getJsDocTags(checker) ?? [];
}

function parametersOf(called: CallSignature): NamedParameter[] {
  return called.getParameters().map(({ name, valueDeclaration }) => {
    const declared = valueDeclaration as { readonly dotDotDotToken?: unknown } | undefined;
    return { name, isRest: declared?.dotDotDotToken !== undefined, parts: [] };
  });
}
