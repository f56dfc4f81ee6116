import fc from "fast-check";
import { expect, it, vi } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  dissolve,
  freeze,
  isFrozen,
  merge,
  move,
  Region,
  RegionError,
  thaw,
  validate,
} from "../../src/index.js";

vi.setConfig({ testTimeout: 120_000 });

// A graph is built twice from one description: once to be frozen and thawed, once as the plain model.
// The same edits are done to both; then they are compared object by object.

type Slot = number | { node: number };
interface Node {
  kind: "object" | "array" | "map" | "set" | "date";
  slots: Slot[];
}
interface Edit {
  path: number[];
  other: number[];
  how: number;
  n: number;
  region: number;
}

const slot: fc.Arbitrary<Slot> = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.record({ node: fc.nat(9) }));
const node: fc.Arbitrary<Node> = fc.record({
  kind: fc.constantFrom("object", "object", "array", "map", "set", "date"),
  slots: fc.array(slot, { maxLength: 4 }),
});
const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc.array(fc.nat(5), { maxLength: 5 }),
  other: fc.array(fc.nat(5), { maxLength: 5 }),
  how: fc.nat(11),
  n: fc.nat(9),
  region: fc.nat(24),
});

const empty: Record<Node["kind"], (at: number) => any> = {
  object: () => ({}),
  array: () => [],
  map: () => new Map(),
  set: () => new Set(),
  date: (at) => new Date(at),
};

function build(nodes: Node[]): any[] {
  const objects = nodes.map(({ kind }, at): any => empty[kind](at));
  for (const [i, { slots }] of nodes.entries())
    for (const [at, each] of slots.entries()) {
      const value = typeof each === "number" ? each : objects[each.node % objects.length];
      const object = objects[i];
      if (Array.isArray(object)) object.push(value);
      else if (object instanceof Map) object.set(at % 2 === 0 ? `k${at}` : value, value);
      else if (object instanceof Set) object.add(value);
      else if (!(object instanceof Date)) object[`k${at}`] = value;
    }
  return objects;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What an object holds, in order: names of fields and contents. */
function contents(object: any): unknown[] {
  if (object instanceof Map) return [...object.entries()].flat();
  if (object instanceof Set) return [...object.values()];
  if (object instanceof Date) return [object.getTime()];
  return Reflect.ownKeys(object).flatMap((key) => {
    const { enumerable, value } = Object.getOwnPropertyDescriptor(object, key)!;
    return [key, enumerable, value];
  });
}

type Step = { key: PropertyKey } | { entry: number };

/** Frozen objects of the original that were stored as they are: the plain twin of each, and which one it stands for. */
type Old = Map<unknown, object>;

/** The way along which an edit finds its object. It is found in the model, so that nothing else is read from the region. */
function route(model: any, path: number[], old: Old): Step[] {
  const steps: Step[] = [];
  let at = model;
  for (const choice of path) {
    const inside = at instanceof Map || at instanceof Set ? contents(at) : [];
    const all = [
      ...inside.map((value, entry) => [{ entry }, value] as const),
      ...(inside.length > 0 || at instanceof Date ? [] : Reflect.ownKeys(at).map((key) => [{ key }, at[key]] as const)),
    ].filter(([, value]) => isObject(value) && !old.has(value));
    if (all.length === 0) break;
    const [step, next] = all[choice % all.length]!;
    steps.push(step);
    at = next;
  }
  return steps;
}

function walk(root: any, steps: Step[]): any {
  let at = root;
  for (const step of steps) at = "key" in step ? at[step.key] : contents(at)[step.entry];
  return at;
}

/** Performs the edit; says which object was written. */
function perform(root: any, to: Step[], valueOf: (root: any) => any, how: number, n: number): object {
  const object = walk(root, to);
  const value = valueOf(root);
  if (Array.isArray(object)) {
    const list: any[] = object;
    if (how === 0) list.push(value);
    else if (how === 1) list.splice(n % 3, 1, { fresh: n }, value);
    else if (how === 2) list.reverse();
    else if (how === 3) list.shift();
    else if (how === 4) list.unshift(n, value);
    else if (how === 5) list.length = n % 4;
    else if (how === 6) list.pop();
    else if (how === 7) list[n % 4] = [value];
    else if (how === 8) list.copyWithin(n % 3, (n + 1) % 4);
    else if (how === 9) list.fill(value, n % 3, 4);
    else list.sort((a, b) => (typeof a === "number" ? a : 9) - (typeof b === "number" ? b : 9));
  } else if (object instanceof Map) {
    const key = [...object.keys()][n % (object.size || 1)];
    if (how < 2) object.set(`k${n % 4}`, value);
    else if (how < 4) object.set(value, n);
    else if (how === 4) object.delete(key);
    else if (how === 5) object.set(key, { fresh: n });
    else if (how === 6) object.clear();
    else object.set(`k${n % 4}`, how);
  } else if (object instanceof Set) {
    if (how < 3) object.add(value);
    else if (how < 5) object.delete([...object][n % (object.size || 1)]);
    else if (how === 5) object.clear();
    else object.add(n + 100);
  } else if (object instanceof Date) object.setTime(n + how * 10);
  else if (how < 3) object[`k${n % 5}`] = value;
  else if (how === 3) object[`k${n % 5}`] = { fresh: n, value };
  else if (how === 4) delete object[`k${n % 5}`];
  else if (how === 5) object[`k${n % 5}`] = new Map([[value, { fresh: n }]]);
  else if (how === 6)
    Object.defineProperty(object, `k${n % 5}`, { value, enumerable: n % 2 === 0, configurable: true, writable: true });
  else object[`k${n % 5}`] = n;
  return object;
}

/** Pairs the objects of two graphs and fails where they differ: in kind, contents, sharing. */
function pair(actual: any, model: any, old: Old, strict = false): Map<any, any> {
  const pairs = new Map<any, any>();
  const back = new Map<any, any>();
  const queue: [any, any][] = [[actual, model]];
  for (const [a, m] of queue) {
    if (!isObject(m) || !isObject(a)) {
      expect(a).toBe(m);
      continue;
    }
    if (old.has(m)) {
      if (strict) expect(a, "a frozen object that was stored stays that object").toBe(old.get(m));
      continue;
    }
    if (pairs.has(m) || back.has(a)) {
      expect([pairs.get(m) === a, back.get(a) === m], "sharing differs").toEqual([true, true]);
      continue;
    }
    pairs.set(m, a);
    back.set(a, m);
    const kind = (value: object): unknown[] =>
      [Array, Map, Set, Date].map((type) => (type === Array ? Array.isArray(value) : value instanceof type));
    expect(kind(a)).toEqual(kind(m));
    const [as, ms] = [contents(a), contents(m)];
    expect(as.length).toBe(ms.length);
    for (const [i, each] of ms.entries()) queue.push([as[i], each]);
  }
  return pairs;
}

function closure(from: any): Set<unknown> {
  const seen = new Set<unknown>([from]);
  for (const object of seen) for (const value of contents(object)) if (isObject(value)) seen.add(value);
  return seen;
}

const reaches = (from: any, targets: Set<object>): boolean => [...targets].some((target) => closure(from).has(target));

/** A copy of the frozen graph's shape, to see that it never changes: every object with all it holds, by identity. */
const record = (objects: any[]): unknown[][] => objects.map((object) => [object, ...contents(object)]);

/** Does the edits to the thawed region and to the model. Returns the region's last handle and what was written. */
function editBoth(
  start: any,
  model: any,
  edits: Edit[],
  old: Old,
  frozen = new Set<unknown>(),
): { t: any; written: Set<object>; frozen: Set<unknown> } {
  let t = start;
  const written = new Set<object>();
  const kept = [...old];
  for (const { path, other, how, n, region } of edits) {
    const [to, from] = [route(model, path, old), route(model, other, old)];
    if (region === 8 && !reaches(walk(model, to), new Set([model]))) {
      freeze(walk(t, to));
      for (const each of closure(walk(model, to))) frozen.add(each);
    }
    if (frozen.has(walk(model, to))) continue;
    if (region === 0) t = move(t);
    if (region === 1) close(t);
    if (region === 2) pair(t, model, old);
    if (region === 3) validate(t);
    if (region === 4) {
      const parent = new Region<any>({ t });
      t = move(parent.t);
    }
    if (region === 5) {
      const foreign = new Region<any>({ part: {} });
      const refused = (): unknown => perform(t, to, () => ({ deep: [foreign.part] as unknown[] }), 0, n);
      if (!(walk(model, to) instanceof Date)) expect(refused).toThrow(RegionError);
    }
    // a part that nobody writes and its original are the same again in the end, which a Set or a key of a Map cannot be twice
    const isKey = walk(model, to) instanceof Set || walk(model, to) instanceof Map;
    if (region === 6 && kept.length > 0 && !isKey) {
      const [twin, original] = kept[n % kept.length]!;
      written.add(perform(model, to, () => twin, how, n));
      perform(t, to, () => original, how, n);
      continue;
    }
    written.add(perform(model, to, (root) => walk(root, from), how, n));
    if (region === 7) borrow(t, (held: any) => perform(held, to, (root) => walk(root, from), how, n) === held);
    else perform(t, to, (root) => walk(root, from), how, n);
  }
  return { t, written, frozen };
}

function expectUnchanged(originals: any[], before: unknown[][]): void {
  for (const [i, one] of record(originals).entries())
    for (const [at, value] of one.entries()) expect(value).toBe(before[i]![at]);
  for (const each of originals) expect(isFrozen(each)).toBe(true);
}

const graph = fc.array(node, { minLength: 1, maxLength: 10 });
const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 400), seed: Number(process.env.FUZZ_SEED ?? 7) };

/** A Date is first asked for through an object that was frozen out of the graph. */
const frozenOut = {
  nodes: [
    { kind: "object", slots: [{ node: 5 }] },
    { kind: "object", slots: [] },
    { kind: "date", slots: [] },
    { kind: "object", slots: [] },
    { kind: "object", slots: [] },
    { kind: "object", slots: [{ node: 1 }, { node: 2 }] },
    { kind: "object", slots: [] },
  ] as Node[],
  edits: [
    { path: [0, 0], other: [0], how: 0, n: 0, region: 0 },
    { path: [], other: [], how: 0, n: 6, region: 0 },
    { path: [], other: [], how: 0, n: 1, region: 0 },
    { path: [0, 0], other: [], how: 0, n: 0, region: 8 },
  ] as Edit[],
};

it("edits through a thawed region do what they do to a plain copy, and share all that they can", () => {
  fc.assert(
    fc.property(graph, fc.array(edit, { maxLength: 8 }), fc.array(edit, { maxLength: 4 }), (nodes, first, second) => {
      let originals = build(nodes);
      let models = build(nodes);
      let f: any = freeze(originals[0], ...originals);
      const old: Old = new Map(build(nodes).map((twin, i) => [twin, originals[i]]));
      for (const edits of [first, second]) {
        const before = record(originals);
        const [model] = models;
        const { t, written, frozen } = editBoth(thaw<any>(f), model, edits, old);
        // what was frozen by itself has been taken out of the graph
        for (const each of frozen) written.add(each as object);
        if (edits.length % 2 === 0) pair(t, model, old);
        checkInvariant(t);
        const g: any = freeze(t);
        const pairs = pair(g, model, old, true);
        pair(t, model, old);
        expect([isFrozen(g), isFrozen(t)]).toEqual([true, true]);
        expectUnchanged(originals, before);
        if (written.size === 0) expect(g).toBe(f);
        for (const [i, each] of models.entries())
          if (pairs.has(each) && !reaches(each, written)) expect(pairs.get(each), `#${i} is shared`).toBe(originals[i]);
        expect(freeze(thaw<any>(g))).toBe(g);
        checkInvariant(g, f);
        // From now on an original that was stored is part of the graph, and shares with it what nobody has written.
        if (edits.some(({ region }) => region === 6)) return;
        // The next round starts from the result: its objects and the model's, in pairs.
        models = [model, ...[...pairs.keys()].filter((object) => object !== model)];
        originals = models.map((object) => pairs.get(object));
        f = g;
      }
    }),
    { ...runs, examples: [[frozenOut.nodes, frozenOut.edits, []]] },
  );
});

const ends: Record<string, (t: any, model: any, edits: Edit[], old: Old, frozen: Set<unknown>) => void> = {
  "dissolved, it is a plain local graph": (t, model, _, old) => {
    const raw = dissolve(t);
    pair(raw, model, old, true);
    freeze(raw);
    pair(raw, model, old, true);
  },
  "frozen with its parent, it reads the same through the parent's handles": (t, model, _, old) => {
    const parent = new Region<any>({ deep: { t } });
    freeze(parent);
    pair(parent.deep.t, model, old);
    checkInvariant(parent);
  },
  "merged into its parent, it is written and frozen there": (t, model, edits, old, frozen) => {
    const parent = new Region<any>({ t });
    merge(t, parent);
    const isStructural = ({ region }: Edit): boolean => region < 2 || (region > 2 && region < 5);
    editBoth(parent.t, model, edits.filter((each) => !isStructural(each)), old, frozen); // prettier-ignore
    pair(parent.t, model, old);
    checkInvariant(parent);
    validate(parent);
    pair(parent.t, model, old);
    freeze(parent);
    pair(parent.t, model, old);
  },
};

it.each(Object.keys(ends))("%s, and the frozen graph never changes", (end) => {
  fc.assert(
    fc.property(graph, fc.array(edit, { maxLength: 6 }), fc.array(edit, { maxLength: 3 }), (nodes, first, second) => {
      const originals = build(nodes);
      const [model] = build(nodes);
      const f: any = freeze(originals[0], ...originals);
      const before = record(originals);
      const old: Old = new Map(build(nodes).map((twin, i) => [twin, originals[i]]));
      const { t, frozen } = editBoth(thaw<any>(f), model, first, old);
      ends[end]!(t, model, second, old, frozen);
      expectUnchanged(originals, before);
    }),
    { ...runs, numRuns: runs.numRuns / 2 },
  );
});
