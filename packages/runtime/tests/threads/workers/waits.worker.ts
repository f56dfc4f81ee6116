/** A thread that does nothing but wait for a line. */
import { parentPort, workerData } from "node:worker_threads";
import { lock, openShared, type Shared } from "../line/lock.js";

const { domain, lines } = openShared((workerData as { shared: Shared }).shared);
const coming = lock(domain, lines[0]!);
parentPort!.postMessage("asked");
const entry = await coming;
entry.release();
parentPort!.postMessage("got");
