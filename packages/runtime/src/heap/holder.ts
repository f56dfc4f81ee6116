import { Given } from "./given.js";
import type { Holder } from "./region.js";

class HolderStamp extends Given {
  #holder: Holder;

  constructor(cown: object, holder: Holder) {
    super(cown);
    this.#holder = holder;
  }

  static read(value: object): Holder | undefined {
    return #holder in value ? value.#holder : undefined;
  }
}

export function stampHolder(holder: Holder): void {
  new HolderStamp(holder.cown, holder);
}

/** What a cown is inside; undefined if the value is no cown. Runs no code of the value. */
export function holderBehind(value: object): Holder | undefined {
  return HolderStamp.read(value);
}
