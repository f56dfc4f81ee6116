import type { Finding } from "../findings/finding.js";
import type { TagName } from "../tags/parse-tags.js";
import { type Source, textOf } from "./words.js";

/** What each tag promises to callers, to complete "… says that 'job' ". */
const PROMISE: Readonly<Record<TagName, string>> = {
  moves: "is taken over",
  borrows: "is only used during the call",
  mutates: "is only changed",
  freezes: "is only frozen",
  captures: "is only kept",
};

const INSTEAD = { moved: "moves", frozen: "freezes", kept: "captures" } as const;

/** The tag that says what the body does. */
export const tagFor = ({ what }: Finding & { kind: "contradiction" }): TagName => INSTEAD[what];

/** A function does what its tag excludes: reported at the tag, which is what callers rely on. */
export function describeContradiction(source: Source, finding: Finding & { kind: "contradiction" }): string {
  const { promise, what, node } = finding;
  const name = promise.target.text;
  const done = what === "kept" ? "kept beyond the call" : what;
  const line = String(node.loc.start.line);
  return (
    `'@${promise.tag.name} ${name}' says that '${name}' ${PROMISE[promise.tag.name]}, ` +
    `but it is ${done} on line ${line} ('${textOf(source, node)}').\n` +
    `Say '@${tagFor(finding)} ${name}', or leave it as it is given.`
  );
}
