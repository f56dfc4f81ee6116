/** A parameter, or a field of it: what a function can ask about what it is given. */
export interface Place {
  readonly index: number;
  readonly field: string | undefined;
}

export const placeText = ({ index, field }: Place): string =>
  field === undefined ? String(index) : `${String(index)}.${field}`;
