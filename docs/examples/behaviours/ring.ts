import { Cown, quiesce, when } from "regions-runtime";

/** A token goes round a ring of cowns: every step needs the cown that has it, and the next one. */
export async function sendRound(size: number, rounds: number): Promise<number[]> {
  const ring = Array.from({ length: size }, () => new Cown(0));
  const step = (at: number, left: number): void => {
    if (left === 0) return;
    const next = (at + 1) % size;
    void when([ring[at]!, ring[next]!], (_, to) => {
      to.value += 1;
      step(next, left - 1);
    });
  };
  step(0, size * rounds);
  await quiesce();
  return when(ring, (...held) => held.map(({ value }) => value));
}
