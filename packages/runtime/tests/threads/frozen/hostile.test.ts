/* eslint-disable regions/require-atomics -- the attack is that somebody writes */
import { describe, expect, it, vi } from "vitest";
import { freeze } from "../../../src/index.js";
import { unpack } from "../../../src/threads.js";
import { BYTES, FROZEN, HEADER, record } from "../../../src/threads/image/format.js";
import { regionError } from "../../errors.js";
import { attackShared, sharedSeeds } from "./attack.js";
import { inMemory, messageOf, type SharedMessage } from "./elsewhere.js";
import { Point } from "../worker/point.js";
import { largeGraph } from "./graph.js";

vi.setConfig({ testTimeout: 120_000 });

const words = ({ shared }: SharedMessage): Int32Array => new Int32Array(shared.list[0]!.memory);

describe("Shared memory that nobody wrote like this is an ERR_BAD_PACKET", () => {
  it("with counts and places that are too large, or negative", () => {
    const message = messageOf(freeze({ list: [1.5, "text"] }));
    for (const field of Object.values(HEADER))
      for (const value of [-1, -(2 ** 31), 2 ** 31 - 1, 2 ** 30]) {
        if ([HEADER.root, HEADER.resources, HEADER.id, HEADER.probe].some((each) => each === field)) continue;
        const changed = words(message).slice();
        changed[field] = value;
        regionError("ERR_BAD_PACKET", () => unpack(inMemory(message, changed)).list[1]);
      }
  });

  it("when it is cut off anywhere", () => {
    const message = messageOf(freeze({ list: [1.5, "text", { a: 1 }] }));
    for (let length = 0; length < words(message).length; length++)
      regionError("ERR_BAD_PACKET", () => unpack(inMemory(message, words(message).slice(0, length))));
  });

  it("when images refer to each other in a circle, or to ones that are not there", () => {
    const message = messageOf(freeze({ n: 1 }));
    const { memory } = inMemory(message, words(message)).shared.list[0]!;
    for (const list of [[{ memory, uses: [0] }], [{ memory, uses: [1] }], [], [{ memory: {}, uses: [] }], [{ memory }]])
      for (const uses of [[0], [-1], [1], [0.5], ["0"]])
        regionError("ERR_BAD_PACKET", () =>
          unpack({ ...message, image: message.image.slice(), shared: { list, uses: list.length === 1 ? uses : [0] } }),
        );
  });

  it("where it is found out when it is read, and what was read before stays as it was", () => {
    const { list } = largeGraph();
    const message = messageOf(freeze({ list }));
    const arrived = inMemory(message, words(message));
    const graph = unpack(arrived);
    const [first] = graph.list;
    words(arrived).fill(-1);
    expect(first).toEqual({ id: 0, name: "name 0", tags: ["a", "b"], at: { lat: 0 } });
    regionError("ERR_BAD_PACKET", () => graph.list[1]);
    regionError("ERR_BAD_PACKET", () => Object.keys(graph.list));
  });

  it("where it is read, and not where so much is read that the rest is made as well", () => {
    const list = Array.from({ length: 300 }, (_, id) => ({ id, self: { id } }));
    const message = messageOf(freeze(list));
    const arrived = inMemory(message, words(message));
    const got = unpack(arrived) as typeof list;
    // the element that is read last is nowhere
    const last = got.length - 1;
    const memory = words(arrived);
    const element = memory[memory[HEADER.objectsAt]!]! + 2 + last;
    memory[memory[HEADER.objectsAt]! + (memory[element]! >>> 4)] = -1;
    for (let i = 0; i < last; i++) expect(got[i]!.self.id).toBe(i);
    regionError("ERR_BAD_PACKET", () => got[last]);
    regionError("ERR_BAD_PACKET", () => Object.keys(got));
  });

  it("with memory that is called frozen, which none is", () => {
    const message = messageOf(freeze({ n: 1 }));
    const changed = words(message).slice();
    changed[changed[HEADER.recordsAt]!] = record(BYTES, FROZEN, false);
    changed[changed[HEADER.recordsAt]! + 1] = 0;
    regionError("ERR_BAD_PACKET", () => unpack(inMemory(message, changed)));
  });

  it("with instances of classes where it says that there are none", () => {
    const message = messageOf(freeze({ point: new Point(1, 2) }));
    const changed = words(message).slice();
    expect(changed[HEADER.hasInstances]).toBe(1);
    expect(unpack(inMemory(message, changed)).point).toBeInstanceOf(Point);
    changed[HEADER.hasInstances] = 0;
    regionError("ERR_BAD_PACKET", () => unpack(inMemory(message, changed)).point);
  });

  it("and an image with the name of another one is another one", () => {
    const message = messageOf(freeze({ n: 1 }));
    const genuine = unpack(message);
    const forged = inMemory(messageOf(freeze({ n: 2 })), words(messageOf(freeze({ n: 2 }))));
    words(forged).set(words(message).subarray(HEADER.id, HEADER.probe), HEADER.id);
    expect([genuine.n, unpack(forged).n]).toEqual([1, 2]);
  });
});

it("Memory that is mutated before and while it is read is refused, or read: 1,500 times", () => {
  const { other, accepted, refused } = attackShared({ runs: 1500, seed: 7, seeds: sharedSeeds() });
  expect(other).toEqual([]);
  expect(accepted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});
