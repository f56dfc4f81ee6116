import type { TSESTree } from "@typescript-eslint/utils";
import { checkChange, checkUse } from "../flow/ownership/check.js";
import { consume } from "../flow/ownership/consume.js";
import { dispose } from "../flow/ownership/dispose.js";
import { noteMove } from "../flow/ownership/moves-of-frozen.js";
import { transferListed } from "../flow/ownership/transfers.js";
import type { Call, Given } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import { isVague } from "../flow/state/heap.js";
import { NOTHING, fromIds, union } from "../flow/state/points-to.js";
import type { Cursor } from "../flow/state/state.js";
import { contains } from "../lower/loops-around.js";
import { nameOf } from "../lower/name-of.js";
import { adoptAt } from "./adopt.js";
import type { Binding } from "./binding.js";
import { references, resolve, subjectAt } from "./binding.js";
import type { Path } from "../flow/state/abstract-object.js";
import { invoke } from "./invoke.js";
import { isReportedInside } from "./skipped-effects.js";
import type { PathEffect } from "./summary.js";

/** Does at the call what an effect of the function says, and reports what is wrong with it there. */
export function applyEffectAt(frame: Frame, cursor: Cursor, effect: PathEffect, binding: Binding): void {
  const value = resolve(frame, cursor, effect.path, binding);
  if (value.length === 0) return;
  const { call, fn } = binding;
  if (isReportedInside(frame, effect, call.node)) return;
  // What an inline callback does is reported where it does it.
  const isInline = contains(call.node, fn.node);
  const node = isInline ? effect.node : call.node;
  const subject = isInline ? effect.subject : subjectAt(cursor, effect, binding);
  const by = isInline ? undefined : nameOf(fn);
  switch (effect.kind) {
    case "use": {
      const isArgument = isInline || effect.path.root.kind === "parameter";
      checkUse(frame, cursor, value, isArgument ? subject : node, effect.use, by);
      break;
    }
    case "change":
      checkChange(frame, cursor, value, node, subject, effect.change, by);
      break;
    case "consume":
      if (effect.effect === "transferList") transferListed(frame, cursor, { value, node: subject }, node);
      else if (effect.effect === "dispose") dispose(frame, cursor, value, { node, subject, by });
      else {
        const lent = effect.lent?.map(({ paths, fact }) => ({
          lenders: fromIds(paths.flatMap((path) => resolve(frame, cursor, path, binding))),
          fact,
        }));
        const { isFreed } = effect;
        if (effect.effect === "move") noteMove(frame, cursor, value, fn, effect.node);
        consume(frame, cursor, value, effect.effect, {
          node,
          subject,
          each: call.isEach === true ? call.node : undefined,
          over: effect.over,
          isAlways: effect.isAlways,
          by,
          lent,
          isFreed,
        });
      }
      break;
    case "adopt":
      adoptAt(frame, cursor, effect, value, { node, subject, by, isFreed: effect.isFreed }, binding.hidden, (owner) =>
        references(frame, cursor, owner, binding),
      );
      break;
    case "invoke": {
      const args = argumentsAt(frame, cursor, effect, binding, subject);
      const inner: Call = {
        ...call,
        node,
        receiver: { value, node: subject },
        args,
        spread: [],
        isStatement: effect.isStatement,
      };
      const helper = by ?? effect.by;
      const returned = invoke(frame, cursor, effect, helper === undefined ? inner : { ...inner, by: helper });
      if (returned === undefined) break;
      const { results } = binding;
      results.set(effect.node, union(results.get(effect.node) ?? NOTHING, returned));
    }
  }
}

/** What the function gives to one that its caller knows. */
function argumentsAt(
  frame: Frame,
  cursor: Cursor,
  { args, functions, literals, after, node }: PathEffect & { kind: "invoke" },
  binding: Binding,
  subject: TSESTree.Node,
): Given[] {
  const { call, fn } = binding;
  const isInline = contains(call.node, fn.node);
  // In the next turn of a loop it is another element.
  const isAgain = after.includes(node);
  return args.map((references, index) => {
    let value = functions[index] ?? NOTHING;
    for (const each of references) {
      if ("returnedBy" in each) value = union(value, binding.results.get(each.returnedBy) ?? NOTHING);
      else if (!isAgain || !each.keys.some(isVague)) value = union(value, resolve(frame, cursor, each, binding));
    }
    const own = references.find((each): each is Path => "root" in each && each.root.kind === "parameter");
    const given = own && subjectAt(cursor, { path: own }, binding);
    const literal = literals[index];
    return { value, node: (isInline ? literal : given) ?? subject, literal };
  });
}
