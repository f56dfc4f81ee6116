import type { TSESLint } from "@typescript-eslint/utils";
import type { Finding } from "../findings/finding.js";
import { describe } from "../report/describe.js";
import { tagFor } from "../report/describe-tags.js";
import { placesOf } from "../report/places.js";
import type { Problem } from "../report/problem.js";
import { locationIn } from "./location.js";

/** What functions do although their tags exclude it: once for each tag, with the first place. */
export function breaches(sourceCode: TSESLint.SourceCode, findings: readonly Finding[]): Problem[] {
  const found = findings
    .filter((finding) => finding.kind === "contradiction")
    .sort((a, b) => a.node.range[0] - b.node.range[0]);
  return found.flatMap((finding, index) => {
    const { promise, comment } = finding;
    if (found.findIndex((each) => each.promise === promise) < index) return [];
    const { tag, target } = promise;
    const [from] = comment.comment.range;
    const wanted = tagFor(finding);
    // Of several names only one would change.
    const isAlone = tag.targets.length === 1;
    return [
      {
        loc: locationIn(sourceCode, comment.comment, { start: tag.start, end: target.start + target.text.length }),
        message: describe(sourceCode, finding),
        ...placesOf(finding),
        repairs: isAlone
          ? [
              {
                description: `Say '@${wanted} ${target.text}'`,
                range: [from + tag.start, from + tag.wordEnd] as const,
                text: `@${wanted}`,
              },
            ]
          : [],
      },
    ];
  });
}
