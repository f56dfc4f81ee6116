import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import harden from "@endo/harden";
import * as toolkit from "@reduxjs/toolkit";
import * as reactivity from "@vue/reactivity";
import * as Comlink from "comlink";
import * as immer from "immer";
import * as immer9 from "immer-9";
import { move, Piscina } from "piscina";
import { describe, expect, test, vi } from "vitest";
import * as vue from "vue";

/** Its types are those of a CommonJS module, which has no default export for Node. */
const produce9 = immer9.default as unknown as typeof immer9.produce;

/** What the ready-made sets say of libraries, asked of the libraries themselves. */
const areFrozen = (...values: unknown[]): boolean => values.every((each) => Object.isFrozen(each));

describe("Immer", () => {
  const base = (): { tags: string[]; size: { width: number } } => ({ tags: ["a"], size: { width: 1 } });

  test.each([
    ["'produce'", immer.produce],
    ["the default export of version 9", produce9],
    ["'createNextState' of Redux Toolkit", toolkit.createNextState],
  ])("freezes what %s returns, deeply, even if the recipe changes nothing", (_, produce) => {
    const changed = produce(base(), (draft) => {
      draft.tags.push("b");
    });
    const unchanged = produce(base(), () => {});
    const replaced = produce(base(), () => base());
    for (const each of [changed, unchanged, replaced]) expect(areFrozen(each, each.tags, each.size)).toBe(true);
  });

  test.each([
    ["'produce'", immer.produce],
    ["the default export of version 9", produce9],
    ["'createNextState' of Redux Toolkit", toolkit.createNextState],
  ])("makes %s, given the recipe first, return a function that is not frozen, whose results are", (_, produce) => {
    const widen = produce((draft: { size: { width: number } }) => {
      draft.size.width++;
    });
    expect(Object.isFrozen(widen)).toBe(false);
    const wide = widen(base());
    expect(areFrozen(wide, wide.size)).toBe(true);
  });

  test("freezes the first of the results of 'produceWithPatches', and not the others", () => {
    immer.enablePatches();
    const results = immer.produceWithPatches(base(), (draft) => {
      draft.size.width = 2;
    });
    expect(results.map((each) => Object.isFrozen(each))).toEqual([true, false, false]);
    expect(Object.isFrozen(results)).toBe(false);
    const patched = immer.applyPatches(base(), results[1]);
    expect(areFrozen(patched, patched.tags, patched.size)).toBe(true);
  });

  test("ends a draft with 'finishDraft', and freezes what it returns", () => {
    const draft = immer.createDraft(base());
    draft.tags.push("b");
    const finished = immer.finishDraft(draft);
    expect(areFrozen(finished, finished.tags)).toBe(true);
    expect(() => draft.tags).toThrow(TypeError);
  });

  test("leaves what 'current' returns as it is", () => {
    immer.produce(base(), (draft) => {
      draft.size.width = 3;
      expect(areFrozen(immer.current(draft))).toBe(false);
    });
  });

  test.each([
    ["Immer's", immer.freeze],
    ["Redux Toolkit's", toolkit.freeze],
  ])("freezes with %s 'freeze' what is given, shallowly unless asked", (_, freeze) => {
    const [shallow, deep] = [base(), base()];
    expect(freeze(shallow)).toBe(shallow);
    expect([Object.isFrozen(shallow), Object.isFrozen(shallow.tags)]).toEqual([true, false]);
    freeze(deep, true);
    expect(areFrozen(deep, deep.tags)).toBe(true);
  });

  test("returns from casts what they are given", () => {
    const state = base();
    expect([immer.castDraft(state), immer.castImmutable(state)]).toEqual([state, state]);
    expect(immer.castDraft(state)).toBe(state);
    expect(immer.castImmutable(state)).toBe(state);
  });
});

describe("Redux Toolkit", () => {
  const todos = toolkit.createSlice({
    name: "todos",
    initialState: { list: [{ done: false }] },
    reducers: {
      added(state) {
        state.list.push({ done: false });
      },
    },
  });

  test("freezes the state of a slice, from its beginning", () => {
    const store = toolkit.configureStore({ reducer: todos.reducer });
    const initial = todos.getInitialState();
    expect(areFrozen(initial, initial.list, store.getState())).toBe(true);
    store.dispatch(todos.actions.added());
    const { list } = store.getState();
    expect(areFrozen(list, ...list)).toBe(true);
  });

  test("takes writes to the object around several slices for mistakes, though it does not freeze that", () => {
    const store = toolkit.configureStore({ reducer: { todos: todos.reducer } });
    const state = store.getState();
    expect([Object.isFrozen(state), Object.isFrozen(state.todos)]).toEqual([false, true]);
    state.todos = { list: [] };
    expect(() => store.dispatch(todos.actions.added())).toThrow(/mutation was detected/);
  });
});

describe("SES", () => {
  test("hardens deeply, in place, with the function of '@endo/harden'", () => {
    const point = { position: { x: 1 } };
    expect(harden(point)).toBe(point);
    expect(areFrozen(point, point.position)).toBe(true);
  });

  test("hardens deeply, in place, with the global that 'lockdown' makes", () => {
    const program = fileURLToPath(new URL("./lockdown.mjs", import.meta.url));
    const output = execFileSync(process.execPath, [program], { encoding: "utf8" });
    expect(output.trim()).toBe("true true true");
  });
});

describe("Comlink", () => {
  test("transfers what 'transfer' lists once the value is posted", async () => {
    const { port1, port2 } = new MessageChannel();
    Comlink.expose({ lengthOf: (buffer: ArrayBuffer) => buffer.byteLength }, port2 as unknown as Comlink.Endpoint);
    const remote = Comlink.wrap<{ lengthOf(buffer: ArrayBuffer): number }>(port1 as unknown as Comlink.Endpoint);
    const buffer = new ArrayBuffer(8);
    const marked = Comlink.transfer(buffer, [buffer]);
    expect(marked.byteLength).toBe(8);
    expect(await remote.lengthOf(marked)).toBe(8);
    expect(buffer.byteLength).toBe(0);
    port1.close();
    port2.close();
  });

  test("marks with 'proxy' the object itself, which must not be frozen", () => {
    const api = { ping: () => "pong" };
    expect(Comlink.proxy(api)).toBe(api);
    expect(Object.getOwnPropertySymbols(api)).toEqual([Comlink.proxyMarker]);
    expect(() => Comlink.proxy(Object.freeze({ ping: () => "pong" }))).toThrow(TypeError);
  });
});

describe("Piscina", () => {
  const filename = fileURLToPath(new URL("./echo.cjs", import.meta.url));

  test.each([
    ["'move' marks", (pool: Piscina, buffer: ArrayBuffer): Promise<number> => pool.run(move(buffer))],
    ["'Piscina.move' marks", (pool: Piscina, buffer: ArrayBuffer): Promise<number> => pool.run(Piscina.move(buffer))],
    [
      "the 'transferList' of a task lists",
      (pool: Piscina, buffer: ArrayBuffer): Promise<number> => pool.run(buffer, { transferList: [buffer] }),
    ],
  ])("detaches what %s when the task is run", async (_, run) => {
    await using pool = new Piscina({ filename, maxThreads: 1 });
    const buffer = new ArrayBuffer(8);
    expect(await run(pool, buffer)).toBe(8);
    expect(buffer.byteLength).toBe(0);
  });

  test("copies what is not moved", async () => {
    await using pool = new Piscina({ filename, maxThreads: 1 });
    const buffer = new ArrayBuffer(8);
    expect(await pool.run(buffer)).toBe(8);
    expect(buffer.byteLength).toBe(8);
  });
});

describe("Vue", () => {
  test.each([
    ["'vue'", vue],
    ["'@vue/reactivity'", reactivity],
  ])("ignores what is written to a read-only proxy of %s, and warns", (_, { readonly, shallowReadonly, reactive }) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const state = reactive({ count: 1, size: { width: 1 } });
    const deep = readonly(state) as typeof state;
    deep.count = 2;
    deep.size.width = 2;
    const shallow = shallowReadonly(state) as typeof state;
    shallow.count = 3;
    expect(state).toEqual({ count: 1, size: { width: 1 } });
    expect(warn).toHaveBeenCalledTimes(3);
    shallow.size.width = 3;
    expect(state.size.width).toBe(3);
    warn.mockRestore();
  });

  test("gives with 'toRaw' access to what can be changed, and with 'markRaw' what it is given", () => {
    const state = { count: 1 };
    expect(vue.toRaw(vue.readonly(state))).toBe(state);
    expect(vue.markRaw(state)).toBe(state);
  });
});
