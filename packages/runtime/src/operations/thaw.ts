import { Plan } from "../barrier/plan.js";
import { canCopy } from "../thaw/copy.js";
import { finishedRoot, finishThaw } from "../thaw/freeze-thawed.js";
import { Thaw } from "../thaw/thaw.js";
import { readableBehind } from "../handles/dead.js";
import { accessOf } from "../handles/face.js";
import { grant } from "../handles/handler.js";
import { bridgeAccess, handleFor } from "../handles/view.js";
import { RegionRecord } from "../heap/region.js";
import { kindOf } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { regions } from "../freeze/regions.js";
import type { Frozen, Region, RegionOptions, Thawed } from "../types.js";
import { freeze } from "./freeze.js";
import { describe } from "./expect.js";
import { isFrozen } from "./is-frozen.js";
import { nameFrom, openRegions } from "./region.js";

/**
 * A free region over a frozen graph, to be changed as if the graph were mutable. An object is copied when it is written
 * for the first time; what is never written stays the frozen object that it was, and `freeze` of the region returns a
 * frozen graph that shares it. When nothing was written, that is the very graph that was given.
 *
 * Sharing and cycles are kept. Objects that cannot be copied, because their class keeps state out of sight and has no
 * codec, are shared as they are.
 *
 * @param frozen a value that is frozen all the way down
 * @param options `name`, for messages
 * @returns the handle of the region
 * @throws TypeError when `frozen` is not frozen, is a function, or cannot be copied
 * @example
 * ```ts
 * const before = freeze({ user: { name: "Ada" }, tags: ["a"] });
 * const draft = thaw(before);
 * draft.user.name = "Grace";
 * const after = freeze(draft);
 * before.user.name; // "Ada"
 * after.tags === before.tags; // true
 * ```
 */
export function thaw<F extends object, M extends Thawed<F>>(frozen: F, options?: RegionOptions): Region<M>;
export function thaw<T extends object>(frozen: Frozen<T>, options?: RegionOptions): Region<T>;
export function thaw(given: unknown, options?: RegionOptions): Region {
  const object =
    typeof given === "object" && given !== null ? (isProxy(given) ? readableBehind(given) : given) : undefined;
  if (object === undefined || !isFrozen(given))
    throw new TypeError(
      `thaw() was given ${describe(given)}, which is not frozen. ${
        typeof given === "object" && given !== null && accessOf(given) !== undefined
          ? "What a region owns can be changed as it is; freeze() it first to make the next version of it."
          : "Give it what freeze() returned, or make a region of it: new Region(value)."
      }`,
    );
  if (!canCopy(object, kindOf(object)))
    throw new TypeError(
      `thaw() was given ${describe(given)}, which cannot be copied. Register its class with a codec: registerType(type, { codec }).`,
    );
  openRegions();
  regions.hook!.finish ??= finishThaw;
  regions.hook!.finished ??= finishedRoot;
  const graph = new Thaw(given as object, object);
  const region = new RegionRecord(nameFrom(options, "thaw"), {}, grant);
  graph.region = region;
  region.bridge = graph.root.standIn();
  region.size = 1;
  region.thaws = [graph];
  if (specimens === undefined) keepLayouts();
  graph.root.copyHiddenState();
  return handleFor(graph.root.face, bridgeAccess(region)) as Region;
}

/** Handles of a region that lives and of one that was frozen, which keep some of all that belongs to regions. */
let specimens: readonly unknown[] | undefined;

/**
 * An engine forgets the layout of objects when the last one is gone, and with it all code that it made for them. That
 * happens whenever it collects garbage between two changes of a state. So some of each sort are kept.
 */
function keepLayouts(): void {
  specimens = [];
  const make = (): Region<{ list: unknown[] }> => {
    const region = thaw(freeze({ list: [{ some: {} }] })) as Region<{ list: unknown[] }>;
    region.list.push([region.list[0]], new Array(1).fill({}), { other: [{}] });
    return region;
  };
  const frozen = make();
  specimens = [make(), frozen, freeze(frozen), new Plan(new RegionRecord(undefined, {}, grant))];
}
