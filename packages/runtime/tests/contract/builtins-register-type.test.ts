import { describe, expect, it } from "vitest";
import {
  checkInvariant,
  freeze,
  isFreezable,
  isFrozen,
  Region,
  regionInfo,
  regionOf,
  registerType,
  setFreezable,
} from "../../src/index.js";
import { regionError } from "../errors.js";

// Every test declares classes of its own, because a registration lasts.

describe('movable: "no"', () => {
  it("refuses instances with their path, and nothing has changed", () => {
    class Socket {
      peer = {};
    }
    class TlsSocket extends Socket {}
    registerType(Socket, { movable: "no" });
    for (const socket of [new Socket(), new TlsSocket()]) {
      const region = new Region<any>({ map: new Map([["k", 1]]), set: new Set(), list: [] });
      for (const [store, path] of [
        [() => (region.x = { users: [0, { socket }] }), "$.users[1].socket"],
        [() => (region.x = socket), "$"],
        [() => region.map.set("k", { socket }), /socket$/],
        [() => region.map.set(socket, 1), /^\$/],
        [() => region.set.add([socket]), /\[0\]$/],
        [() => region.list.push({}, { socket }), /socket$/],
        [() => new Region({ deep: [socket] }), "$.deep[0]"],
        [() => new Region(socket), "$"],
      ] as const) {
        const error = regionError("ERR_NOT_MOVABLE", store);
        if (typeof path === "string") expect(error.path).toBe(path);
        else expect(error.path).toMatch(path);
        expect(error.message).toContain("Socket");
      }
      expect([regionOf(socket), regionOf(socket.peer), regionInfo(region).size]).toEqual([undefined, undefined, 4]);
      expect([region.map.get("k"), region.map.size, region.set.size, region.list.length, "x" in region]).toEqual([
        1,
        1,
        0,
        0,
        false,
      ]);
      checkInvariant(region);
    }
  });

  it("of a built-in subclass and of an error class is refused too", () => {
    class Cache extends Map {}
    class Fatal extends Error {}
    registerType(Cache, { movable: "no" });
    registerType(Fatal, { movable: "no" });
    const region = new Region<any>();
    for (const value of [new Cache(), new Fatal("x")]) regionError("ERR_NOT_MOVABLE", () => (region.x = value));
    region.x = new Map([["e", new Error("x")]]);
    expect(region.x.get("e").message).toBe("x");
  });

  it("does not concern frozen instances of a freezable class: they are shared", () => {
    class Constant {
      n = 1;
    }
    registerType(Constant, { movable: "no", freezable: "yes" });
    const value = freeze(new Constant());
    const region = new Region<any>({ value });
    expect([region.value === value, regionInfo(region).size]).toEqual([true, 1]);
  });
});

describe("the nearest registration", () => {
  it("wins for movable, in both directions and whatever the order of registering", () => {
    for (const order of ["base first", "derived first"]) {
      class Base {
        n = 1;
      }
      class Open extends Base {}
      class Leaf extends Open {}
      class Pinned extends Leaf {}
      const register = [
        () => registerType(Base, { movable: "no" }),
        () => registerType(Open, { movable: "yes" }),
        () => registerType(Pinned, { movable: "no" }),
      ];
      for (const one of order === "base first" ? register : register.reverse()) one();
      const region = new Region<any>();
      for (const refused of [new Base(), new Pinned()]) regionError("ERR_NOT_MOVABLE", () => (region.x = refused));
      for (const fine of [new Open(), new Leaf()]) {
        region.x = fine;
        expect(regionOf(fine)).toBe(region);
      }
    }
  });

  it("wins for freezable, and the status of an object wins over its class", () => {
    class Base {
      part = {};
    }
    class Free extends Base {}
    class Leaf extends Free {}
    registerType(Base, { freezable: "no" });
    registerType(Free, { freezable: "yes" });
    expect([isFreezable(new Base()), isFreezable(new Free()), isFreezable(new Leaf())]).toEqual([false, true, true]);
    regionError("ERR_NOT_FREEZABLE", () => freeze(new Base()));
    const pinned = new Free();
    setFreezable(pinned, "no");
    regionError("ERR_NOT_FREEZABLE", () => freeze({ pinned }));
    expect([Object.isFrozen(pinned), isFrozen(freeze(new Leaf()).part)]).toEqual([false, true]);
    const allowed = new Base();
    setFreezable(allowed, "yes");
    expect(isFrozen(freeze(allowed))).toBe(true);
  });
});

describe("freezable", () => {
  it("of classes nobody registered is no: ERR_NOT_FREEZABLE with the path, and nothing is frozen", () => {
    abstract class Base {
      n = 1;
    }
    class Point extends Base {}
    const value = { good: {}, map: new Map([["k", [new Point()]]]) };
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(value));
    expect(error.path).toMatch(/^\$\.map.*\[0\]$/);
    expect(error.message).toContain("Point");
    value.map.set("more", []);
    expect([Object.isFrozen(value.good), isFreezable(new Point())]).toEqual([false, false]);
    registerType(Base, { freezable: "yes" });
    expect([isFreezable(value), isFrozen(freeze(value).map.get("k")![0])]).toEqual([true, true]);
  });

  it('"yes" freezes instances in a region with it, and accessors and methods go on reading', () => {
    class Point {
      x = 1;
      deep = { list: [1] };
      get double(): number {
        return this.x * 2;
      }
      shift(): void {
        this.x++;
      }
    }
    registerType(Point, { freezable: "yes" });
    const region = new Region<any>({ map: new Map([["p", new Point()]]) });
    const point = region.map.get("p");
    freeze(region);
    expect([point.double, isFrozen(point), point instanceof Point, region.map.get("p") === point]).toEqual([
      2,
      true,
      true,
      true,
    ]);
    regionError("ERR_FROZEN_MUTATION", () => (point.x = 2));
    regionError("ERR_FROZEN_MUTATION", () => point.deep.list.push(2));
    expect(() => point.shift()).toThrow();
    expect(point.x).toBe(1);
  });

  it('"explicit" freezes an instance only when it is an argument itself', () => {
    class Config {
      inner = {};
    }
    registerType(Config, { freezable: "explicit" });
    const config = new Config();
    regionError("ERR_NOT_FREEZABLE", () => freeze({ config }));
    regionError("ERR_NOT_FREEZABLE", () => freeze(new Map([["k", config]])));
    expect(Object.isFrozen(config.inner)).toBe(false);
    const holder = { config };
    freeze(holder, config);
    expect([isFrozen(holder), isFrozen(config.inner)]).toEqual([true, true]);
    expect(isFrozen(freeze(new Config()))).toBe(true);
  });
});

describe("the default", () => {
  it('is movable "yes": instances are adopted, methods run on handles, the region stays clean', () => {
    class Plain {
      list: unknown[] = [];
      add(value: unknown): this {
        this.list.push(value);
        return this;
      }
    }
    class Registered extends Plain {}
    registerType(Registered, {});
    for (const value of [new Plain(), new Registered()]) {
      const region = new Region<any>({ value });
      const local = {};
      expect(region.value.add(local)).toBe(region.value);
      expect([regionOf(local), regionInfo(region).dirty]).toEqual([region, false]);
      regionError("ERR_NOT_MOVABLE", () => region.value.add(new WeakMap()));
      expect(region.value.list).toHaveLength(1);
      checkInvariant(region);
    }
  });
});
