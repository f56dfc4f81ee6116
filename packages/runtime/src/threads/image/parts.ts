/** A frozen graph in shared memory, as those see it who refer to its parts; see the room `frozen`. */
export interface PartSource {
  /** How many objects it has. */
  readonly count: number;
  /** The object with an ordinal: always the same one in this thread. */
  part(ordinal: number): object;
}

/** Where in shared memory a frozen object is. */
export interface Part {
  readonly image: PartSource;
  readonly ordinal: number;
}
