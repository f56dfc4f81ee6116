import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  freeze,
  isClosed,
  isFrozen,
  isRegion,
  move,
  parentOf,
  Region,
  RegionError,
} from "../src/index.js";

vi.setConfig({ testTimeout: 60_000 });

/**
 * A reference model of a handful of regions: who the parent of each is, in which field, and how many borrows are out.
 * It knows nothing of proxies, stamps or plans.
 */
class Model {
  readonly parent = new Map<number, { region: number; key: string; deep: boolean }>();
  readonly borrows: number[] = [];

  ancestors(id: number): number[] {
    const found = [id];
    for (let p = this.parent.get(id); p !== undefined; p = this.parent.get(p.region)) found.push(p.region);
    return found;
  }

  /** What storing region `child` in a field of region `id` must lead to. */
  verdict(id: number, key: string, child: number): string | undefined {
    if (id === child) return undefined;
    const at = this.parent.get(child);
    if (at !== undefined && !(at.region === id && at.key === key)) return "ERR_ALREADY_OWNED";
    if (this.ancestors(id).includes(child)) return "ERR_REGION_CYCLE";
    return undefined;
  }

  isDeep(id: number, key: string): boolean {
    return [...this.parent.values()].some((at) => at.region === id && at.key === key && at.deep);
  }

  vacate(id: number, key: string): void {
    for (const [child, at] of this.parent) if (at.region === id && at.key === key) this.parent.delete(child);
  }

  isClosed(id: number): boolean {
    if (this.borrows[id]! > 0) return false;
    return [...this.parent].every(([child, at]) => at.region !== id || this.isClosed(child));
  }
}

const COUNT = 5;
const id = fc.nat(COUNT - 1);
const key = fc.constantFrom("a", "b", "c");
const step = fc.oneof(
  fc.record({ op: fc.constant("own" as const), id, key, other: id }),
  fc.record({ op: fc.constant("ownDeep" as const), id, key, other: id }),
  fc.record({ op: fc.constant("cross" as const), id, key, other: id }),
  fc.record({ op: fc.constant("local" as const), id, key, other: id }),
  fc.record({ op: fc.constant("remove" as const), id, key, other: id }),
  fc.record({ op: fc.constant("move" as const), id, key, other: id }),
  fc.record({ op: fc.constant("borrow" as const), id, key, other: id }),
  fc.record({ op: fc.constant("return" as const), id, key, other: id }),
  fc.record({ op: fc.constant("close" as const), id, key, other: id }),
);

/** Handles die with ancestors' moves and closes: read the one that works now from the parent. */
function live(handles: any[], model: Model, which: number): any {
  const at = model.parent.get(which);
  if (at !== undefined)
    handles[which] = live(handles, model, at.region)[at.key].it ?? live(handles, model, at.region)[at.key];
  return handles[which];
}

describe("regions behave like the model, whatever the program", () => {
  it("owning, removing, moving, borrowing and closing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (program) => {
        const model = new Model();
        const handles: any[] = [];
        const borrows: any[][] = [];
        for (let i = 0; i < COUNT; i++) {
          handles.push(new Region<any>({ tag: i, inner: {} }, { name: String(i) }));
          borrows.push([]);
          model.borrows.push(0);
        }
        for (const { op, id, key, other } of program) {
          const region = live(handles, model, id);
          const target = live(handles, model, other);
          const attempt = (run: () => unknown): string | undefined => {
            try {
              run();
              return undefined;
            } catch (error) {
              if (error instanceof RegionError) return error.code;
              throw error;
            }
          };
          // what holds an owning reference has to let go of it before it is dropped itself
          if (["own", "ownDeep", "cross", "local", "remove"].includes(op) && model.isDeep(id, key)) {
            delete region[key].it;
            model.vacate(id, key);
          }
          if (op === "own" || op === "ownDeep") {
            const verdict = model.verdict(id, key, other);
            expect(attempt(() => (region[key] = op === "own" ? target : { it: target }))).toBe(verdict);
            if (verdict === undefined) {
              model.vacate(id, key);
              if (id !== other) model.parent.set(other, { region: id, key, deep: op === "ownDeep" });
            }
          } else if (op === "cross") {
            expect(attempt(() => (region[key] = target.inner))).toBe(id === other ? undefined : "ERR_CROSS_REGION");
            if (id === other) model.vacate(id, key);
          } else if (op === "local") {
            region[key] = [{ n: 1 }, { back: region.inner }];
            model.vacate(id, key);
          } else if (op === "remove") {
            delete region[key];
            model.vacate(id, key);
          } else if (op === "move") {
            const closed = model.isClosed(id);
            expect(attempt(() => (handles[id] = move(region)))).toBe(closed ? undefined : "ERR_BORROWED");
            if (closed) {
              expect(isRegion(region)).toBe(false);
              model.parent.delete(id);
            }
          } else if (op === "borrow") {
            borrows[id]!.push(borrow(region.inner));
            model.borrows[id]! += 1;
          } else if (op === "return") {
            const last = borrows[id]!.pop();
            if (last !== undefined) {
              last[Symbol.dispose]();
              model.borrows[id]! -= 1;
            }
          } else {
            close(region);
            for (let i = 0; i < COUNT; i++) {
              if (!model.ancestors(i).includes(id)) continue;
              model.borrows[i] = 0;
              borrows[i] = [];
            }
          }
          for (let i = 0; i < COUNT; i++) {
            const handle = live(handles, model, i);
            const at = model.parent.get(i);
            expect(parentOf(handle) === (at === undefined ? undefined : live(handles, model, at.region))).toBe(true);
            expect([borrowCount(handle), isClosed(handle), handle.tag]).toEqual([
              1 + model.borrows[i]!,
              model.isClosed(i),
              i,
            ]);
          }
          checkInvariant(...handles);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("array methods do in a region what they do outside", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant("obj"));
    const index = fc.integer({ min: -3, max: 6 });
    const call = fc.oneof(
      fc.tuple(fc.constantFrom("push", "unshift"), fc.array(value, { maxLength: 3 })),
      fc.tuple(fc.constantFrom("pop", "shift", "reverse", "sort"), fc.constant([])),
      fc.tuple(fc.constant("splice"), fc.tuple(index, index, value)),
      fc.tuple(fc.constant("fill"), fc.tuple(value, index, index)),
      fc.tuple(fc.constant("copyWithin"), fc.tuple(index, index, index)),
    );
    fc.assert(
      fc.property(fc.array(call, { maxLength: 15 }), (calls) => {
        const plain: any = [3, 1, 2];
        const region = new Region<any>({ list: [3, 1, 2] });
        const objects = (args: readonly unknown[]): unknown[] => args.map((a) => (a === "obj" ? { o: 1 } : a));
        for (const [name, args] of calls) {
          const expected = plain[name](...objects(args));
          const actual = region.list[name](...objects(args));
          expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
          expect(JSON.stringify(region.list)).toBe(JSON.stringify(plain));
          checkInvariant(region);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("freeze is all or nothing on any graph", () => {
  /** A graph of objects and arrays with edges of every sort, in which something may be impossible to freeze. */
  const graph = fc.record({
    kinds: fc.array(fc.constantFrom("object", "array", "bare", "function", "shell"), { minLength: 1, maxLength: 12 }),
    edges: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        way: fc.constantFrom("field", "symbol", "hidden", "getter", "setter", "element", "region"),
      }),
      { maxLength: 30 },
    ),
    bad: fc.option(
      fc.constantFrom(
        () => new WeakMap(),
        () => new Proxy({}, {}),
        () => Promise.resolve(),
        () => new Uint8Array(1),
      ),
    ),
  });

  it("a legal graph becomes frozen, an illegal one stays as it was", () => {
    fc.assert(
      fc.property(graph, fc.nat(), ({ kinds, edges, bad }, where) => {
        let calls = 0;
        const nodes: any[] = kinds.map((kind) =>
          kind === "array" ? [] : kind === "bare" ? Object.create(null) : kind === "function" ? () => 1 : {},
        );
        edges.forEach(({ from, to, way }, i) => {
          const source = nodes[from % nodes.length];
          const target = nodes[to % nodes.length];
          const name = `k${i}`;
          const get = Object.assign(() => (calls++, {}), { target });
          if (way === "field") source[name] = target;
          else if (way === "symbol") source[Symbol(name)] = target;
          else if (way === "hidden") Object.defineProperty(source, name, { value: target });
          else if (way === "getter") Object.defineProperty(source, name, { get, enumerable: true });
          else if (way === "setter") Object.defineProperty(source, name, { set: get });
          else if (way === "region") source[name] = new Region({ n: i });
          else if (Array.isArray(source)) source.push(target);
          else source[i] = target;
        });
        if (bad !== null) nodes[where % nodes.length].bad = bad();
        kinds.forEach((kind, i) => kind === "shell" && Object.freeze(nodes[i]));

        const reachable = reach(nodes[0]);
        const frozenBefore = reachable.map((object) => Object.isFrozen(object));
        const legal = !reachable.includes(nodes[where % nodes.length]) || bad === null;
        if (legal) {
          expect(freeze(nodes[0])).toBe(nodes[0]);
          expect(reachable.every((object) => isFrozen(object))).toBe(true);
          checkInvariant(nodes[0]);
        } else {
          expect(() => freeze(nodes[0])).toThrow(RegionError);
          expect(reachable.map((object) => Object.isFrozen(object))).toEqual(frozenBefore);
          expect(reachable.filter((object) => Symbol.dispose in object).every(isRegion)).toBe(true);
        }
        expect(calls).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  /** Everything reachable by properties, found the plain way. Foreign proxies are left out: they would answer. */
  function reach(root: object): any[] {
    const found = new Set<object>([root]);
    for (const object of found) {
      if (object instanceof Region) continue;
      for (const k of Reflect.ownKeys(object)) {
        if (k === "bad") continue;
        const { value, get, set } = Object.getOwnPropertyDescriptor(object, k)!;
        for (const child of [value, get, set]) {
          if ((typeof child === "object" && child !== null) || typeof child === "function") found.add(child as object);
        }
      }
    }
    return [...found];
  }
});
