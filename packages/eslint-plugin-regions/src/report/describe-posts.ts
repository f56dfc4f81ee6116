import type { Finding } from "../findings/finding.js";
import { pathText } from "./describe-owners.js";
import { byName, type Source, textOf, when } from "./words.js";

/** "'job' is changed after it was posted on line 3 ('…'). This assignment to 'n' does not reach the receiver's copy." */
export function describeOutdated(
  source: Source,
  { fact, change, by, node }: Finding & { kind: "mutation" },
  name: string,
  connected: string | undefined,
): string {
  const { operation } = fact;
  // A helper posts what it knows by a name of its own.
  const isHidden = operation.node === operation.subject;
  const where = isHidden ? ` ('${textOf(source, operation.node)}')` : "";
  const why = connected === undefined || isHidden ? "" : `: ${connected}`;
  const what = by === undefined ? `This ${change.what}` : `What ${byName(by)} does (${change.what})`;
  return `'${name}' is changed after it was posted ${when(source, fact, node)}${where}${why}. ${what} does not reach the receiver's copy.\nChange it before it is posted, or post it again.`;
}

/** "'job' cannot be posted: '.done' is a function." */
export function describeUncloneable(source: Source, finding: Finding & { kind: "uncloneable" }): string {
  const { what, path, subject, verb, by } = finding;
  const where = path.length === 0 ? "it" : `'${pathText(path)}'`;
  const doer = by === undefined ? "" : `, as ${byName(by)} does`;
  return `'${textOf(source, subject)}' cannot be ${verb}${doer}: ${where} is ${what}.\n${remedyFor(what)}`;
}

function remedyFor(what: string): string {
  if (what.includes("region") || what === "a cown") return "Use 'send' or 'pack' of regions-runtime/threads.";
  if (what.includes("transfer list")) return "Add it to the transfer list.";
  if (what.includes("instance"))
    return "Post a plain object with its data, and make an instance of that at the other end.";
  if (what === "a promise") return "Await it first.";
  return what.includes("function")
    ? "Leave it out, or post what says which function is meant."
    : "Leave it out, or post the data that it is made of.";
}
