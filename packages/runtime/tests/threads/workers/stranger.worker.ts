/** A thread that shares a cown without having anything in common with the one that started it. */
import { parentPort, setEnvironmentData } from "node:worker_threads";
import { Cown } from "../../../src/index.js";
import { send } from "../../../src/threads.js";

// as if the thread that started this one had not shared anything by then
setEnvironmentData("regions-runtime:domain", undefined);
parentPort!.postMessage("ready");
send(parentPort!, new Cown(1));
parentPort!.on("message", () => undefined);
