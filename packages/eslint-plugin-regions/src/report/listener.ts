import type { TSESTree } from "@typescript-eslint/utils";
import type { Problem } from "./problem.js";

/** A report with what ESLint does not keep of it. */
export interface Reported extends Pick<Problem, "loc" | "message" | "label" | "places"> {
  /** As the rule is called in the config. */
  readonly ruleId: string;
  readonly filename: string;
  /** A fix makes a new one. */
  readonly ast: TSESTree.Program;
}

export type Listener = (reported: Reported) => void;

/**
 * A message of ESLint has one place and text. Whoever wants to know of the others listens here. There is one listener in
 * a process, whatever number of copies of the plugin its configs load.
 */
const LISTENER = Symbol.for("eslint-plugin-regions.listener");
const shared = globalThis as { [LISTENER]?: Listener | undefined };

export function tellListener(reported: Reported): void {
  shared[LISTENER]?.(reported);
}

/** Listens until the result is disposed of. */
export function listen(listener: Listener): Disposable {
  const before = shared[LISTENER];
  shared[LISTENER] = listener;
  return {
    [Symbol.dispose]() {
      shared[LISTENER] = before;
    },
  };
}
