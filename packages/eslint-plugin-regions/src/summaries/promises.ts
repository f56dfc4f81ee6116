import { checkChange, checkUse } from "../flow/ownership/check.js";
import { consume } from "../flow/ownership/consume.js";
import type { Call, Given } from "../flow/state/call-site.js";
import type { Frame } from "../flow/state/frame.js";
import type { Cursor } from "../flow/state/state.js";
import { type Effect, effectsIn, type Signature } from "../operations/signature.js";

/** What tags say of each value given to a call. */
function given(signature: Signature, call: Call): readonly (readonly [Given, readonly Effect[]])[] {
  const args = call.args.map(
    (argument, index) => [argument, effectsIn(signature.arguments?.[index] ?? signature.rest ?? [])] as const,
  );
  return call.receiver === undefined ? args : [[call.receiver, effectsIn(signature.receiver ?? [])], ...args];
}

/** What is promised of an argument speaks of something that is alive, whether the function happens to use it or not. */
export function checkGiven(frame: Frame, cursor: Cursor, signature: Signature, call: Call): void {
  for (const [{ value, node }, effects] of given(signature, call))
    if (effects.length > 0) checkUse(frame, cursor, value, node, { kind: "pass" });
}

/** Does to the arguments what the function promises, in addition to what its body was seen to do. */
export function applyPromises(frame: Frame, cursor: Cursor, signature: Signature, call: Call, by: string): void {
  // What is called later consumes its arguments then.
  if (call.isLater === true) return;
  for (const [{ value, node: subject }, effects] of given(signature, call)) {
    for (const effect of effects) {
      if (effect === "read") continue;
      if (effect === "mutate")
        checkChange(frame, cursor, value, call.node, subject, { own: true, what: `call of '${by}'` }, by);
      else
        consume(frame, cursor, value, effect, {
          node: call.node,
          subject,
          each: call.isEach === true ? call.node : undefined,
          by,
        });
    }
  }
}
