import type { Snapshot } from "regions-runtime/diagram";
import { LIMITS, type Failure, type LeftOut, type RunEvent } from "../messages.ts";

/**
 * Reads what comes from the sandbox. The program is in there, too, and may be a stranger's who has found a way to speak for
 * it: nothing is taken as given.
 */
export function createReader(inSource: (text: string) => string): (data: unknown) => RunEvent<Snapshot> | undefined {
  const left = { step: LIMITS.steps as number, print: LIMITS.prints as number, end: 1 };
  let room = LIMITS.total;
  return (data) => {
    if (typeof data !== "string" || (room -= data.length) < 0) return undefined;
    const event = parse(inSource(data));
    return isEvent(event) && left[event.type]-- > 0 ? event : undefined;
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LIMITS.text;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);

function isEvent(value: unknown): value is RunEvent<Snapshot> {
  if (!isObject(value)) return false;
  const { type, level, text, line, snapshot, failure, more } = value;
  switch (type) {
    case "print":
      return (level === "log" || level === "warn" || level === "error") && isText(text);
    case "step":
      return isCount(line) && line > 0 && isSnapshot(snapshot);
    case "end":
      return isAbsentOr(failure, isFailure) && isAbsentOr(more, isLeftOut);
    default:
      return false;
  }
}

function isFailure(value: unknown): value is Failure {
  if (!isObject(value)) return false;
  const { name, message, stack, code } = value;
  return [name, message, stack].every(isText) && isAbsentOr(code, isText);
}

function isLeftOut(value: unknown): value is LeftOut {
  if (!isObject(value)) return false;
  const { steps, prints } = value;
  return isCount(steps) && isCount(prints);
}

/** As far as the words about it need it; the drawing says what else it misses. */
function isSnapshot(value: unknown): value is Snapshot {
  if (!isObject(value)) return false;
  const { nodes, edges, regions } = value;
  return (
    isListOf(nodes, ({ id, kind }) => typeof id === "string" && typeof kind === "string") &&
    isListOf(edges, ({ from, to }) => typeof from === "string" && typeof to === "string") &&
    isListOf(regions, ({ id }) => typeof id === "string")
  );
}

const isListOf = (value: unknown, is: (value: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((each: unknown) => isObject(each) && is(each));
