import { move } from "piscina";
import { pack, unpack } from "../../../src/threads.js";

/** Adds up what is in a region, and gives it back. */
export default function run(task: unknown): unknown {
  const job = unpack(task);
  job.sum = (job.numbers as Float64Array).reduce((sum, number) => sum + number, 0);
  const { message, transfer } = pack(job);
  // Piscina asks results themselves what is to be transferred
  return { message, moved: transfer.map((item) => move(item as ArrayBuffer)) };
}
