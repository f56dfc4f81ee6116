import { nameOf } from "../lower/name-of.js";
import type { Places } from "../report/problem.js";
import { byName, capitalised, type Source, textOf } from "../report/words.js";
import type { IterationFinding, Why } from "./finding.js";

const REMEDIES: Readonly<Record<Why, (name: string) => string>> = {
  skips: (name) =>
    `Elements are left out or visited twice. Go over a copy, '[...${name}]', or change it after the loop.`,
  endless: (name) =>
    `The loop meets what was added, and adds again. Go over a copy, '[...${name}]', or add after the loop.`,
  added: (name) => `What is added is not visited. Go over a copy, '[...${name}]', or add afterwards.`,
  removed: (name) =>
    `Whether what was removed is still visited depends on the order. Go over a copy, '[...${name}]', or remove after the loop.`,
  index: () =>
    "The next element takes the place of the removed one and is passed over. Count down, or step back with 'splice(i--, 1)'.",
};

/** The message of a finding. */
export function describeIteration(source: Source, finding: IterationFinding): string {
  const { change, by, iteration, iterated, why } = finding;
  const subject = textOf(source, change.subject);
  const name = textOf(source, iterated);
  const line = iteration.loc.start.line;
  const how = iteration.type === "CallExpression" ? methodName(source, iteration) : "the loop";
  const same =
    by !== undefined || subject === name
      ? `'${name}' is changed`
      : `'${subject}' is changed: it is '${name}', and that is changed`;
  const what =
    by === undefined
      ? `This ${change.what} changes it`
      : `${capitalised(byName(nameOf(by)))} changes it on line ${String(change.node.loc.start.line)} (${change.what})`;
  const remedy = REMEDIES[why](name);
  return `${same} while ${how} on line ${String(line)} goes over it. ${what}.\n${remedy}`;
}

/** What is iterated, and the change itself where a helper makes it. */
export function placesOfIteration({ node, change, by, iterated }: IterationFinding): Places {
  return {
    label: "changed here",
    places: [
      { loc: iterated.loc, label: "iterated here" },
      ...(by === undefined || change.node === node ? [] : [{ loc: change.node.loc, label: "the change itself" }]),
    ],
  };
}

function methodName(source: Source, { callee }: { readonly callee: Parameters<Source["getText"]>[0] }): string {
  return callee?.type === "MemberExpression" && callee.property.type === "Identifier"
    ? `'${callee.property.name}'`
    : `'${source.getText(callee)}'`;
}
