import { type Acquired, type Cown, isFrozen, type Region, when } from "../../../src/index.js";
import { listen, send } from "../../../src/threads.js";

const port = self as unknown as Worker;
type Counter = Cown<Region<{ n: number }>>;
type Held = Acquired<Region<{ n: number }>>;

const count = (guards: readonly Held[]): void => {
  for (const guard of guards) guard.value.n += 1;
};

/** Kept for ever. */
const held: Held[] = [];

/** Does with cowns, or with something frozen, as it is told. @returns what to say */
async function run(task: string, given: unknown[]): Promise<unknown> {
  switch (task) {
    case "count":
      for (let i = 0; i < 500; i++) await when(given as Counter[], (...guards) => count(guards as Held[]));
      return "counted";
    case "hold": {
      const guard = await (given[0] as Counter).acquire();
      held.push(guard);
      guard.value.n = -1;
      return "held";
    }
    default: {
      const list = given[0] as readonly { id: number }[];
      return Object.freeze([isFrozen(list), list.at(-1)!.id, list]);
    }
  }
}

listen(port, ([task, ...given]: [string, ...unknown[]]) => {
  void run(task, given).then((said) => send(port, said));
});
