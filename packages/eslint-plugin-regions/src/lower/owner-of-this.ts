import type { FunctionIR } from "./ir.js";

/** The function whose `this` an arrow function has. */
export function ownerOfThis(fn: FunctionIR): FunctionIR {
  let owner = fn;
  while (owner.kind === "arrow" && owner.parent !== undefined) owner = owner.parent;
  return owner;
}
