/** What goes to a thread of the pool. */
export interface Task {
  readonly module: string;
  readonly name: string;
  /** Of each cown, once. */
  readonly contents: readonly Content[];
  /** Which of them the body gets, in the order of its parameters. */
  readonly positions: readonly { readonly content: number; readonly reads: boolean }[];
  readonly args: Parcel;
}

export interface Content {
  /** The name of its cown, for messages. */
  readonly name: string | undefined;
  /** What `pack` made of it. */
  readonly message: unknown;
  /** Nothing of it comes back. */
  readonly reads: boolean;
}

/** Values of any kind as what `pack` made of them. */
export type Parcel = unknown;

/** What comes back. */
export interface Outcome {
  /** What the cowns hold now, as `pack` made messages of it; undefined: what they held before. */
  readonly contents: readonly unknown[];
  readonly ended: "returned" | "threw";
  /** What it returned or threw. */
  readonly value: Parcel;
}
