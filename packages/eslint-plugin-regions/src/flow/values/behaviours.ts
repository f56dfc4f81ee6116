import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../../lower/ir.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { constant, part } from "../state/abstract-object.js";
import { describeType } from "../known/annotate.js";
import { runtimeName } from "../known/declared-types.js";
import type { FileContext, Frame } from "../state/frame.js";
import { VALUE } from "../state/heap.js";
import { describeContent, describeInitial } from "../known/initial-values.js";
import { thisObject } from "./variables.js";

/** The call of `when` in which a function is written as the body; undefined: it is no such body. */
export function behaviourAround(
  { runtimeTypes }: FileContext,
  { node }: FunctionIR,
): TSESTree.CallExpression | undefined {
  const call = node.parent;
  if (call?.type !== AST_NODE_TYPES.CallExpression || call.callee === node) return undefined;
  return runtimeName(runtimeTypes, call.callee) === "when" ? call : undefined;
}

/**
 * Tells a body what its guards lead to: the cowns stand in the call around it.
 *
 * @returns what stands for each guard: two of one cown show the same, and one object stands for both
 */
export function describeGuards(
  frame: Frame,
  call: TSESTree.CallExpression,
  guards: readonly AbstractObject[],
): readonly AbstractObject[] {
  const [asked] = call.arguments;
  const cowns = asked?.type === AST_NODE_TYPES.ArrayExpression ? asked.elements : [asked];
  const first = new Map<AbstractObject, { readonly guard: AbstractObject; readonly reads: boolean }>();
  return guards.map((guard, index) => {
    guard.kind = "Guard";
    const node = cowns[index] ?? undefined;
    const cown = cownAt(frame, node);
    if (cown === undefined) return guard;
    const reads = node?.type === AST_NODE_TYPES.CallExpression;
    const known = first.get(cown);
    // what is shared for reading is shown by handles of its own, of which nothing is known
    if (known !== undefined) return known.reads === reads ? known.guard : guard;
    first.set(cown, { guard, reads });
    if (cown.content !== undefined) describeContent(frame.file, part(frame.file.table, guard, VALUE), cown.content);
    return guard;
  });
}

/** The cown that an expression stands for, as far as its declaration says what it holds. */
function cownAt(frame: Frame, node: TSESTree.Node | undefined): AbstractObject | undefined {
  const { file } = frame;
  switch (node?.type) {
    case AST_NODE_TYPES.CallExpression:
      return runtimeName(file.runtimeTypes, node.callee) === "read" ? cownAt(frame, node.arguments[0]) : undefined;
    case AST_NODE_TYPES.MemberExpression: {
      const { object, property } = node;
      if (object.type !== AST_NODE_TYPES.ThisExpression || node.computed) return undefined;
      const name =
        property.type === AST_NODE_TYPES.PrivateIdentifier
          ? `#${property.name}`
          : property.type === AST_NODE_TYPES.Identifier
            ? property.name
            : "";
      return part(file.table, thisObject(frame), name);
    }
    case AST_NODE_TYPES.Identifier: {
      const variable = variableOf(file, node);
      return variable && declaredCown(file, variable);
    }
    default:
      return undefined;
  }
}

const variableOf = ({ ir }: FileContext, node: TSESTree.Identifier): Variable | undefined =>
  ir.variables.find(
    ({ name, scopeVariable }) =>
      name === node.name && scopeVariable?.references.some(({ identifier }) => identifier === node) === true,
  );

function declaredCown(file: FileContext, variable: Variable): AbstractObject {
  const cown = constant(file.table, `cown ${String(variable.id)}`, file.sourceCode.ast, {});
  const made = file.constants.initial.get(variable);
  describeType(file, cown, variable.annotation);
  if (made !== undefined) describeInitial(file, cown, made);
  return cown;
}
