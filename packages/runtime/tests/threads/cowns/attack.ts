import { checkInvariant, Cown, freeze, Region, RegionError } from "../../../src/index.js";
import { mutate, type Outcome, randomFrom } from "../attack.js";
import { published, twinsOf, use } from "./twins.js";

/** What a journal is about, and what can be written of it. */
const make = (): Region<any> => new Region<any>({ list: [1, { n: 1 }, , 4], part: { n: 0 }, map: new Map([["a", 1]]), set: new Set([1]), date: new Date(0), bytes: new Uint8Array(8), config: freeze({ a: [1] }), child: new Region({ list: [{ n: 1 }] }) }); // prettier-ignore

const writes: readonly ((value: any) => void)[] = [
  (value) => (value.part.n = 1.5),
  (value) => (value.part.name = "häß"),
  (value) => value.list.push(value.part, -0),
  (value) => value.list.shift(),
  (value) => value.map.set(value.part, null),
  (value) => value.set.clear(),
  (value) => value.date.setTime(5),
  (value) => (value.child.list[0].n = [{ deep: 1 }]),
  (value) => (value.part.more = { same: value.config, map: new Map([[{}, value.list]]) }),
  (value) => delete value.part.n,
];

/**
 * Mutates the journals of shared cowns before another copy reads them.
 *
 * @returns what came of it: content that keeps the rules of regions, or a refusal
 */
export function attackJournal({ runs, seed }: { runs: number; seed: number }): Outcome {
  const random = randomFrom(seed);
  const outcome: Outcome = { refused: 0, accepted: 0, other: [], slowest: 0 };
  for (let run = 0; run < runs; run++) {
    const { cowns, cell } = twinsOf(new Cown(make()), 2);
    for (let i = random(3); i >= 0; i--) use(cowns[0]!, ({ value }) => writes[random(writes.length)]!(value));
    const { journal } = cell.read() as { journal: Int32Array };
    if (journal.length === 0) continue;
    let words = new Int32Array(journal);
    const original = words.slice();
    for (let i = random(4); i >= 0 && words.length > 0; i--) words = mutate(words, original, random);
    journal.set(words.subarray(0, journal.length));
    const start = performance.now();
    try {
      use(cowns[1]!, ({ value }) => checkInvariant(value));
      outcome.accepted += 1;
    } catch (error) {
      if (error instanceof RegionError && /^ERR_(BAD_PACKET|UNKNOWN_TYPE)$/.test(error.code)) outcome.refused += 1;
      else outcome.other.push(error);
    }
    outcome.slowest = Math.max(outcome.slowest, performance.now() - start);
    // a cown that nobody can read can be given something else
    use(cowns[1]!, (guard) => (guard.value = make()));
    published(cell);
  }
  return outcome;
}
