import { parentPort } from "node:worker_threads";
import { expose, transfer as withTransfer } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { pack, unpack } from "../../../src/threads.js";

expose(
  {
    finish(task: unknown): unknown {
      const job = unpack(task);
      job.steps.push("finished");
      const { message, transfer } = pack(job);
      return withTransfer(message as object, [...transfer] as ArrayBuffer[]);
    },
  },
  nodeEndpoint(parentPort!),
);
