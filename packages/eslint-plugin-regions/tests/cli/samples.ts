import { text } from "../rules/text.ts";

/** It is used after it was moved, which has a suggestion. */
export const moved = text`
  import { Region, move } from "regions-runtime";
  const job = new Region({ id: 1 });
  const next = move(job);
  job.id = 2;
`;

/** A counter in shared memory, which has a fix. */
export const counted = text`
  const view = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage(view.buffer);
  view[0]++;
`;
