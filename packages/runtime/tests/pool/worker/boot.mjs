// what Piscina loads in place of the built module; Node 20 loads no TypeScript in a worker unless it is told to there
import { register } from "tsx/esm/api";

register();
export const { run } = await import("../../../src/pool/worker.ts");
