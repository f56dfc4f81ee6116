import { Point } from "../worker/point.js";

const record = (id: number): object => ({ id, name: `name ${id}`, tags: ["a", "b"], at: { lat: id / 7 } });

function tree(depth: number): object {
  return depth === 0 ? { leaf: true } : { left: tree(depth - 1), right: tree(depth - 1) };
}

/** Much of everything: large in breadth and in depth, shared, cyclic, and with objects that no proxy can stand for. */
export function largeGraph(): any {
  let chain: object = { end: true };
  for (let i = 0; i < 500; i++) chain = { i, next: chain };
  let maps: object = new Map();
  for (let i = 0; i < 100; i++) maps = new Map([[i, maps]]);
  const shared = record(-1);
  const list = Array.from({ length: 300 }, (_, i) => record(i));
  const graph: any = {
    list,
    numbers: Array.from({ length: 1000 }, (_, i) => i * 1.5),
    dictionary: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key ${i}`, record(i)])),
    bare: Object.assign(Object.create(null) as object, Object.fromEntries(list.map((each, i) => [`n${i}`, each]))),
    map: new Map<unknown, unknown>(list.map((each, i) => [i, each])),
    set: new Set<unknown>(list),
    keyed: new Map(list.map((each) => [each, each])),
    chain,
    maps,
    tree: tree(10),
    shared: [shared, shared],
    points: Array.from({ length: 100 }, (_, i) => new Point(i, 1)),
    date: new Date(5),
    pattern: /a+/g,
    error: new RangeError("out", { cause: list }),
    sparse: Object.assign([], { 500: list, name: "extra" }),
    holes: [1, , list],
    [Symbol.for("symbol")]: list,
    ["__proto__"]: "own",
    constructor: 1,
    ключ: "значение",
    big: 10n ** 30n,
  };
  graph.self = graph;
  graph.back = list.map((each, i) => ({ each, next: list[(i + 1) % 300], graph }));
  return graph;
}
