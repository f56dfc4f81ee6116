import { enqueue } from "./documented.js";

export function moved() {
  const job = { id: 1 };
  enqueue(job);
  return job; // ✗ no-use-after-move: 'job' is used after it was moved on line 5 ('enqueue(job)')
}
