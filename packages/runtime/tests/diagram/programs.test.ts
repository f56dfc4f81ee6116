import fc from "fast-check";
import { expect, it, vi } from "vitest";
import {
  borrow,
  checkInvariant,
  close,
  Cown,
  freeze,
  isRegion,
  move,
  Region,
  RegionError,
  regionInfo,
} from "../../src/index.js";
import { diff, snapshot, toDot, toMermaid } from "../../src/diagram.js";

vi.setConfig({ testTimeout: 60_000 });

const COUNT = 4;
const index = fc.nat(COUNT - 1);
const step = fc.record({
  op: fc.constantFrom("own", "store", "remove", "move", "borrow", "return", "close", "freeze", "cown", "take"),
  id: index,
  other: index,
  key: fc.constantFrom("a", "b"),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Variables of a program that does whatever it is told, and goes on after a refusal. */
class Program {
  readonly handles: any[] = Array.from({ length: COUNT }, (_, i) => new Region<any>({ i }, { name: `r${i}` }));
  readonly borrows: Disposable[] = [];
  readonly cowns: Cown<unknown>[] = [];

  run({ op, id, other, key }: Step): void {
    const { handles } = this;
    try {
      if (op === "own") handles[id][key] = handles[other];
      if (op === "store") handles[id][key] = { list: [handles[id].b], at: new Map([["x", {}]]) };
      if (op === "remove") delete handles[id][key];
      if (op === "move") handles[id] = move(handles[id]);
      if (op === "borrow") this.borrows.push(borrow(handles[id]));
      if (op === "return") this.borrows.pop()?.[Symbol.dispose]();
      if (op === "close") close(handles[id]);
      if (op === "freeze" && typeof handles[id][key] === "object") freeze(handles[id][key].list);
      if (op === "cown") this.cowns.push(new Cown(handles[id]));
      if (op === "take") handles[other] = handles[id][key];
    } catch (error) {
      if (!(error instanceof RegionError) && !(error instanceof TypeError)) throw error;
    }
  }

  /** Everything that can be asked. */
  get books(): unknown[] {
    return [
      ...this.handles.filter((handle) => isRegion(handle)).map((handle) => regionInfo(handle)),
      ...this.cowns.map(({ state }) => state),
    ];
  }

  get roots(): Record<string, unknown> {
    return { handles: this.handles, cowns: this.cowns };
  }
}

const programs = fc.array(step, { maxLength: 25 });

it("After any program, snapshots are the same each time, and taking them changes nothing", () => {
  fc.assert(
    fc.property(programs, (steps) => {
      const program = new Program();
      for (const one of steps) {
        program.run(one);
        const before = program.books;
        const graph = snapshot(program.roots);
        expect(snapshot(program.roots)).toEqual(graph);
        expect(program.books).toEqual(before);
      }
      const usable = program.handles.filter((handle) => isRegion(handle));
      checkInvariant(...(usable as object[]));
    }),
  );
});

it("The same program gives the same snapshots and pictures", () => {
  const pictures = (steps: readonly Step[]): string[] => {
    const program = new Program();
    return steps.map((one) => {
      const before = snapshot(program.roots);
      program.run(one);
      const after = snapshot(program.roots);
      return JSON.stringify(after) + toMermaid(after) + toDot(diff(before, after));
    });
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      expect(pictures(steps)).toEqual(pictures(steps));
    }),
    { numRuns: 40 },
  );
});

it("Counts agree with regionInfo", () => {
  fc.assert(
    fc.property(programs, (steps) => {
      const program = new Program();
      for (const one of steps) program.run(one);
      const graph = snapshot(program.roots);
      for (const handle of program.handles.filter((value) => isRegion(value))) {
        const info = regionInfo(handle);
        const region = graph.regions.find(({ name }) => name === info.name)!;
        const { state, borrowCount, openSubregions, size, dirty } = info;
        expect(region).toMatchObject({ state, borrowCount, openSubregions, size, dirty });
        expect("parent" in region ? "region" : "cown" in region ? "cown" : "none").toBe(info.parent);
        const bridges = new Set(
          graph.nodes.filter((node) => "region" in node && node.region === region.id).map(({ id }) => id),
        );
        const borrows = graph.edges.filter(({ kind, to }) => kind === "borrow" && bridges.has(to));
        expect(borrows).toHaveLength(borrowCount - 1);
      }
    }),
  );
});

it("A region that nothing was removed from has as many nodes as regionInfo counts objects", () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 3 }), tie("value"), { maxKeys: 3 }),
      fc.array(tie("value"), { maxLength: 3 }).map((list) => new Set(list)),
    ),
  })).value;
  fc.assert(
    fc.property(value, (content) => {
      const region = new Region<any>({ content }, { name: "it" });
      const { nodes } = snapshot({ region });
      const inside = nodes.filter((node) => "region" in node && node.region === "region it");
      expect(inside).toHaveLength(regionInfo(region).size);
    }),
  );
});
