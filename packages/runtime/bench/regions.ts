import { move, Region } from "regions-runtime";
import { measure } from "./measure.js";
import { topic, type Topic } from "./topic.js";

interface Graph {
  items: object[];
}

/** One root, one array, and pairs of objects. */
function graph(size: number): Graph {
  return { items: Array.from({ length: size / 2 }, (_, i) => ({ id: i, name: "x", position: { x: 1, y: 2 } })) };
}

/** Sees every reference that adoption has to see: under names, enumerable or not, and under symbols. */
function walkAll(root: object): number {
  return walk(root, (object) => [...Object.getOwnPropertyNames(object), ...Object.getOwnPropertySymbols(object)]);
}

/** What most programs would write. Misses symbols and what is not enumerable. */
function walkKeys(root: object): number {
  return walk(root, Object.keys);
}

function walk(root: object, keysOf: (object: object) => PropertyKey[]): number {
  const seen = new Set([root]);
  const stack = [root];
  for (
    let object = stack.pop() as Record<PropertyKey, unknown> | undefined;
    object !== undefined;
    object = stack.pop() as typeof object
  ) {
    for (const key of keysOf(object)) {
      const value = object[key];
      if (typeof value !== "object" || value === null || seen.has(value)) continue;
      seen.add(value);
      stack.push(value);
    }
  }
  return seen.size;
}

export function regionTopics(): Topic[] {
  const size = 20_000;
  const moves = 500;
  const moveOften = (holder: { region: Region }): void => {
    for (let i = 0; i < moves; i++) holder.region = move(holder.region);
  };
  const holder = (objects: number): { region: Region } => ({ region: new Region(graph(objects)) as Region });
  const adopting = topic(
    "adopt a local graph of 20,000 objects",
    "ns per object",
    measure(
      [
        {
          name: "regions-runtime",
          prepare: () => ({ region: new Region(), value: graph(size) }),
          run: ({ region, value }) => (region.value = value),
        },
        { name: "walk over all references", prepare: () => graph(size), run: walkAll },
        { name: "walk over Object.keys", prepare: () => graph(size), run: walkKeys },
      ],
      size,
      12,
    ),
    [{ reference: "walk over all references", times: 3 }],
  );
  // made only now: a heap of this size slows down everything that allocates
  const big = holder(1_000_000);
  const small = holder(10);
  return [
    adopting,
    topic(
      "move",
      "ns per move",
      measure(
        [
          { name: "a region of 1,000,000 objects", prepare: () => big, run: moveOften },
          { name: "a region of 10 objects", prepare: () => small, run: moveOften },
        ],
        moves,
        9,
      ),
      [{ reference: "a region of 10 objects", times: 2 }],
    ),
  ];
}
