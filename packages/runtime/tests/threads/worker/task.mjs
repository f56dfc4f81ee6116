// what Piscina loads; see boot.mjs
import { register } from "tsx/esm/api";

const unregister = register();
const { default: run } = await import("./task.ts");
await unregister();
export default run;
