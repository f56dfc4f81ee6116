import { types } from "node:util";
import { describe, expect, it } from "vitest";
import {
  borrow,
  borrowCount,
  checkInvariant,
  close,
  dissolve,
  freeze,
  isClosed,
  isFrozen,
  isRegion,
  merge,
  move,
  parentOf,
  Region,
  regionInfo,
  regionOf,
  thaw,
  validate,
} from "../../src/index.js";
import { regionError } from "../errors.js";
import { make, readAll, snapshot } from "./thaw-example.js";

describe("a thawed region as a region", () => {
  it("moves, with what was written and what was not, and torches the old handles", () => {
    const f = make();
    const t = thaw<any>(f, { name: "draft" });
    t.user.name = "Bob";
    const { settings } = t;
    const moved = move(t);
    for (const handle of [t, settings]) regionError("ERR_USE_AFTER_MOVE", () => handle.x);
    moved.settings.theme.color = "blue";
    expect([moved.user.name, regionInfo(moved).name]).toEqual(["Bob", "draft"]);
    const g = freeze(moved) as any;
    expect([g.settings.theme.color, g.list === f.list, snapshot(f) === snapshot(make())]).toEqual(["blue", true, true]);
  });

  it("is borrowed, closed and dropped like any other", () => {
    const f = make();
    const t = thaw<any>(f);
    const held = borrow<any>(t.list);
    held[0].n = 9;
    expect([borrowCount(t), isClosed(t)]).toEqual([2, false]);
    regionError("ERR_BORROWED", () => move(t));
    close(t);
    regionError("ERR_INVALIDATED", () => held.length);
    expect([t.list[0].n, f.list[0].n, borrowCount(t)]).toEqual([9, 1, 1]);
    t[Symbol.dispose]();
    regionError("ERR_INVALIDATED", () => t.list);
    expect(snapshot(f)).toBe(snapshot(make()));
  });

  it("owns subregions, also put into thawed parts", () => {
    const f = make();
    const t = thaw<any>(f);
    const child = new Region<any>({ part: { n: 1 } });
    t.user.child = child;
    t.list.push(new Region<any>({ n: 4 }));
    expect([parentOf(child), t.user.child === child, parentOf(t.list[3])]).toEqual([t, true, t]);
    regionError("ERR_ALREADY_OWNED", () => (t.second = child));
    regionError("ERR_REGION_CYCLE", () => (child.up = t));
    checkInvariant(t);
    const g = freeze(t) as any;
    expect([isRegion(child), g.user.child.part.n, g.list[3].n, isFrozen(g)]).toEqual([false, 1, 4, true]);
    expect([g.settings === f.settings, g.list[0] === f.list[0]]).toEqual([true, true]);
  });

  it("takes its own parts elsewhere, and gives them to no other region", () => {
    const f = make();
    const t = thaw<any>(f);
    const other = new Region<any>();
    t.copy = t.user;
    t.list.push(t.settings, t);
    t.holder = { deep: [t.list[0]] };
    for (const part of [t.user, t.list[0]]) regionError("ERR_CROSS_REGION", () => (other.x = part));
    t.copy.name = "Bob";
    t.holder.deep[0].n = 7;
    expect([t.user.name, t.list[0].n, t.list[4] === t]).toEqual(["Bob", 7, true]);
    checkInvariant(t, other);
    const g = freeze(t) as any;
    expect([g.copy === g.user, g.list[3] === f.settings, g.list[4] === g, g.holder.deep[0] === g.list[0]]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it("holds other frozen values as they are", () => {
    const f = make();
    const other: any = freeze({ deep: { n: 1 } });
    const t = thaw<any>(f);
    t.other = other;
    t.list.push(other.deep);
    expect([t.other === other, t.list[3] === other.deep]).toEqual([true, true]);
    const g = freeze(t) as any;
    expect([g.other === other, g.list[3] === other.deep, g.user === f.user]).toEqual([true, true, true]);
  });

  const stores: [string, (t: any, value: unknown) => unknown, (root: any) => any][] = [
    ["a field", (t, value) => (t.kept = value), (root) => root.kept],
    ["an array", (t, value) => t.list.push(value), (root) => root.list.at(-1)],
    ["a new object", (t, value) => (t.kept = { deep: [value] }), (root) => root.kept.deep[0]],
    ["a new Map", (t, value) => (t.kept = new Map([["k", value]])), (root) => root.kept.get("k")],
  ];
  it.each(stores)(
    "holds parts of its own original in %s as they were, whatever is written to its own",
    (_, store, load) => {
      // prettier-ignore
      for (const when of ["first", "after a read", "after a write", "never written"]) {
      const f = make();
      const t = thaw<any>(f);
      if (when === "after a read") expect(readAll(t)).toBe(9);
      if (when === "after a write") t.user.address.city = "Paris";
      store(t, f.user);
      if (when !== "never written") t.user.address.city = "Rome";
      expect(load(t).address.city, when).toBe("London");
      const g = freeze(t) as any;
      expect(load(g), when).toBe(f.user);
      expect([g.user.address.city, snapshot(f) === snapshot(make())]).toEqual([
        when === "never written" ? "London" : "Rome",
        true,
      ]);
      expect(load(freeze(thaw<any>(g)))).toBe(f.user);
    }
    },
  );

  it("holds its own original as it was, also when that is a cycle", () => {
    const root: any = { n: 1 };
    root.part = { root, n: 1 };
    freeze(root);
    for (const read of [false, true]) {
      const t = thaw<any>(root);
      if (read) expect(readAll(t)).toBe(2);
      t.previous = root;
      t.previousPart = root.part;
      t.n = 2;
      t.part.n = 2;
      const g = freeze(t) as any;
      expect([g.previous === root, g.previousPart === root.part, g.part.root === g]).toEqual([true, true, true]);
      expect([g.part.n, g.previousPart.n, g.previous.n, root.n]).toEqual([2, 1, 1, 1]);
      const u = thaw<any>(g);
      u.self = u;
      const h = freeze(u) as any;
      expect([h.previous === root, h.previousPart === root.part, h.self === h, h.part.root === h]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
  });

  it("loses a part that is frozen alone, and goes on with the rest", () => {
    const f = make();
    const t = thaw<any>(f);
    t.user.name = "Bob";
    const { user } = t;
    freeze(t.user);
    expect([isRegion(t), isFrozen(t.user), user.name, f.user.name]).toEqual([true, true, "Bob", "Ada"]);
    expect(() => (t.user.name = "C")).toThrow();
    t.count = 7;
    const g = freeze(t) as any;
    expect([g.user.name, g.count, g.list === f.list]).toEqual(["Bob", 7, true]);
  });

  it("can be merged into its parent and written there", () => {
    const f = make();
    const t = thaw<any>(f);
    const parent = new Region<any>({ t, part: {} });
    merge(t, parent);
    t.user.name = "Bob";
    parent.part.user = t.user;
    expect([parent.t.user.name, parent.part.user === parent.t.user, f.user.name]).toEqual(["Bob", true, "Ada"]);
    freeze(parent);
    expect([parent.t.user.name, parent.t.list[0].n, f.user.name]).toEqual(["Bob", 1, "Ada"]);
    checkInvariant(parent);
  });

  it("can be dissolved, which leaves the frozen graph alone", () => {
    const f = make();
    const t = thaw<any>(f);
    t.count = 7;
    t.user.name = "Bob";
    const raw = dissolve(t);
    regionError("ERR_INVALIDATED", () => t.count);
    raw.count = 8;
    raw.user.name = "C";
    expect([types.isProxy(raw), regionOf(raw), raw.user.name, raw.list[0].n]).toEqual([false, undefined, "C", 1]);
    expect(snapshot(f)).toBe(snapshot(make()));
  });

  it("is in order for validate, which keeps what is reachable and ejects what is not", () => {
    const f = make();
    const t = thaw<any>(f);
    t.user.name = "Bob";
    const { user, settings } = t;
    t.user.more = { n: 1 };
    const { more } = t.user;
    delete t.user.more;
    validate(t);
    regionError("ERR_INVALIDATED", () => more.n);
    settings.theme.color = "blue";
    expect([t.user === user, t.settings.theme.color, regionInfo(t).dirty]).toEqual([true, "blue", false]);
    const g = freeze(t) as any;
    expect([g.list === f.list, g.user.name, snapshot(f) === snapshot(make())]).toEqual([true, "Bob", true]);
  });

  it("changes nothing when a write is refused", () => {
    const f = make();
    const t = thaw<any>(f);
    const foreign = new Region<any>({ part: {} });
    for (const value of [foreign.part, { deep: [foreign.part] }])
      for (const write of [
        () => (t.user.name = value),
        () => t.list.push({}, value),
        () => Object.defineProperty(t.settings, "x", { value }),
      ])
        regionError("ERR_CROSS_REGION", write);
    regionError("ERR_NOT_MOVABLE", () => (t.x = new WeakMap()));
    expect(snapshot(t)).toBe(snapshot(f));
    checkInvariant(t, foreign);
    const g = freeze(t) as any;
    expect([g.user === f.user, g.list === f.list, g.settings === f.settings]).toEqual([true, true, true]);
  });

  it("is read with every reflection after its freeze, directly, in a parent and merged into one", () => {
    const ways: ((t: any) => any)[] = [
      (t) => (freeze(t), t),
      (t) => {
        t.extra = { n: 1 };
        freeze(t);
        return t;
      },
      (t) => {
        const parent = new Region<any>({ deep: { t } });
        freeze(parent);
        return parent.deep.t;
      },
      (t) => {
        const parent = new Region<any>({ t });
        merge(t, parent);
        freeze(parent);
        return parent.t;
      },
      (t) => {
        const local = { t };
        freeze(local);
        return local.t;
      },
    ];
    for (const way of ways) {
      const handle = way(thaw<any>(make()));
      const { user, list } = handle;
      expect(Object.entries(handle)[0]).toEqual(["user", user]);
      expect(Object.getOwnPropertyDescriptor(handle, "list")).toMatchObject({ enumerable: true, writable: false });
      expect(Object.getOwnPropertyDescriptor(handle, "user")!.value).toBe(user);
      expect([{ ...handle }.user === user, [...list][0] === list[0], Object.values(user)[0]]).toEqual([
        true,
        true,
        "Ada",
      ]);
      expect(Object.keys(Object.getOwnPropertyDescriptors(user.address))).toEqual(["city"]);
      expect(snapshot(handle)).toContain(snapshot(make()).slice(0, -1));
      expect([Object.isFrozen(handle), Object.isFrozen(list), isFrozen(user)]).toEqual([true, true, true]);
    }
  });

  it("keeps what was written to its parts when its parent is frozen, as a subregion or merged", () => {
    for (const merged of [false, true]) {
      const f = make();
      const t = thaw<any>(f);
      t.user.address.city = "Paris";
      t.list[0].n = 7;
      t.list.push({ n: 4, owner: t.user });
      t.again = t.list[3];
      t.self = t;
      const parent = new Region<any>({ deep: { t } });
      if (merged) merge(t, parent);
      const before = [t.user, t.list, t.list[3], t.settings];
      freeze(parent);
      const { deep } = parent;
      expect(isFrozen(parent)).toBe(true);
      expect([deep.t.user.address.city, deep.t.list[0].n, deep.t.list[3].n, deep.t.list.length]).toEqual([
        "Paris",
        7,
        4,
        4,
      ]);
      expect([deep.t.again === deep.t.list[3], deep.t.again.owner === deep.t.user, deep.t.self === deep.t]).toEqual([
        true,
        true,
        true,
      ]);
      expect([deep.t.user, deep.t.list, deep.t.again, deep.t.settings].map((h, i) => h === before[i])).toEqual([
        true,
        true,
        true,
        true,
      ]);
      expect(snapshot(f)).toBe(snapshot(make()));
      checkInvariant(parent);
    }
  });

  it("keeps the identity of its handles over its freeze: of what was read, written and inserted", () => {
    const t = thaw<any>(make());
    t.fresh = { owner: t, deep: { n: 1 } };
    t.user.address.city = "Paris";
    const handles = [t.fresh, t.fresh.deep, t.user, t.user.address, t.settings, t.list];
    freeze(t);
    const after = [t.fresh, t.fresh.deep, t.user, t.user.address, t.settings, t.list];
    expect(after.map((handle, i) => handle === handles[i])).toEqual([true, true, true, true, true, true]);
    expect([t.fresh.owner === t, handles[0].deep.n, handles[3].city]).toEqual([true, 1, "Paris"]);
  });
});
