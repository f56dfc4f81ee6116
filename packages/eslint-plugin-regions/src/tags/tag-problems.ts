import type { TSESLint } from "@typescript-eslint/utils";
import { parameterOf } from "./contract.js";
import { type TaggedComment, taggedComments } from "./file-tags.js";
import { nearest } from "./nearest.js";
import type { Tag, TagName, Target } from "./parse-tags.js";
import type { Problem } from "../report/problem.js";
import type { Repair } from "../report/repair.js";
import { locationIn } from "./location.js";

/** What is wrong with the ownership tags of a file, as far as it can be seen without looking at what the functions do. */
export function tagProblems(sourceCode: TSESLint.SourceCode): Problem[] {
  return taggedComments(sourceCode).flatMap((comment) => {
    const { documented } = comment;
    if (documented === "unknown") return [];
    if (documented === undefined) return withoutFunction(sourceCode, comment);
    return [
      ...comment.tags.flatMap((tag) => problemsOfTag(sourceCode, comment, tag)),
      ...contradictions(sourceCode, comment),
    ];
  });
}

/** Comments that declare something by themselves, wherever they stand. */
const FREE = /@(?:callback|typedef|overload|function|func|method|name)\b/;

function withoutFunction(sourceCode: TSESLint.SourceCode, { comment, tags }: TaggedComment): Problem[] {
  if (FREE.test(comment.value)) return [];
  return tags
    .filter(({ misspelt, targets }) => misspelt === undefined && targets.length > 0)
    .map((tag) => ({
      loc: locationIn(sourceCode, comment, tag),
      message: `${quoted(tag)} stands before no function, and says nothing.\nPut it before the function whose parameter it speaks of.`,
      repairs: [],
    }));
}

function problemsOfTag(sourceCode: TSESLint.SourceCode, comment: TaggedComment, tag: Tag): Problem[] {
  const { parameters } = comment;
  const known = tag.targets.filter((target) => parameterOf(target, parameters) !== undefined);
  if (tag.misspelt !== undefined) return known.length === 0 ? [] : [misspelt(sourceCode, comment, tag)];
  if (tag.targets.length === 0) return [withoutName(sourceCode, comment, tag)];
  // `@moves job, as always`: prose after a comma.
  const isProse = (target: Target): boolean => target !== tag.targets[0] && tag.description !== "";
  const unknown = tag.targets.filter((target) => !known.includes(target) && !isProse(target));
  const problems = unknown.map((target) => unknownName(sourceCode, comment, tag, target));
  const missed = namesOf(comment).includes(tag.description) ? [missingComma(sourceCode, comment, tag)] : [];
  return [...problems, ...missed];
}

const quoted = ({ name, misspelt = name, targets }: Tag, target?: Target): string =>
  `'@${[misspelt, target?.text ?? targets.map(({ text }) => text).join(", ")].join(" ").trim()}'`;

const namesOf = ({ parameters }: TaggedComment): string[] => parameters.flatMap(({ name }) => name ?? []);

function misspelt(sourceCode: TSESLint.SourceCode, { comment }: TaggedComment, tag: Tag): Problem {
  return {
    loc: locationIn(sourceCode, comment, tag),
    message: `${quoted(tag)} says nothing: the tag is '@${tag.name}'.`,
    repairs: [edit(comment, tag.start + 1, tag.wordEnd, tag.name, `Write '@${tag.name}'`)],
  };
}

function withoutName(sourceCode: TSESLint.SourceCode, comment: TaggedComment, tag: Tag): Problem {
  const names = namesOf(comment);
  return {
    loc: locationIn(sourceCode, comment.comment, tag),
    message: `'@${tag.name}' names no parameter. ${available(names)}`,
    repairs: names.map((name) =>
      edit(comment.comment, tag.wordEnd, tag.wordEnd, ` ${name}`, `Write '@${tag.name} ${name}'`),
    ),
  };
}

const available = (names: readonly string[]): string =>
  names.length === 0
    ? "The function has none with a name."
    : `The function has ${names.map((name) => `'${name}'`).join(", ")}.`;

function unknownName(sourceCode: TSESLint.SourceCode, comment: TaggedComment, tag: Tag, target: Target): Problem {
  const loc = locationIn(sourceCode, comment.comment, { start: tag.start, end: target.start + target.text.length });
  const [head] = target.text.split(".");
  const isPart = target.text.includes(".") || comment.parameters.some(({ parts }) => parts.includes(target.text));
  if (isPart) {
    const whole = namesOf(comment).includes(head!)
      ? ` Say '@${tag.name} ${head!}', or make it a parameter.`
      : " Make it a parameter.";
    return {
      loc,
      message: `${quoted(tag, target)} names a part of a parameter, but a tag speaks of a whole one.${whole}`,
      repairs: [],
    };
  }
  const names = namesOf(comment);
  const meant = nearest(target.text, names, Math.max(1, Math.floor(target.text.length / 3)));
  return {
    loc,
    message: `${quoted(tag, target)} names no parameter. ${available(names)}`,
    repairs:
      meant === undefined
        ? []
        : [edit(comment.comment, target.start, target.start + target.text.length, meant, `Write '${meant}'`)],
  };
}

/** `@moves a b` speaks of `a` alone; nobody describes a parameter by the name of another. */
function missingComma(sourceCode: TSESLint.SourceCode, { comment }: TaggedComment, tag: Tag): Problem {
  const names = `${tag.targets.map(({ text }) => text).join(", ")}, ${tag.description}`;
  const end = comment.value.indexOf(tag.description, tag.end - 2) + 2;
  return {
    loc: locationIn(sourceCode, comment, tag),
    message: `${quoted(tag)} is followed by another parameter, '${tag.description}', of which it does not speak: commas part the names.`,
    repairs: [edit(comment, tag.end, end, ", ", `Write '@${tag.name} ${names}'`)],
  };
}

/** What cannot be true of one parameter at once, and why. */
const EXCLUDED: readonly (readonly [TagName, TagName, string])[] = [
  ["moves", "borrows", "what is moved is gone after the call, what is borrowed is not"],
  ["moves", "freezes", "what is moved is gone after the call, what is frozen can be read"],
  ["borrows", "freezes", "what is borrowed is left as it is"],
  ["borrows", "captures", "what is borrowed is not kept beyond the call"],
];

function contradictions(sourceCode: TSESLint.SourceCode, { comment, promises }: TaggedComment): Problem[] {
  return promises.flatMap((promise, index) => {
    const { tag, target, parameter } = promise;
    const loc = locationIn(sourceCode, comment, { start: tag.start, end: target.start + target.text.length });
    const earlier = promises.slice(0, index).filter((each) => each.parameter === parameter);
    const same = earlier.find((each) => each.tag.name === tag.name);
    const lineOf = (each: { readonly tag: Tag }): string =>
      `on line ${String(sourceCode.getLocFromIndex(comment.range[0] + each.tag.start).line)}`;
    if (same !== undefined) {
      const removal = lineWith(sourceCode, comment, tag);
      return [
        {
          loc,
          message: `${quoted(tag, target)} is said twice: it is already said ${lineOf(same)}.`,
          repairs: removal === undefined ? [] : [removal],
        },
      ];
    }
    for (const each of earlier) {
      const excluded = EXCLUDED.find(([a, b]) => new Set([a, b, each.tag.name, tag.name]).size === 2);
      if (excluded !== undefined)
        return [
          {
            loc,
            message: `${quoted(tag, target)} contradicts ${quoted(each.tag, each.target)} ${lineOf(each)}: ${excluded[2]}.`,
            repairs: [],
          },
        ];
    }
    return [];
  });
}

/** Removes the line of a tag that has it to itself. */
function lineWith(sourceCode: TSESLint.SourceCode, comment: TaggedComment["comment"], tag: Tag): Repair | undefined {
  const { line } = sourceCode.getLocFromIndex(comment.range[0] + tag.start);
  const isAlone = line > comment.loc.start.line && line < comment.loc.end.line && tag.targets.length === 1;
  if (!isAlone) return undefined;
  const from = sourceCode.getIndexFromLoc({ line, column: 0 });
  const to = sourceCode.getIndexFromLoc({ line: line + 1, column: 0 });
  return { description: "Remove it", range: [from, to], text: "" };
}

function edit(
  comment: TaggedComment["comment"],
  start: number,
  end: number,
  text: string,
  description: string,
): Repair {
  const [from] = comment.range;
  return { description, range: [from + start, from + end], text };
}
