import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Definitions } from "../aliases/change.js";
import type { FunctionIR, Instruction, Temp } from "../lower/ir.js";

/** Methods that return one of the elements, of arrays and of Maps; others of these names may make what they return. */
const OF_ARRAYS = new Set(["at", "find", "findLast"]);
const OF_MAPS = new Set(["get"]);

const ARRAYS = new Set(["Array", "ReadonlyArray"]);
const MAPS = new Set(["Map", "ReadonlyMap"]);

/** The array or Map whose element a call such as `map.get(key)` returns, if a parameter is declared to be one. */
export function listOfElement(fn: FunctionIR, definitions: Definitions, call: Instruction): Temp | undefined {
  if (call.op !== "call" || call.receiver === undefined) return undefined;
  const member = definitions[call.callee];
  const receiver = definitions[call.receiver];
  if (member?.op !== "get" || member.key.kind !== "name" || receiver?.op !== "read") return undefined;
  const { name } = member.key;
  const parameter = fn.parameters.find(({ variable }) => variable === receiver.variable);
  const isElement =
    (OF_ARRAYS.has(name) && isOf(parameter?.annotation, ARRAYS)) ||
    (OF_MAPS.has(name) && isOf(parameter?.annotation, MAPS));
  return isElement ? call.receiver : undefined;
}

/** Whether a type is one of these, or a wrapper such as `Frozen` of one. */
function isOf(type: TSESTree.TypeNode | undefined, names: ReadonlySet<string>): boolean {
  switch (type?.type) {
    case AST_NODE_TYPES.TSArrayType:
      return names === ARRAYS;
    case AST_NODE_TYPES.TSTypeOperator:
      return isOf(type.typeAnnotation, names);
    case AST_NODE_TYPES.TSTypeReference: {
      const name = type.typeName.type === AST_NODE_TYPES.Identifier ? type.typeName.name : "";
      return names.has(name) || (WRAPPERS.has(name) && isOf(type.typeArguments?.params[0], names));
    }
    default:
      return false;
  }
}

const WRAPPERS = new Set(["Readonly", "Frozen"]);
