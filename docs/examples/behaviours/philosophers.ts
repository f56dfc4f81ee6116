import { Cown, when } from "regions-runtime";

/**
 * Each philosopher needs the forks at both sides. With locks, all of them could take the left one and wait for the
 * right one for ever. A behaviour takes both or none.
 *
 * @returns how often each of them has eaten
 */
export async function dine(philosophers: number, meals: number): Promise<number[]> {
  const forks = Array.from({ length: philosophers }, (_, i) => new Cown(0, { name: `fork ${i}` }));
  const eaten = forks.map(() => 0);
  const eat = async (i: number): Promise<void> => {
    await when([forks[i]!, forks[(i + 1) % philosophers]!], async (left, right) => {
      left.value += 1;
      right.value += 1;
      await Promise.resolve("eating");
      eaten[i]! += 1;
    });
    if (eaten[i]! < meals) await eat(i);
  };
  await Promise.all(forks.map((_, i) => eat(i)));
  return eaten;
}
