/** What is known of a value that somebody asks about. */
export interface Answer {
  /** As `typeof` says it; "null" for null. */
  readonly type: string;
  /** Of a primitive. */
  readonly value?: unknown;
}

export const UNDEFINED: Answer = { type: "undefined", value: undefined };
export const OBJECT: Answer = { type: "object" };
export const FUNCTION: Answer = { type: "function" };

export const primitive = (value: unknown): Answer => ({ type: value === null ? "null" : typeof value, value });

export const isPrimitive = (answer: Answer): boolean => answer !== OBJECT && answer !== FUNCTION;

export const isTruthy = (answer: Answer): boolean => !isPrimitive(answer) || Boolean(answer.value);

/** Tells answers apart. */
const textOf = ({ type, value }: Answer): string => `${type} ${String(value)}`;

/** Whether `a === b` (`a == b` if `isLoose`); undefined: it cannot be said. */
export function areEqual(a: Answer, b: Answer, isLoose: boolean): boolean | undefined {
  if (isLoose && (isNothing(a) || isNothing(b))) return isNothing(a) && isNothing(b);
  if (!isPrimitive(a) && !isPrimitive(b)) return a.type === b.type ? undefined : false;
  if (isPrimitive(a) && isPrimitive(b)) return isLoose && a.type !== b.type ? undefined : a.value === b.value;
  return isLoose ? undefined : false;
}

export const isNothing = ({ type }: Answer): boolean => type === "undefined" || type === "null";

/** Answers by the texts of the places that they are about. */
export type Answers = ReadonlyMap<string, Answer>;

/** Tells ways of answering apart. */
export const answersText = (answers: Answers): string =>
  [...answers].map(([place, answer]) => `${place}: ${textOf(answer)}`).join("; ");
