import type { Effect, Signature } from "../operations/signature.js";
import type { NamedParameter } from "./documented.js";
import { parseTags, type Tag, type TagName, type Target } from "./parse-tags.js";

/** A tag that says something of a parameter, or of `this`. */
export interface Promised {
  readonly tag: Tag;
  readonly target: Target;
  readonly parameter: number | "this";
}

/** The parameter that a tag speaks of; undefined: there is none of this name. */
export function parameterOf(target: Target, parameters: readonly NamedParameter[]): number | "this" | undefined {
  if (target.text === "this") return "this";
  const index = parameters.findIndex(({ name }) => name === target.text);
  return index < 0 ? undefined : index;
}

/** What the tags of a function say of its parameters; those that are misspelt or name nothing say nothing. */
export function promisesOf(tags: readonly Tag[], parameters: readonly NamedParameter[]): Promised[] {
  return tags.flatMap((tag) =>
    tag.misspelt !== undefined
      ? []
      : tag.targets.flatMap((target) => {
          const parameter = parameterOf(target, parameters);
          return parameter === undefined ? [] : [{ tag, target, parameter }];
        }),
  );
}

/** In the order in which a function does them, if it does several. */
const EFFECTS: Readonly<Record<TagName, Effect>> = {
  borrows: "read",
  mutates: "mutate",
  freezes: "freeze",
  captures: "capture",
  moves: "move",
};
const ORDER = Object.keys(EFFECTS);

/** What a call does to its arguments, as tags say it. */
export function signatureOf(promises: readonly Promised[], parameters: readonly NamedParameter[]): Signature {
  const effectsOn = (parameter: number | "this"): readonly Effect[] => {
    const names = new Set(promises.filter((each) => each.parameter === parameter).map(({ tag }) => tag.name));
    return [...names].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).map((name) => EFFECTS[name]);
  };
  const restIndex = parameters.findIndex(({ isRest }) => isRest);
  const positional = restIndex < 0 ? parameters : parameters.slice(0, restIndex);
  const receiver = effectsOn("this");
  return {
    ...(receiver.length > 0 && { receiver }),
    arguments: positional.map((_, index) => effectsOn(index)),
    ...(restIndex >= 0 && { rest: effectsOn(restIndex) }),
  };
}

/**
 * Reads what a JSDoc comment says of calls, wherever it comes from.
 *
 * @param text the comment, with its stars or without
 * @returns undefined: it says nothing
 */
export function readSignature(text: string, parameters: readonly NamedParameter[]): Signature | undefined {
  const promises = promisesOf(parseTags(text), parameters);
  return promises.length === 0 ? undefined : signatureOf(promises, parameters);
}
