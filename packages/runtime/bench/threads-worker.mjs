// Sends back whatever arrives: a bare buffer, or a region.
import { parentPort } from "node:worker_threads";
import { listen, send } from "regions-runtime/threads";

listen(parentPort, (region) => send(parentPort, region));
parentPort.on("message", (message) => {
  if (message instanceof Float64Array) parentPort.postMessage(message, [message.buffer]);
});
