import { AST_NODE_TYPES, type TSESLint } from "@typescript-eslint/utils";
import type { AbstractObject, Kind } from "../../flow/state/abstract-object.js";
import type { Fact, FactKind } from "../../flow/state/facts.js";
import { relation, textOf, when } from "../../report/words.js";

type Source = TSESLint.SourceCode;

const KINDS: Partial<Record<Kind, string>> = {
  object: "object",
  array: "array",
  Region: "region",
  Cown: "cown",
  Guard: "guard",
  Stream: "stream",
  instance: "instance of a class",
  unknown: "value",
};

/** What a variable holds, by where that comes from: "the array made on line 3". */
export function describeObject(source: Source, object: AbstractObject): string {
  if (object.parent !== undefined)
    return `what is at '${object.key ?? ""}' of ${describeObject(source, object.parent)}`;
  switch (object.root?.kind) {
    case "parameter":
      return `what the caller gives as parameter ${object.root.index + 1} ('${textOf(source, object.node)}')`;
    case "captured":
      return `what '${object.root.variable.name}' of the code around holds`;
    case "this":
      return "'this'";
    case undefined:
      break;
  }
  if (object.isLost) return "something of which nothing is known";
  const { node } = object;
  const line = node.loc.start.line;
  const noun = KINDS[object.kind] ?? object.kind;
  const earlier = object.old ? ", in an earlier turn of a loop" : "";
  return node.type === AST_NODE_TYPES.CallExpression
    ? `the ${noun} that '${textOf(source, node)}' returned on line ${line}${earlier}`
    : `the ${noun} made on line ${line} ('${textOf(source, node)}')${earlier}`;
}

/** What was done to it, if that is of interest; `when` completes the phrase. */
const PHRASES: Readonly<Record<FactKind, ((verb: string) => string) | undefined>> = {
  frozen: () => "was frozen",
  frozenShallow: () => "was frozen (its own fields only)",
  moved: (verb) => `was ${verb}`,
  invalid: (verb) => (verb === "ended" ? "its borrow ended" : `was ${verb}`),
  merged: () => "was merged into another region, so that it is no region of its own any more,",
  transferred: (verb) => `was ${verb}`,
  locked: (verb) => `was ${verb}`,
  released: () => "its cown was given back",
  readOnly: () => "is read-only: it was taken with 'read()'",
  borrowed: () => "is a borrow that has not ended, taken",
  held: () => "is the guard of a cown that is held, taken",
  undisposed: () => "has to be disposed of: it was obtained",
  floating: () => "is used by a promise that nobody waits for, made",
  touched: undefined,
  posted: () => "was posted, so that the receiver has a copy,",
  outdated: () => "was changed after it was posted,",
  adopted: () => "became part of a region",
  tried: () => "may not have been frozen",
  owned: () => "has an owner",
};

/** "was moved on line 5 ('move(job)'): it is field 'items' of 'job'" */
export function describeFact(source: Source, fact: Fact, name: string): string | undefined {
  const phrase = PHRASES[fact.kind]?.(fact.operation.verb);
  if (phrase === undefined) return undefined;
  const connected = relation(source, fact, name);
  const perhaps = fact.perhaps === true ? " (or another element was)" : "";
  return `${phrase} ${when(source, fact, fact.operation.node).replace(/, in an earlier iteration of this loop$/, "")}${perhaps}${connected === undefined ? "" : `: ${connected}`}`;
}
