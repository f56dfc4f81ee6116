// Workers are started from this file, because Node 20 cannot start one from a TypeScript file.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
