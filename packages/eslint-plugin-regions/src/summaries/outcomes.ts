import { conditionOf } from "../flow/paths/conditions.js";
import { verbOf } from "../flow/ownership/consume.js";
import { type Path, pathOf } from "../flow/state/abstract-object.js";
import * as intMap from "../flow/state/int-map.js";
import type { Frame } from "../flow/state/frame.js";
import { EMPTY_STATE, joinStates, type State } from "../flow/state/state.js";
import { type Answer, primitive, UNDEFINED } from "../particular/answer.js";
import { evaluate } from "../particular/evaluate.js";
import { namesIn } from "../particular/names.js";
import type { Effect } from "../operations/signature.js";
import type { Exporter } from "./export.js";
import type { Outcome, ParameterAnswer, PathEffect } from "./summary.js";

/*
 * A function that ends a borrow, moves a region … on some of its ways only: at a call of it these are told apart, as
 * they are in the function, with what is known on each of what was given to it and of what it returns.
 */

/** More ways than these are not told apart. */
const MOST_OUTCOMES = 4;

/** What leaves a trace on what it is done to, wherever that happens. */
const TRACED = new Set<Effect>(["move", "give", "dissolve", "close", "drop", "transfer", "freeze", "dispose"]);

type Return = Frame["returns"][number];

/** The ways through a function, if they differ in what they consume of what its callers know. */
export function outcomesOf(frame: Frame, exporter: Exporter): Outcome[] {
  const { fn, effects, returns } = frame;
  if (returns.length < 2 || fn.isAsync || fn.isGenerator) return [];
  const consuming = new Set<string>();
  for (const each of effects) if (isTraced(each)) consuming.add(deedText(each.path, verbOf(each.effect)));
  if (consuming.size === 0) return [];
  const groups = new Map<string, { readonly done: ReadonlySet<string>; readonly members: Return[] }>();
  for (const each of returns) {
    const done = deedsAt(frame, each.state, consuming);
    const text = [...done].sort().join();
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { done, members: [each] });
    else group.members.push(each);
  }
  if (groups.size < 2 || groups.size > MOST_OUTCOMES) return [];
  const all = [...groups.values()];
  // What leaves no trace on any of them is not told apart.
  const isSkipped = (done: ReadonlySet<string>, deed: string): boolean =>
    !done.has(deed) && all.some((other) => other.done.has(deed));
  return all.map(({ done, members }) => ({
    skipped: new Set(
      effects.filter((each) => isTraced(each) && isSkipped(done, deedText(each.path, verbOf(each.effect)))),
    ),
    returns: members.flatMap(({ value, state }) => exporter.references(value, state)),
    answer: answerOf(frame, members),
    given: givenAt(frame, members),
  }));
}

const isTraced = (effect: PathEffect): effect is PathEffect & { kind: "consume" } =>
  effect.kind === "consume" && TRACED.has(effect.effect);

/** Something done to one thing, the same wherever in the function that is. */
function deedText({ root, keys }: Path, verb: string): string {
  const name = root.kind === "parameter" ? root.index : root.kind === "captured" ? root.variable.id : "";
  return [root.kind, name, ...keys, verb].join(" ");
}

/** Which of the deeds lie behind. */
function deedsAt(frame: Frame, { facts }: State, among: ReadonlySet<string>): Set<string> {
  const done = new Set<string>();
  intMap.forEach(facts, (all, id) => {
    const path = pathOf(frame.file.table.objects[id]!);
    if (path === undefined) return;
    for (const { operation } of all) {
      const text = deedText(path, operation.verb);
      if (among.has(text)) done.add(text);
    }
  });
  return done;
}

/** What all these returns return, as far as it is a literal, certain to be an object, or a condition known by then. */
function answerOf(frame: Frame, returns: readonly Return[]): Answer | undefined {
  const [first, ...others] = returns.map((each) => answerAt(frame, each));
  const isSame = others.every((each) => each?.type === first?.type && each?.value === first?.value);
  return isSame ? first : undefined;
}

function answerAt(frame: Frame, { from, node, state }: Return): Answer | undefined {
  if (from === undefined) return UNDEFINED;
  const condition = conditionOf(frame, from);
  const known = condition && intMap.get(state.known, condition.number);
  return known === undefined
    ? evaluate(namesIn(frame.fn), node, () => undefined)
    : primitive(known === condition!.positive);
}

/** What is known of the parameters where all these returns meet. */
function givenAt({ fn, conditions, returns }: Frame, members: readonly Return[]): ParameterAnswer[] {
  const { known, variables } = members.map(({ state }) => state).reduce(joinStates);
  const given: ParameterAnswer[] = [];
  fn.parameters.forEach(({ variable, rest }, index) => {
    if (variable?.writes !== 1 || rest) return;
    for (const [text, number] of conditions.get(variable) ?? []) {
      const outcome = intMap.get(known, number);
      if (outcome !== undefined) given.push({ index, text, outcome });
    }
    // `x?.[Symbol.dispose]()`: here it was nothing.
    const isNothing = (state: State): boolean => intMap.get(state.variables, variable.id)?.length === 0;
    if (isNothing({ ...EMPTY_STATE, variables }) && !returns.every(({ state }) => isNothing(state)))
      given.push({ index, text: "", outcome: false });
  });
  return given;
}
