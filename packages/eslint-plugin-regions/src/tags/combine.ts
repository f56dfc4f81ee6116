import { type Effect, effectsIn, type Effects, type Signature } from "../operations/signature.js";

/** What all signatures say that have such a parameter: which of them a call is of is not known. */
export function inCommon(signatures: readonly Signature[]): Signature {
  const length = Math.max(...signatures.map((each) => each.arguments?.length ?? 0));
  const rests = signatures.flatMap(({ rest }) => rest ?? []);
  return {
    receiver: shared(signatures.map(({ receiver }) => receiver ?? [])),
    arguments: Array.from({ length }, (_, index) =>
      shared(
        signatures.flatMap((each) => [each.arguments?.[index] ?? each.rest].filter((effects) => effects !== undefined)),
      ),
    ),
    ...(rests.length > 0 && {
      rest: shared(signatures.map(({ rest }) => rest).filter((effects) => effects !== undefined)),
    }),
  };
}

const shared = (lists: readonly Effects[]): readonly Effect[] =>
  effectsIn(lists[0] ?? []).filter((effect) => lists.every((each) => effectsIn(each).includes(effect)));

/** What either of them says. */
export function inEither(a: Signature, b: Signature): Signature {
  const length = Math.max(a.arguments?.length ?? 0, b.arguments?.length ?? 0);
  return {
    receiver: both(a.receiver, b.receiver),
    arguments: Array.from({ length }, (_, index) => both(a.arguments?.[index], b.arguments?.[index])),
    ...((a.rest ?? b.rest) !== undefined && { rest: both(a.rest, b.rest) }),
  };
}

const both = (a: Effects = [], b: Effects = []): readonly Effect[] => [...new Set([...effectsIn(a), ...effectsIn(b)])];
