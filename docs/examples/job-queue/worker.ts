import { parentPort, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { freeze } from "regions-runtime";
import { decode, summarize } from "./access-log.ts";
import type { Reply, Request, Start } from "./messages.ts";

const port = parentPort!;
const { config } = freeze(workerData as Start); // a copy has arrived: frozen here too, it stays what was sent
const robots = new Set<string>();
const reply = (answer: Reply): void => port.postMessage(answer);

port.on("message", (request: Request) => {
  switch (request.type) {
    case "robots":
      for (const address of decode(request.addresses).split("\n")) robots.add(address);
      break;
    case "summarize":
      reply({ summary: summarize(request.chunk, config, robots) });
      break;
    case "archive":
      reply({ archivedBytes: gzipSync(request.log).length });
      break;
  }
});
