// Moving what is borrowed
// A borrow says: I need it to stay where it is. It is counted, and as long as it has not ended the region cannot be moved.

import { borrow, borrowCount, move, Region } from "regions-runtime";

const job = new Region({ steps: ["created"], data: { size: 1 } }, { name: "job" });

{
  using steps = borrow(job.steps);
  steps.push("started");
  console.log(borrowCount(job)); // 2
}
console.log(borrowCount(job)); // 1

using data = borrow(job.data);
data.size += 1;
move(job); // ✗ no-move-while-borrowed, throws ERR_BORROWED
