// Node 20 loads no TypeScript in a worker unless it is told to there
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.entry);
