// Use after move
// Whoever was given the order changes it, too. ESLint says so before it runs, the runtime when it does. In the drawing the old
// handle of the region is dead after the move.

import { move, Region } from "regions-runtime";

const order = new Region({ items: ["tea"] }, { name: "order" });
const sent = move(order);
sent.items.push("milk");
order.items.push("cake"); // ✗ no-use-after-move, throws ERR_USE_AFTER_MOVE
