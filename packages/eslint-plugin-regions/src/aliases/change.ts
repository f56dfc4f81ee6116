import type { TSESTree } from "@typescript-eslint/utils";
import type { Argument, Instruction, Key, Temp } from "../lower/ir.js";
import { withoutAssertion } from "../lower/assertions.js";

/** An operation that changes an object in place. */
export interface Change {
  readonly instruction: Instruction;
  readonly node: TSESTree.Node;
  readonly target: Temp;
  /** The expression for what is changed. */
  readonly subject: TSESTree.Node;
  /** The name of a method or function; undefined: an assignment or `delete`. */
  readonly method: string | undefined;
  /** What is assigned to or deleted. */
  readonly key: Key | undefined;
  readonly args: readonly Argument[];
  /** Completes "This … changes it". */
  readonly what: string;
  /** It only puts other elements in the place of old ones: `splice(i, 1, other)`. */
  readonly isReplacement: boolean;
}

export type Definitions = readonly (Instruction | undefined)[];

const ARRAY_METHODS = ["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"];
const COLLECTION_METHODS = ["add", "set", "delete", "clear"];
const METHODS: ReadonlySet<string> = new Set([...ARRAY_METHODS, ...COLLECTION_METHODS]);

/** Functions that change their first argument, by the global that they belong to. */
const FUNCTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: new Set(["assign", "defineProperty", "defineProperties", "setPrototypeOf"]),
  Reflect: new Set(["set", "defineProperty", "deleteProperty", "setPrototypeOf"]),
};

/** Methods that return what they are called on. */
export const RETURNS_RECEIVER: ReadonlySet<string> = new Set(["sort", "reverse", "fill", "copyWithin", "add", "set"]);

/** What an instruction changes, if it does by its syntax. */
export function changeOf(definitions: Definitions, instruction: Instruction): Change | undefined {
  switch (instruction.op) {
    case "set":
      return instruction.how === "assign" ? changeByKey(definitions, instruction, "assignment to") : undefined;
    case "delete":
      return changeByKey(definitions, instruction, "'delete' of");
    case "call":
      return changeByCall(definitions, instruction);
    default:
      return undefined;
  }
}

function changeByKey(
  definitions: Definitions,
  instruction: Instruction & { op: "set" | "delete" },
  verb: string,
): Change {
  const { node, object: target, key } = instruction;
  const what = key.kind === "name" ? `${verb} '${key.name}'` : `${verb} an element`;
  const subject = subjectOf(definitions, target, node);
  return { instruction, node, target, subject, method: undefined, key, args: [], what, isReplacement: false };
}

function changeByCall(definitions: Definitions, call: Instruction & { op: "call" }): Change | undefined {
  const member = definitions[call.callee];
  if (member?.op !== "get" || member.key.kind !== "name") return undefined;
  const { name } = member.key;
  if (METHODS.has(name)) {
    const owner = definitions[member.object];
    // `Reflect.set` is no method of a map.
    if (!isGlobal(owner, "Reflect")) return changed(call.receiver ?? member.object, call.args, name);
  }
  const [first, ...others] = call.args;
  if (first === undefined || first.spread) return undefined;
  const owner = definitions[member.object];
  if (owner?.op === "read" && owner.variable.kind === "global") {
    return FUNCTIONS[owner.variable.name]?.has(name) === true ? changed(first.temp, others, name) : undefined;
  }
  // Array.prototype.push.call(list, …)
  if (name !== "call" || owner?.op !== "get" || owner.key.kind !== "name" || !METHODS.has(owner.key.name))
    return undefined;
  const prototype = definitions[owner.object];
  const isBuiltIn =
    prototype?.op === "get" &&
    prototype.key.kind === "name" &&
    prototype.key.name === "prototype" &&
    ["Array", "Map", "Set"].some((global) => isGlobal(definitions[prototype.object], global));
  return isBuiltIn ? changed(first.temp, others, owner.key.name) : undefined;

  function changed(target: Temp, args: readonly Argument[], method: string): Change {
    const { node } = call;
    const subject = subjectOf(definitions, target, node);
    const isReplacement = method === "splice" && isReplacing(definitions, args);
    const what = `call of '${method}'`;
    return { instruction: call, node, target, subject, method, key: undefined, args, what, isReplacement };
  }
}

function isReplacing(definitions: Definitions, args: readonly Argument[]): boolean {
  const count = args[1] && definitions[args[1].temp];
  return (
    args.length > 2 && !args.some(({ spread }) => spread) && count?.op === "literal" && count.value === args.length - 2
  );
}

export function isGlobal(definition: Instruction | undefined, name: string): boolean {
  return definition?.op === "read" && definition.variable.kind === "global" && definition.variable.name === name;
}

/** The expression that a temporary is the value of, without type assertions. */
export function subjectOf(definitions: Definitions, temp: Temp, otherwise: TSESTree.Node): TSESTree.Node {
  const node = definitions[temp]?.node;
  return node === undefined ? otherwise : withoutAssertion(node);
}
