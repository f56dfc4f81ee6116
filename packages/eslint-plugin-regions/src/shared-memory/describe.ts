import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { Places } from "../report/problem.js";
import { byName, textOf } from "../report/words.js";
import type { Access } from "./access.js";
import type { PlainAccess } from "./run.js";

type Source = Readonly<TSESLint.SourceCode>;

/** The message of a plain access; its first line is complete in itself. */
export function describeAccess(source: Source, found: PlainAccess): string {
  return `${describeWhat(source, found)} ${describeWhy(source, found)}.\n${remedy(found)}`;
}

/** Where other threads got the memory, or what shows that they have it. */
export function placesOfAccess({ access, memory, sharing, helper }: PlainAccess): Places {
  const other =
    sharing !== undefined
      ? { loc: sharing.node.loc, label: "shared here" }
      : isTest(memory.node)
        ? { loc: memory.node.loc, label: "shown to be shared here" }
        : { loc: typeAround(memory.node).loc, label: "declared as shared here" };
  const inside = helper === undefined ? [] : [{ loc: helper.node.loc, label: "the access itself" }];
  return { label: `${access.how} without Atomics`, places: [other, ...inside] };
}

function describeWhat(source: Source, { access, helper }: PlainAccess): string {
  const { member, view, by, how } = access;
  const name = textOf(source, view);
  if (helper !== undefined)
    return `Elements of '${name}' are ${how} without Atomics by ${byName(helper.name)} (line ${String(helper.node.loc.start.line)})`;
  if (member !== undefined) return `'${textOf(source, member)}' is ${how} without Atomics`;
  const means = by === "iteration" || by === "destructuring" ? by : `'${by!}'`;
  return `Elements of '${name}' are ${how} without Atomics by ${means}`;
}

function describeWhy(source: Source, { memory, sharing }: PlainAccess): string {
  if (sharing === undefined) {
    const line = String(memory.node.loc.start.line);
    return isTest(memory.node)
      ? `although other threads have its memory, as '${textOf(source, memory.node)}' shows on line ${line}`
      : `although other threads have its memory: it is declared to be shared on line ${line} ('${textOf(source, typeAround(memory.node))}')`;
  }
  const { node, isPosted } = sharing;
  const where = `on line ${String(node.loc.start.line)} ('${textOf(source, node)}')`;
  return `after its memory ${isPosted ? "was" : "could be"} shared ${where}`;
}

const isTest = ({ type }: TSESTree.Node): boolean => type === AST_NODE_TYPES.BinaryExpression;

/** `Int32Array<SharedArrayBuffer>` says more than its argument. */
function typeAround(node: TSESTree.Node): TSESTree.Node {
  const outer = node.parent?.parent;
  return outer?.type === AST_NODE_TYPES.TSTypeReference ? outer : node;
}

const PROTECT = "or access it under a lock that 'settings.regions.locks' declares";

function remedy({ access, helper }: PlainAccess): string {
  const { how, member, by } = access;
  if (by !== undefined && /^(?:get|set)(?:Big)?U?[iI]nt/.test(by))
    return `A DataView has no atomic access: use Atomics on a typed array, ${PROTECT}.`;
  if (helper !== undefined) return `Use Atomics there, ${PROTECT}.`;
  if (member === undefined) return `Use Atomics on one element after the other, ${PROTECT}.`;
  if (how === "read") return `Use 'Atomics.load', ${PROTECT}.`;
  if (how === "written") return `Use 'Atomics.store', ${PROTECT}.`;
  const method = methodFor(access);
  return method === undefined
    ? `Use a loop around 'Atomics.compareExchange', ${PROTECT}.`
    : `Use 'Atomics.${method}', ${PROTECT}.`;
}

const METHODS: Partial<Record<string, string>> = { "+": "add", "-": "sub", "&": "and", "|": "or", "^": "xor" };

/** The function of `Atomics` that changes an element as `x++`, `x += y` or `x = x + y` does. */
export function methodFor({ node }: Pick<Access, "node">): string | undefined {
  if (node.type === AST_NODE_TYPES.UpdateExpression) return METHODS[node.operator.slice(1)];
  if (node.type !== AST_NODE_TYPES.AssignmentExpression) return undefined;
  if (node.operator !== "=") return METHODS[node.operator.slice(0, -1)];
  return node.right.type === AST_NODE_TYPES.BinaryExpression ? METHODS[node.right.operator] : undefined;
}
