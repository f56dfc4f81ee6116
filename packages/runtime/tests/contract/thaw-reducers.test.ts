import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, isFrozen, Region, thaw } from "../../src/index.js";

/** What Immer's `produce` does, in the terms of this library. */
function produce(base: object, recipe: (draft: any) => unknown): any {
  const draft = thaw<any>(base);
  recipe(draft);
  return freeze(draft);
}

interface Todo {
  title: string;
  done: boolean;
}
const todos = (): readonly Todo[] =>
  freeze([
    { title: "Learn TypeScript", done: true },
    { title: "Try Immer", done: false },
  ]) as readonly Todo[];

describe("reducers, as they are written with Immer's produce", () => {
  it("toggle one todo and add another: the untouched one is shared", () => {
    const base = todos();
    const next = produce(base, (draft) => {
      draft[1].done = true;
      draft.push({ title: "Tweet about it", done: false });
    });
    expect([base.length, next.length, base[1]!.done, next[1].done]).toEqual([2, 3, false, true]);
    expect([next === base, next[0] === base[0], next[1] === base[1], isFrozen(next)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it("a recipe that changes nothing returns the base", () => {
    const base = todos();
    expect(produce(base, () => undefined)).toBe(base);
    expect(produce(base, (draft) => draft.filter((todo: Todo) => todo.done).length)).toBe(base);
    expect(produce(base, (draft) => draft.find((todo: Todo) => todo.title === "absent"))).toBe(base);
    expect(produce(base, (draft) => JSON.stringify(draft))).toBe(base);
  });

  it("objects: add, update and remove by key", () => {
    const base: any = freeze({ id1: { done: false, body: "Take out the trash" }, id2: { done: false, body: "Check Email" } }); // prettier-ignore
    const added = produce(base, (draft) => (draft.id3 = { done: false, body: "Buy bananas" }));
    const removed = produce(base, (draft) => delete draft.id1);
    const updated = produce(base, (draft) => (draft.id1.done = true));
    expect([Object.keys(added), Object.keys(removed), updated.id1.done]).toEqual([
      ["id1", "id2", "id3"],
      ["id2"],
      true,
    ]);
    for (const next of [added, removed, updated]) expect(next.id2).toBe(base.id2);
    expect([added.id1 === base.id1, updated.id1.body]).toEqual([true, "Take out the trash"]);
    expect(base).toEqual({ id1: { done: false, body: "Take out the trash" }, id2: { done: false, body: "Check Email" } }); // prettier-ignore
  });

  it("arrays: add, insert, update, remove at the ends and by predicate", () => {
    const base: any = freeze([{ id: "id1" }, { id: "id2" }, { id: "id3" }]);
    const ids = (list: any): string => list.map(({ id }: { id: string }) => id).join();
    const cases: [(draft: any) => unknown, string][] = [
      [(draft) => draft.push({ id: "id4" }), "id1,id2,id3,id4"],
      [(draft) => draft.unshift({ id: "id0" }), "id0,id1,id2,id3"],
      [(draft) => draft.splice(1, 0, { id: "new" }), "id1,new,id2,id3"],
      [
        (draft) =>
          draft.splice(
            draft.findIndex((todo: any) => todo.id === "id2"),
            1,
          ),
        "id1,id3",
      ],
      [(draft) => draft.pop(), "id1,id2"],
      [(draft) => draft.shift(), "id2,id3"],
      [(draft) => (draft[draft.findIndex((todo: any) => todo.id === "id1")].id = "changed"), "changed,id2,id3"],
    ];
    for (const [recipe, expected] of cases) {
      const next = produce(base, recipe);
      expect([ids(next), ids(base)]).toEqual([expected, "id1,id2,id3"]);
      for (const item of next) if (/^id[123]$/.test(item.id as string)) expect(base).toContain(item);
    }
  });

  it("nested data: a Map of users with lists of todos", () => {
    const base: any = freeze({
      users: new Map([
        ["17", { name: "Michel", todos: [{ title: "Get coffee", done: false }] }],
        ["18", { name: "Ada", todos: [{ title: "Compute", done: true }] }],
      ]),
    });
    const next = produce(base, (draft) => {
      draft.users.get("17").todos[0].done = true;
      draft.users.get("17").todos.push({ title: "Drink it", done: false });
    });
    expect(next.users.get("17").todos.map((todo: Todo) => todo.done)).toEqual([true, false]);
    expect(base.users.get("17").todos.map((todo: Todo) => todo.done)).toEqual([false]);
    expect([next.users.get("18") === base.users.get("18"), next.users === base.users]).toEqual([true, false]);
    const removed = produce(next, (draft) => draft.users.delete("17"));
    expect([removed.users.size, next.users.size, removed.users.get("18") === base.users.get("18")]).toEqual([
      1,
      2,
      true,
    ]);
  });

  it("a store of entities by id with a list of ids", () => {
    let state: any = freeze({ byId: {}, ids: [] });
    const states = [state];
    const dispatch = (recipe: (draft: any) => unknown): void => void states.push((state = produce(state, recipe)));
    const receive = (product: { id: number; price: number }) => (draft: any) => {
      if (!(product.id in draft.byId)) draft.ids.push(product.id);
      draft.byId[product.id] = product;
    };
    dispatch(receive({ id: 1, price: 10 }));
    dispatch(receive({ id: 2, price: 20 }));
    dispatch((draft) => (draft.byId[1].price = 11));
    dispatch((draft) => {
      delete draft.byId[2];
      draft.ids.splice(draft.ids.indexOf(2), 1);
    });
    expect(states.map((each) => JSON.stringify(each))).toEqual([
      '{"byId":{},"ids":[]}',
      '{"byId":{"1":{"id":1,"price":10}},"ids":[1]}',
      '{"byId":{"1":{"id":1,"price":10},"2":{"id":2,"price":20}},"ids":[1,2]}',
      '{"byId":{"1":{"id":1,"price":11},"2":{"id":2,"price":20}},"ids":[1,2]}',
      '{"byId":{"1":{"id":1,"price":11}},"ids":[1]}',
    ]);
    expect([states[3].ids === states[2].ids, states[3].byId[2] === states[2].byId[2]]).toEqual([true, true]);
    expect([states[2].byId[1] === states[1].byId[1], states[4].byId[1] === states[3].byId[1]]).toEqual([true, true]);
  });

  it("two parts swapped, and one part put in two places", () => {
    const base: any = freeze({ a: { n: 1 }, b: { n: 2 } });
    const swapped = produce(base, (draft) => ([draft.a, draft.b] = [draft.b, draft.a]));
    expect([swapped.a === base.b, swapped.b === base.a]).toEqual([true, true]);
    const twice = produce(base, (draft) => {
      draft.b = draft.a;
      draft.b.n = 9;
    });
    expect([twice.a === twice.b, twice.a.n, base.a.n, base.b.n]).toEqual([true, 9, 1, 2]);
  });
});

describe("undo history", () => {
  const start = (): any => freeze({ present: { count: 0, list: [{ n: 1 }] }, history: [] as unknown[] });

  it("keeps the frozen past when it is pushed from the base, whatever is written to the present", () => {
    let state = start();
    const pasts = [state.present];
    for (let i = 1; i <= 3; i++) {
      const t = thaw<any>(state);
      if (i === 2) t.present.count = i;
      if (i === 3) expect([t.present.count, t.present.list.length]).toEqual([2, 1]);
      t.history.push(state.present);
      t.present.count = i;
      expect([t.history.at(-1).count, t.present.count]).toEqual([i - 1, i]);
      state = freeze(t);
      pasts.push(state.present);
    }
    expect([state.present.count, state.history.map((past: any) => past.count)]).toEqual([3, [0, 1, 2]]);
    expect(state.history.map((past: unknown, i: number) => past === pasts[i])).toEqual([true, true, true]);
    expect([state.present.list === pasts[0].list, state.history.includes(state.present)]).toEqual([true, false]);
    checkInvariant(state);

    const back = thaw<any>(state);
    back.present = state.history[2];
    back.history.pop();
    const undone: any = freeze(back);
    expect([undone.present === state.history[2], undone.history.length, undone.present.count]).toEqual([true, 2, 2]);
    expect(state.history.length).toBe(3);
  });

  it("that pushes the thawed present pushes an alias of it", () => {
    const base = start();
    const t = thaw<any>(base);
    t.history.push(t.present);
    t.present.count = 5;
    expect(t.history[0]).toBe(t.present);
    const next: any = freeze(t);
    expect([next.history[0] === next.present, next.present.count, base.present.count]).toEqual([true, 5, 0]);
  });

  it("a part that is set back to the frozen original is that original again", () => {
    const base = start();
    const t = thaw<any>(base);
    t.present.count = 5;
    t.present.list[0].n = 6;
    t.present = base.present;
    const next: any = freeze(t);
    expect([next.present === base.present, next.history === base.history]).toEqual([true, true]);
    expect(JSON.stringify(next)).toBe(JSON.stringify(base));
  });

  it("frozen versions may be kept in another region while the next is made", () => {
    const log = new Region<any>({ versions: [] });
    let state: any = start();
    for (let i = 0; i < 4; i++) {
      log.versions.push(state);
      state = produce(state, (draft) => draft.present.count++);
    }
    expect(log.versions.map((version: any) => version.present.count)).toEqual([0, 1, 2, 3]);
    expect(log.versions[3].present.list).toBe(log.versions[0].present.list);
    checkInvariant(log, state);
  });
});
