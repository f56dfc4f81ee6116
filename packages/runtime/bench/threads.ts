import { Worker } from "node:worker_threads";
import { Packr, Unpackr } from "msgpackr";
import { Region } from "regions-runtime";
import { listen, pack, send, unpack } from "regions-runtime/threads";
import { measure, measureAsync } from "./measure.js";
import { records } from "./threads-records.js";
import { topic, type Topic } from "./topic.js";

const RECORDS = 1000;
/** Objects and arrays in a record. */
const NODES = 5;
const ELEMENTS = 1_310_720; // 10 MB
const TRIPS = 20;

/** What a region costs beside what `structuredClone` does to the same objects. */
export async function threadTopics(): Promise<Topic[]> {
  const packr = new Packr({ structuredClone: true });
  const unpackr = new Unpackr({ structuredClone: true });
  const graphs = measure(
    [
      { name: "region: pack + unpack", prepare: () => new Region({ list: records(RECORDS) }), run: (region: object) => unpack(pack(region).message) }, // prettier-ignore
      { name: "structuredClone", prepare: () => records(RECORDS), run: (list: object[]) => structuredClone(list) },
      { name: "msgpackr, with sharing", prepare: () => records(RECORDS), run: (list: object[]) => unpackr.unpack(packr.pack(list)) as unknown }, // prettier-ignore
    ],
    RECORDS * NODES,
    9,
  );
  return [
    topic("a graph of small objects, copied or moved", "ns per object", graphs, []),
    topic("10 MB of typed array to a worker and back", "ns per trip", await transfers(), [
      { reference: "bare transfer", times: 1.2 },
    ]),
  ];
}

async function transfers(): ReturnType<typeof measureAsync> {
  const worker = new Worker(new URL("threads-worker.mjs", import.meta.url));
  let arrived: (value: any) => void = () => undefined;
  const listening = listen(worker, (value) => arrived(value));
  worker.on("message", (message) => message instanceof Float64Array && arrived(message));
  const trips = async (first: any, post: (value: any) => void): Promise<void> => {
    let value = first;
    for (let i = 0; i < TRIPS; i++)
      value = await new Promise((resolve) => {
        arrived = resolve;
        post(value);
      });
  };
  const timings = await measureAsync(
    [
      {
        name: "region",
        prepare: () => new Region({ samples: new Float64Array(ELEMENTS) }),
        run: (region: object) => trips(region, (value) => send(worker, value)),
      },
      {
        name: "bare transfer",
        prepare: () => new Float64Array(ELEMENTS),
        run: (samples: Float64Array) => trips(samples, (value: Float64Array<ArrayBuffer>) => worker.postMessage(value, [value.buffer])), // prettier-ignore
      },
    ],
    TRIPS,
    9,
  );
  listening[Symbol.dispose]();
  await worker.terminate();
  return timings;
}
