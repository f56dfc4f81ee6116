/** A thread that does nothing but wait for a line, if it is given one. */
import { parentPort, workerData } from "node:worker_threads";
import { lock, openShared, type Shared } from "../line/lock.js";

const { shared } = workerData as { shared?: Shared };
if (shared !== undefined) {
  const { domain, lines } = openShared(shared);
  const coming = lock(domain, lines[0]!);
  parentPort!.postMessage("asked");
  const entry = await coming;
  entry.release();
  parentPort!.postMessage("got");
}
