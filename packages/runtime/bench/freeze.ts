import harden from "@endo/harden";
import deepFreeze from "deep-freeze-es6";
import { freeze as immerFreeze } from "immer";
import { freeze } from "regions-runtime";
import { measure, type Candidate } from "./measure.js";
import { topic, type Topic } from "./topic.js";

/** A record of ten objects and arrays, most of which have one field: little to read, much to ask. */
function slimRecord(i: number): object {
  return {
    id: i,
    name: `name ${i}`,
    position: { x: i, y: 2 },
    tags: ["a", "b"],
    meta: { a: { v: 1 }, b: { v: 2 }, c: { v: 3 } },
    flags: { on: true },
    none: { value: null },
    more: { y: 1 },
  };
}

/** A record of ten objects and arrays with about four fields each. */
function customer(i: number): object {
  return {
    id: i,
    name: `name ${i}`,
    email: `${i}@example.org`,
    age: 30,
    address: { street: "High Street", zip: "1010", city: "Vienna", at: { lat: 48.2, lng: 16.4, alt: 151, error: 4 } },
    company: { name: "Acme", phrase: "all in one", trade: "tools", size: 40 },
    orders: [
      { id: 1, total: 20, paid: true, note: "gift" },
      { id: 2, total: 30, paid: true, note: "" },
      { id: 3, total: 10, paid: false, note: "" },
    ],
    settings: { theme: "dark", language: "de", zone: "CET", beta: true },
    tags: ["a", "b", "c", "d"],
  };
}

function cycle(size: number): object[] {
  const nodes: Record<string, unknown>[] = Array.from({ length: size }, (_, i) => ({ i }));
  nodes.forEach((node, i) => {
    node.a = nodes[(i * 7) % size];
    node.b = nodes[(i + 1) % size];
    node.c = nodes[(i * 31 + 5) % size];
  });
  return [nodes[0]!];
}

function chain(size: number): object[] {
  let head: object | null = null;
  for (let i = 0; i < size; i++) head = { next: head, i };
  return [head!];
}

const each =
  (freezeOne: (value: object) => unknown) =>
  (values: object[]): void => {
    for (const value of values) freezeOne(value);
  };

export function freezeTopics(): Topic[] {
  const trees = (record: (i: number) => object) => (): object[] => Array.from({ length: 1000 }, (_, i) => record(i));
  const wide = (): object[] => [Array.from({ length: 10_000 }, (_, i) => ({ i }))];
  const candidates = (prepare: () => object[], peers: string[]): Candidate<object[]>[] =>
    [
      { name: "regions-runtime", prepare, run: each(freeze) },
      { name: "deep-freeze-es6", prepare, run: each(deepFreeze) },
      { name: "@endo/harden", prepare, run: each(harden) },
      { name: "immer freeze", prepare, run: each((value) => immerFreeze(value, true)) },
    ].filter(({ name }) => name === "regions-runtime" || peers.includes(name));
  const all = ["deep-freeze-es6", "@endo/harden", "immer freeze"];
  const six = { reference: "@endo/harden", times: 1 / 6 };
  const near = { reference: "deep-freeze-es6", times: 1.15 };
  return [
    topic("freeze, trees of 10-node records", "ns per object", measure(candidates(trees(slimRecord), all), 10_000, 9), [
      near,
      six,
    ]),
    topic(
      "freeze, trees of 10-node records, four fields to a node",
      "ns per object",
      measure(candidates(trees(customer), all), 10_000, 9),
      [near, six],
    ),
    topic("freeze, one wide array", "ns per object", measure(candidates(wide, all), 10_000, 9), [six]),
    topic(
      "freeze, a chain of 2,000",
      "ns per object",
      measure(
        candidates(() => chain(2000), all),
        2000,
        15,
      ),
      [six],
    ),
    // the recursive ones overflow the stack on what follows
    topic(
      "freeze, cyclic, four references to each",
      "ns per object",
      measure(
        candidates(() => cycle(10_000), ["@endo/harden"]),
        10_000,
        15,
      ),
      [six],
    ),
    topic(
      "freeze, a chain of 200,000",
      "ns per object",
      measure(
        candidates(() => chain(200_000), ["@endo/harden"]),
        200_000,
        2,
      ),
      [six],
    ),
  ];
}
