export * from "./queue.js";
export { enqueue as start } from "./queue.js";
