/** A function of a module, as its name and the module's address. It runs in whatever thread is told to. */
export interface Behaviour<F extends (...all: never[]) => unknown> {
  readonly module: string;
  readonly name: string;
  /** What the function takes and gives; there is nothing at this key. */
  readonly type?: F;
}

/** The exports of a module that are functions. */
export type FunctionsOf<M> = {
  [K in keyof M & string as M[K] extends (...all: never[]) => unknown ? K : never]: M[K] extends (
    ...all: never[]
  ) => unknown
    ? M[K]
    : never;
};

/** What behaviours run on: a Piscina, a Tinypool, or anything that runs an export of a file with a task in a thread. */
export interface TaskPool {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- pools differ in what they take
  run(task: any, options: { filename: string; name: string; transferList: any[] }): Promise<any>;
}
