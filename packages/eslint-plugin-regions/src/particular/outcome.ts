import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { Frame } from "../flow/state/frame.js";
import { objectsOf, valueOf } from "../flow/state/frame.js";
import type { Cursor } from "../flow/state/state.js";
import type { Temp, Terminator } from "../lower/ir.js";
import { type Answer, isNothing, isTruthy } from "./answer.js";
import { answerOfObject, askOwn } from "./answers.js";
import { evaluate } from "./evaluate.js";
import { namesIn } from "./names.js";

/** How a condition comes out in a function that was given certain things; undefined: either way. */
export function outcomeOf(
  frame: Frame,
  cursor: Cursor,
  { test, node }: Terminator & { op: "branch" },
): boolean | undefined {
  if (frame.answers === undefined || test === undefined) return undefined;
  const definition = frame.definitions[test];
  if (definition?.op !== "compute") {
    const answer = answerAt(frame, cursor, test, node);
    return answer && isTruthy(answer);
  }
  switch (definition.operator) {
    case "== null": {
      const subject = node.type === AST_NODE_TYPES.MemberExpression && node.optional ? node.object : node;
      const answer = answerAt(frame, cursor, definition.from[0]!, subject);
      return answer && isNothing(answer);
    }
    case "=== undefined": {
      const answer = answerAt(frame, cursor, definition.from[0]!, undefined);
      return answer && answer.type === "undefined";
    }
    default: {
      const isWritten = node.type === AST_NODE_TYPES.BinaryExpression;
      const answer = isWritten ? evaluate(namesIn(frame.fn), node, askOwn(frame, cursor)) : undefined;
      return answer && isTruthy(answer);
    }
  }
}

/** What is known of a value, and of the expression for it. */
function answerAt(frame: Frame, cursor: Cursor, temp: Temp, node: TSESTree.Node | undefined): Answer | undefined {
  const index = frame.fn.parameters.findIndex((each) => each.temp === temp);
  if (index >= 0) return frame.answers?.get(String(index));
  const definition = frame.definitions[temp];
  if (definition?.op === "get" && definition.key.kind === "name") {
    const [object, ...others] = objectsOf(frame, valueOf(frame, cursor, definition.object));
    const isOne = object !== undefined && others.length === 0;
    const answer = isOne ? answerOfObject(frame, cursor, object, definition.key.name) : undefined;
    if (answer !== undefined) return answer;
  }
  return node && evaluate(namesIn(frame.fn), node, askOwn(frame, cursor));
}
