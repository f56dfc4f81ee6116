import type { Instruction, Temp } from "../lower/ir.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Methods whose result is made of what they are called on and of their arguments. */
const DERIVING = words(
  "at concat filter find findLast flat flatMap join map padEnd padStart reduce reduceRight repeat replace replaceAll " +
    "slice split substring toFixed toReversed toSorted toSpliced toString toLowerCase toUpperCase trim valueOf with " +
    "union difference intersection symmetricDifference entries keys values min max abs ceil floor round trunc",
);
/** Methods that put their arguments into what they are called on. */
const STORING = words("push unshift splice fill set add append assign");
/** Methods of these globals give what is made of their arguments. */
const NAMESPACES = words("Math Object Array JSON Number String Reflect Map");
const FUNCTIONS = words("Number String BigInt Boolean Array Object parseInt parseFloat structuredClone Map Set Date");

type Definitions = readonly (Instruction | undefined)[];

/** Whether the result of a call is certain to be made of what it is given. */
export function isDeriving(definitions: Definitions, callee: Temp): boolean {
  const definition = definitions[callee];
  if (definition?.op === "read") return isGlobal(definition, FUNCTIONS);
  if (definition?.op !== "get" || definition.key.kind !== "name") return false;
  const object = definitions[definition.object];
  return (object?.op === "read" && isGlobal(object, NAMESPACES)) || DERIVING.has(definition.key.name);
}

/** Whether a call puts its arguments into its receiver. */
export function isStoring(definitions: Definitions, callee: Temp): boolean {
  const definition = definitions[callee];
  return definition?.op === "get" && definition.key.kind === "name" && STORING.has(definition.key.name);
}

function isGlobal({ variable }: Instruction & { op: "read" }, names: ReadonlySet<string>): boolean {
  return variable.kind === "global" && names.has(variable.name);
}
