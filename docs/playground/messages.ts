// What the page, the worker that knows the language, and the sandbox tell each other.

/** A change of the text, by offsets. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What ESLint or TypeScript has to say about a place. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly message: string;
  /** "regions/no-use-after-move", "ts(2345)". */
  readonly source: string;
  readonly actions: readonly { readonly name: string; readonly edit: Edit }[];
}

/** A program that can run: instrumented, without types, and where each part of it stands in the source. */
export interface Program {
  readonly js: string;
  readonly sourceMap: string;
}

export interface Checked {
  readonly problems: readonly Problem[];
  /** Absent if the text is no program. */
  readonly program?: Program;
}

export interface CheckRequest {
  readonly id: number;
  readonly code: string;
}

export interface CheckResponse extends Checked {
  readonly id: number;
}

/** What stack traces call the program. */
export const PROGRAM_FILE = "playground.js";

/** Why a program ended before its end. Places in it are those of the generated code. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
}

/** What the sandbox tells of a program, and the page takes from it: more would only be scrolled through. */
export const LIMITS = {
  steps: 300,
  prints: 500,
  /** Characters of one text. */
  text: 10_000,
  /** Characters of everything together, in JSON. */
  total: 20_000_000,
} as const;

/** What a program does, in this order: any number of prints and steps, then one end. */
export type RunEvent<Snapshot> =
  | { readonly type: "print"; readonly level: "log" | "warn" | "error"; readonly text: string }
  | { readonly type: "step"; readonly line: number; readonly snapshot: Snapshot }
  | { readonly type: "end"; readonly failure?: Failure; /** How many were left out. */ readonly more?: LeftOut };

export interface LeftOut {
  readonly steps: number;
  readonly prints: number;
}
