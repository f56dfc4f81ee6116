/* eslint-disable regions/require-atomics -- no other thread writes it */
import { Packr, Unpackr } from "msgpackr";
import { freeze } from "regions-runtime";
import { materialize, pack, unpack } from "regions-runtime/threads";
import { measureAsync } from "./measure.js";
import { records } from "./threads-records.js";
import { topic, type Topic } from "./topic.js";

/** 50,000 objects and arrays. */
const RECORDS = 10_000;
const NODES = 5;

type Record = ReturnType<typeof records>[number];

function read(list: readonly Record[], step: number): number {
  let sum = 0;
  for (let i = 0; i < list.length; i += step) {
    const { id, name, score, on, tags, address, list: numbers } = list[i]!;
    sum += id + name.length + score + (on ? 1 : 0) + tags[0]!.length + tags[1]!.length;
    sum += address.city.length + address.geo.lat + address.geo.lng + numbers[0]! + numbers[1]!;
  }
  return sum;
}

/** @returns makes messages in memory of their own: each as in another thread, which has written nothing and read none of it */
function arriving(): () => unknown {
  const { message } = pack(freeze(records(RECORDS)));
  return () => {
    const { shared, ...rest } = structuredClone(message) as {
      shared: { list: { memory: SharedArrayBuffer; uses: number[] }[]; uses: number[] };
    };
    const [{ memory, uses }] = shared.list as [(typeof shared.list)[0]];
    const copy = new Int32Array(new SharedArrayBuffer(memory.byteLength));
    copy.set(new Int32Array(memory));
    // the words by which threads tell images apart
    for (const at of [20, 21]) copy[at] = Math.floor(Math.random() * 2 ** 31);
    return { ...rest, shared: { list: [{ memory: copy.buffer, uses }], uses: shared.uses } };
  };
}

/** Frozen graphs in shared memory beside copies. */
export async function frozenTopics(): Promise<Topic[]> {
  const packr = new Packr();
  const sharing = new Packr({ structuredClone: true });
  const unpackr = new Unpackr({ structuredClone: true });
  const fresh = arriving();
  const plain = packr.pack(records(RECORDS));
  const shared = sharing.pack(records(RECORDS));
  const writing = await measureAsync(
    [
      { name: "frozen graph: write", prepare: () => freeze(records(RECORDS)), run: (list: object) => pack(list) },
      { name: "structuredClone", prepare: () => records(RECORDS), run: (list: object) => structuredClone(list) },
      { name: "msgpackr, with sharing", prepare: () => records(RECORDS), run: (list: object) => sharing.pack(list) },
    ],
    RECORDS * NODES,
    9,
  );
  const reading = (step: number) => [
    { name: "frozen graph: read", prepare: fresh, run: (message: unknown) => read(unpack(message) as Record[], step) },
    { name: "msgpackr", prepare: () => plain, run: (bytes: Buffer) => read(packr.unpack(bytes) as Record[], step) },
    { name: "msgpackr, with sharing", prepare: () => shared, run: (bytes: Buffer) => read(unpackr.unpack(bytes) as Record[], step) }, // prettier-ignore
    { name: "materialize, then read", prepare: fresh, run: (message: unknown) => read(materialize(unpack(message)) as Record[], step) }, // prettier-ignore
  ];
  return [
    topic("50,000 frozen nodes to another thread: write", "ns per node", writing, [
      { reference: "structuredClone", times: 0.5 },
    ]),
    topic("50,000 frozen nodes to another thread: read 1 %", "ns per node", await measureAsync(reading(100), RECORDS * NODES, 9), [
      { reference: "msgpackr", times: 1 / 15 },
    ]), // prettier-ignore
    topic("50,000 frozen nodes to another thread: read all", "ns per node", await measureAsync(reading(1), RECORDS * NODES, 9), [
      { reference: "msgpackr", times: 1.5 },
    ]), // prettier-ignore
  ];
}
