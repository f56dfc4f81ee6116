export { behaviours } from "./pool/behaviours.js";
export type { Behaviour, FunctionsOf, TaskPool } from "./pool/types.js";
export { whenOn } from "./pool/when-on.js";
