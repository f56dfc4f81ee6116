import type { Cause } from "../heap/region.js";

/** What can be seen of something, for a while. */
export interface Viewing {
  readonly view: object;
  /** The view is dead from now on. */
  end(cause: Cause): void;
}

/** Content that the heap knows nothing of: it shows itself to whoever has the cown. */
export interface Keeper {
  /** For whoever writes: the same until `end`. */
  view(): object;
  /** What was written counts, and the view is dead. */
  end(cause: Cause): void;
  /** For one of those who read. */
  read(): Viewing;
}

/** Which values are views of such content. Filled in when the first is made, so that programs without carry none of it. */
export const keepers: {
  /** Throws for what belongs to somebody else by now. @param label of the cown that is to get it, for messages */
  behind: ((value: object, label: string) => Keeper | undefined) | undefined;
} = { behind: undefined };

/** What a value is the view of; undefined where it is content like any other. */
export function keeperBehind(value: unknown, label: string): Keeper | undefined {
  return typeof value === "object" && value !== null ? keepers.behind?.(value, label) : undefined;
}
