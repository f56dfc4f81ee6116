import { Cown, when } from "regions-runtime";

/** What Santa has done. */
export interface Diary {
  deliveries: number;
  consultations: number;
}

/**
 * Santa sleeps until all nine reindeer are back, or three elves have a question; the reindeer come first. Nobody waits for
 * a signal: who completes a group spawns what the group is for, and Santa is a cown that is needed for it.
 */
export class Workshop {
  readonly #santa = new Cown<Diary>(Object.freeze({ deliveries: 0, consultations: 0 }), { name: "santa" });
  readonly #stable = new Cown(0, { name: "stable" });
  readonly #porch = new Cown(0, { name: "porch" });

  /** A reindeer comes back from its holidays. */
  reindeer(): Promise<void> {
    return this.#join(this.#stable, 9, ({ deliveries, consultations }) => ({
      deliveries: deliveries + 1,
      consultations,
    }));
  }

  /** An elf has a question. */
  elf(): Promise<void> {
    return this.#join(this.#porch, 3, ({ deliveries, consultations }) => ({
      deliveries,
      consultations: consultations + 1,
    }));
  }

  diary(): Promise<Diary> {
    return when(this.#santa, (held) => held.value);
  }

  #join(place: Cown<number>, size: number, wake: (diary: Diary) => Diary): Promise<void> {
    return when(place, (group) => {
      group.value = (group.value + 1) % size;
      if (group.value !== 0) return;
      // only scheduled: whoever completed the group goes on, and Santa is woken when he has time
      void when(this.#santa, (held) => {
        held.value = Object.freeze(wake(held.value));
      });
    });
  }
}
