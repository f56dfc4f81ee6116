import { blockOf, earlyExit, loop, tryBlock } from "./control.js";
import { acquireCown, bareValue, newCown, pause, whenCowns } from "./cowns.js";
import { closure, helperCall } from "./functions.js";
import type { Context } from "./generate.js";
import { change, changeContainer, read, store } from "./changes.js";
import { alias, copy, destructure, newLocal, newRegion, reassign } from "./declarations.js";
import * as operations from "./operations.js";
import type { Statement } from "./program.js";

/** Makes one statement, sometimes with what belongs to it; nothing when there is nothing to do it with. */
export type Maker = (context: Context) => Statement[];

const simple: readonly (readonly [number, Maker])[] = [
  [5, newLocal],
  [5, newRegion],
  [5, alias],
  [2, destructure],
  [3, copy],
  [3, reassign],
  [4, read],
  [8, change],
  [6, changeContainer],
  [6, store],
  [4, operations.freezeValue],
  [1.5, operations.thawValue],
  [4, operations.moveRegion],
  [1.5, operations.closeRegion],
  [1, operations.dropRegion],
  [1, operations.dissolveRegion],
  [1, operations.mergeRegions],
  [2, operations.ownRegion],
  [1, operations.unfreezable],
  [6, helperCall],
];

const nested: readonly (readonly [number, Maker])[] = [
  [4, blockOf],
  [2, loop],
  [2, tryBlock],
  [2.5, closure],
  [3, operations.borrowRegion],
  [1, earlyExit],
];

/** Only where something can be waited for. */
const simpleAsync: typeof simple = [...simple, [5, newCown], [1, bareValue], [1, pause]];
const nestedAsync: typeof nested = [...nested, [8, whenCowns], [5, acquireCown]];

const DEEPEST = 2;

/** At least one statement. */
export function statement(context: Context): Statement[] {
  const { random, scope, depth, isAsync } = context;
  if (scope.length === 0) return random.pick([newLocal, newRegion])(context);
  for (;;) {
    const isNested = depth <= DEEPEST && random.chance(depth === 0 ? (isAsync ? 0.35 : 0.25) : 0.15);
    const all = isAsync ? (isNested ? nestedAsync : simpleAsync) : isNested ? nested : simple;
    const made = random.weighted(all)(context);
    if (made.length > 0) return made;
  }
}
