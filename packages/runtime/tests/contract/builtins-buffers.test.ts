import { describe, expect, it } from "vitest";
import {
  checkInvariant,
  dissolve,
  freeze,
  isFrozen,
  move,
  Region,
  regionInfo,
  regionOf,
  validate,
} from "../../src/index.js";
import { regionError } from "../errors.js";

const views: [name: string, over: (buffer: ArrayBuffer) => any][] = [
  ["a typed array", (buffer) => new Uint8Array(buffer, 4)],
  ["a wide typed array", (buffer) => new Float64Array(buffer)],
  ["an empty typed array", (buffer) => new Uint8Array(buffer, 8)],
  ["a DataView", (buffer) => new DataView(buffer, 2, 2)],
  ["a Buffer", (buffer) => Buffer.from(buffer)],
  ["the buffer itself", (buffer) => buffer],
];

describe.each(views)("the ArrayBuffer behind a view in one region", (name, over) => {
  it(`may not be behind ${name} in another: ERR_CROSS_REGION, and nothing has changed`, () => {
    for (const [, first] of views) {
      const buffer = new ArrayBuffer(8);
      const value = over(buffer);
      const a = new Region<any>({ v: first(buffer) });
      const b = new Region<any>({ map: new Map([["k", 1]]), set: new Set(), list: [0], slot: "before" });
      for (const store of [
        () => (b.slot = value),
        () => (b.slot = { deep: [value] }),
        () => b.map.set("k", value),
        () => b.map.set(value, 1),
        () => b.set.add(value),
        () => b.list.push({}, value),
        () => b.list.fill(value),
        () => Object.assign(b, { slot: value }),
        () => Object.defineProperty(b, "x", { value }),
        () => new Region({ value }),
        () => new Region(value),
      ])
        regionError("ERR_CROSS_REGION", store);
      expect([b.slot, [...b.map], b.set.size, [...b.list], Object.keys(b), regionInfo(b).size]).toEqual([
        "before",
        [["k", 1]],
        0,
        [0],
        ["map", "set", "list", "slot"],
        4,
      ]);
      expect(regionOf(value) === b).toBe(false);
      checkInvariant(a, b);
    }
  });

  it(`may be behind ${name} in the same region, together with others`, () => {
    const buffer = new ArrayBuffer(8);
    const region = new Region<any>({ first: new Uint8Array(buffer), list: [] });
    region.second = over(buffer);
    region.list.push(new Int16Array(buffer, 2, 1));
    region.first.fill(1);
    expect(region.list[0][0]).toBe(257);
    const seen = region.second.buffer ?? region.second;
    expect(seen).toBe(region.first.buffer);
    checkInvariant(region);
    const moved = move(region);
    expect([moved.first[7], moved.second.byteLength]).toEqual([1, over(buffer).byteLength]);
    checkInvariant(moved);
  });
});

describe("the ArrayBuffer behind a view", () => {
  it("is not counted in size, whether it was read or not", () => {
    const region = new Region<any>({ bytes: new Uint8Array(4) });
    expect(regionInfo(region).size).toBe(2);
    expect(region.bytes.buffer.byteLength).toBe(4);
    expect(regionInfo(region).size).toBe(2);
    region.view = new DataView(new ArrayBuffer(1));
    region.list = [new Float32Array(2), Buffer.alloc(3)];
    region.map = new Map([["k", new BigInt64Array(1)]]);
    expect(regionInfo(region).size).toBe(8);
    validate(region);
    expect(regionInfo(region).size).toBe(8);
    expect(regionInfo(new Region(new Uint8Array(4))).size).toBe(1);
    checkInvariant(region);
  });

  it("is seen only by handles: buffer, subarray and the views made of them belong to the region", () => {
    const raw = Uint8Array.of(1, 2, 3, 4);
    const region = new Region<any>({ bytes: raw, data: new DataView(new ArrayBuffer(2)), node: Buffer.alloc(4) });
    const { bytes, data, node } = region;
    for (const part of [bytes.buffer, bytes.subarray(1), data.buffer, node.subarray(1), node.slice(1), node.buffer])
      expect(regionOf(part)).toBe(region);
    expect(bytes.buffer).toBe(bytes.buffer);
    expect(bytes.buffer === raw.buffer).toBe(false);
    bytes.subarray(1).fill(9);
    expect([...raw]).toEqual([1, 9, 9, 9]);
    const other = new Region<any>({ list: [] });
    for (const part of [bytes.buffer, bytes.subarray(1), data.buffer, node.subarray(1), node.slice(1), bytes])
      for (const store of [() => (other.x = part), () => other.list.push(part), () => new Region([part])])
        regionError("ERR_CROSS_REGION", store);
    region.part = bytes.subarray(2);
    region.part[0] = 7;
    expect([raw[2], region.part.length]).toEqual([7, 2]);
    checkInvariant(region, other);
  });

  it("is not shared by copies, which are local and may go anywhere", () => {
    const region = new Region<any>({ bytes: Uint8Array.of(3, 1, 2), buffer: Uint8Array.of(5).buffer });
    const other = new Region<any>({ list: [] });
    for (const copy of [
      region.bytes.slice(),
      region.bytes.map((x: number) => x),
      region.bytes.filter(() => true),
      Uint8Array.from(region.bytes),
      new Uint8Array(region.bytes),
      region.buffer.slice(0),
    ]) {
      expect(regionOf(copy)).toBeUndefined();
      other.list.push(copy);
      expect(regionOf(copy)).toBe(other);
    }
    other.list[0][0] = 99;
    new Uint8Array(region.buffer.slice(0))[0] = 99;
    expect([region.bytes[0], new Uint8Array(region.buffer.slice(0))[0]]).toEqual([3, 5]);
    checkInvariant(region, other);
  });

  it("is local again when its region is dissolved", () => {
    const buffer = new ArrayBuffer(4);
    const a = new Region<any>({ v: new Uint8Array(buffer) });
    const b = new Region<any>();
    regionError("ERR_CROSS_REGION", () => (b.v = new DataView(buffer)));
    dissolve(a);
    b.v = new DataView(buffer);
    b.w = new Uint8Array(buffer);
    b.w[0] = 5;
    expect(b.v.getUint8(0)).toBe(5);
    checkInvariant(b);
  });

  it("two views in one refused graph stay local", () => {
    const buffer = new ArrayBuffer(4);
    const graph = { one: new Uint8Array(buffer), two: new DataView(buffer), bad: new WeakSet() };
    const a = new Region<any>();
    regionError("ERR_NOT_MOVABLE", () => (a.x = graph));
    const b = new Region<any>({ two: graph.two });
    expect(regionOf(graph.two)).toBe(b);
    regionError("ERR_CROSS_REGION", () => (a.x = graph.one));
    checkInvariant(a, b);
  });

  it("of a child and its parent is not shared either", () => {
    const buffer = new ArrayBuffer(4);
    const child = new Region<any>({ v: new Uint8Array(buffer) });
    const parent = new Region<any>({ child });
    regionError("ERR_CROSS_REGION", () => (parent.v = new Uint8Array(buffer)));
    regionError("ERR_CROSS_REGION", () => new Region({ v: [new Uint8Array(buffer)] }));
    expect("v" in parent).toBe(false);
    checkInvariant(parent);
  });

  it("is found by validate when a raw reference smuggled a view in", () => {
    const buffer = new ArrayBuffer(4);
    const a = new Region<any>({ v: new Uint8Array(buffer) });
    const raw: any = { list: [] };
    const b = new Region<any>(raw);
    raw.list.push(new DataView(buffer));
    regionError("ERR_CROSS_REGION", () => validate(b));
    raw.list.length = 0;
    validate(b);
    checkInvariant(a, b);
  });

  it("cannot be frozen while the view has elements, and an empty view can", () => {
    for (const bad of [new Uint8Array(1), Buffer.alloc(2), new Float64Array(1)]) {
      const region = new Region<any>({ deep: { bad }, empty: new Uint8Array(0) });
      expect(regionError("ERR_NOT_FREEZABLE", () => freeze(region)).path).toBe("$.deep.bad");
      expect(isFrozen(region.deep)).toBe(false);
      region.deep.bad[0] = 5;
      expect(region.deep.bad[0]).toBe(5);
    }
  });
});
