import { type Acquired, Cown, freeze, Region, thaw } from "../../../src/index.js";
import { struct } from "../../../src/threads.js";

/** A count in content of some sort, which says more than once how far it has come. */
export interface Kind {
  readonly make: () => Cown<any>;
  /** @throws when it finds half of what somebody did, or an earlier state in some part */
  readonly read: (value: any) => number;
  readonly increment: (guard: Acquired<any>) => void;
}

function assertWhole(isWhole: boolean): void {
  if (!isWhole) throw new Error("half a state");
}

/** Changes that a journal can say, in several objects. */
const graph: Kind = {
  make: () => new Cown(new Region({ n: 0, last: [], byDigit: new Map() })),
  read({ n, last, byDigit }) {
    assertWhole(n === 0 || (last.at(-1).n === n && byDigit.get(n % 10) === last.at(-1) && byDigit.size <= 10));
    return n as number;
  },
  increment({ value }) {
    const n = graph.read(value) + 1;
    value.n = n;
    value.last.push({ n });
    if (value.last.length > 5) value.last.shift();
    value.byDigit.delete(n % 10);
    value.byDigit.set(n % 10, value.last.at(-1));
  },
};

/** A graph that is replaced, of another size each time. */
const image: Kind = {
  make: () => new Cown(new Region({ n: 0, list: [] })),
  read({ n, list }) {
    assertWhole(list.length === n % 50 && (list.length === 0 || list.at(-1).text === `${"x".repeat(n % 50)}${n}`));
    return n as number;
  },
  increment(guard) {
    const n = image.read(guard.value) + 1;
    guard.value = new Region({
      n,
      list: Array.from({ length: n % 50 }, () => ({ text: `${"x".repeat(n % 50)}${n}` })),
    });
  },
};

const frozen: Kind = {
  make: () => new Cown(freeze({ n: 0, part: { list: [0] } })),
  read({ n, part }) {
    assertWhole(part.list.at(-1) === n && part.list.length <= 10);
    return n as number;
  },
  increment(guard) {
    const n = frozen.read(guard.value) + 1;
    const draft = thaw(guard.value as object) as any;
    draft.n = n;
    if (draft.part.list.length === 10) draft.part.list.length = 0;
    draft.part.list.push(n);
    guard.value = freeze(draft as object);
  },
};

const fields: Kind = {
  make: () => new Cown(struct({ n: "f64", low: "u8", text: "string(20)" }, { text: "0" })),
  read({ n, low, text }) {
    assertWhole(low === n % 256 && text === String(n));
    return n as number;
  },
  increment({ value }) {
    const n = fields.read(value) + 1;
    value.n = n;
    value.low = n % 256;
    value.text = String(n);
  },
};

const number: Kind = {
  make: () => new Cown(0),
  read: (value: number) => value,
  increment: (guard: Acquired<number>) => void (guard.value += 1),
};

export const kinds: readonly Kind[] = [graph, image, frozen, fields, number];
