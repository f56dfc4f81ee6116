export * from "./config.ts";
export * from "./jobs.ts";
export * from "./workers.ts";
