import { expect, it } from "vitest";
import { Cown, freeze, isFrozen, Region, when } from "../../../src/index.js";
import { pack, unpack } from "../../../src/threads.js";

const through = (value: unknown): any => unpack(pack(value).message);

it("A frozen graph with a cown in it arrives frozen, with the cown", async () => {
  const cown = new Cown(1, { name: "hits" });
  const back = through(freeze({ list: [{ cown }], text: "x" }));
  expect([isFrozen(back), back.text]).toEqual([true, "x"]);
  expect(back.list[0].cown).toBe(cown);
  expect(await when(cown, ({ value }) => value)).toBe(1);
});

it("A region has its cowns, what is frozen, and what is frozen with a cown in it", () => {
  const cown = new Cown(1);
  const plain = freeze(Array.from({ length: 100 }, (_, id) => ({ id })));
  const back = through(new Region({ cown, plain, mixed: freeze({ cown, plain }) }));
  expect([back.cown === cown, back.mixed.cown === cown, back.plain.length, back.mixed.plain === back.plain]).toEqual([
    true,
    true,
    100,
    true,
  ]);
});
