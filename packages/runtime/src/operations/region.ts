import { exposure, RegionError } from "../errors.js";
import { Plan } from "../barrier/plan.js";
import { regions } from "../freeze/regions.js";
import { deadError, isReadable } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { regionsHook } from "../handles/freezing.js";
import { grant } from "../handles/handler.js";
import { bridgeAccess, makeHandle, viewObject } from "../handles/view.js";
import { nameOf, RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { kindOf } from "../objects/kind.js";
import { isProxy, knowOwnProxies } from "../objects/proxy.js";
import { copyOf } from "../thaw/copy.js";
import type { Region as RegionHandle, RegionOptions } from "../types.js";
import { describe } from "./expect.js";
import { isFrozen } from "./is-frozen.js";
import { isRegion } from "./is-region.js";

/** The type of the handle that `new Region()` returns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of an untyped region can be anything
export type Region<T extends object = Record<string, any>> = RegionHandle<T>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of an untyped region can be anything
type RegionConstructor = new <T extends object = Record<string, any>>(
  init?: T,
  options?: RegionOptions,
) => RegionHandle<T>;

/**
 * Makes a free, closed region and returns the handle of its bridge, the one object that it can be entered by. Fields
 * are plain properties. `instanceof Region` tells live bridge handles, `using` drops the region at the end of a block.
 *
 * @param init a local object that becomes the bridge, with everything it reaches; of a frozen one a copy is made
 * @param options `name`, for messages
 * @throws RegionError `ERR_NOT_MOVABLE`, `ERR_CROSS_REGION`, `ERR_ALREADY_OWNED`; TypeError when `init` is no object
 * @example
 * ```ts
 * const jobs = new Region({ queue: [] as string[] }, { name: "jobs" });
 * jobs.queue.push("first");
 * ```
 */
export const Region = /* @__PURE__ */ makeClass();

function makeClass(): RegionConstructor {
  // bundlers rename classes, and engines name this one in messages; they leave keys alone
  const made = {
    // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its instances are handles
    Region: class {
      constructor(init?: unknown, options?: unknown) {
        return createRegion(init, options);
      }

      static [Symbol.hasInstance](value: unknown): boolean {
        return isRegion(value);
      }
    },
  };
  return made.Region as unknown as RegionConstructor;
}

function createRegion(init: unknown, options: unknown): object {
  const bridge = init === undefined ? {} : bridgeFrom(init);
  openRegions();
  const region = new RegionRecord(nameFrom(options, "new Region"), bridge, grant);
  const plan = new Plan(region);
  plan.reference(bridge, bridge, undefined);
  plan.check();
  plan.commit();
  if (ownerOf(bridge) !== region) throw wrong(init, ", which everybody shares. Give it a copy.");
  return makeHandle(bridge, bridgeAccess(region));
}

/** Tells the rooms that work without regions that there are some from now on. */
export function openRegions(): void {
  if (regions.hook !== undefined) return;
  regions.hook = regionsHook;
  exposure.show = viewObject;
  knowOwnProxies((value) => faceBehind(value) !== undefined);
}

function wrong(given: unknown, remedy: string, operation = "new Region"): TypeError {
  return new TypeError(`${operation}() was given ${describe(given)}${remedy}`);
}

export function nameFrom(options: unknown, operation: string): string | undefined {
  if (options === undefined) return undefined;
  const name: unknown = typeof options === "object" && options !== null ? (options as RegionOptions).name : options;
  const [unknown] =
    typeof options === "object" && options !== null ? Object.keys(options).filter((key) => key !== "name") : [];
  if (unknown !== undefined)
    throw new TypeError(
      `${operation}() was given an option that it does not know: "${unknown}". It knows { name: "…" }.`,
    );
  if (name === options || (name !== undefined && typeof name !== "string"))
    throw wrong(name, ' as its options or name. Give it { name: "…" }.', operation);
  return name;
}

function bridgeFrom(init: unknown): object {
  if (typeof init !== "object" || init === null)
    throw wrong(init, ". A region starts from an object or array, or from nothing: new Region().");
  const face = faceBehind(init);
  const object = face === undefined ? init : face.object;
  const owner = ownerOf(object);
  if (owner?.state === "live") {
    const access = accessOf(init);
    if (access !== undefined && !isReadable(access, face!)) throw deadError(access, "make a region of this handle");
    const bridge = owner.bridge === object;
    const { holder } = owner;
    throw new RegionError(
      bridge ? "ERR_ALREADY_OWNED" : "ERR_CROSS_REGION",
      `new Region() was given ${bridge ? nameOf(owner) : `an object inside ${nameOf(owner)}`}, which cannot be the start of another region. ` +
        (bridge && holder !== undefined
          ? `${holder.label} owns it: put something else in its place first, guard.value = null, in a Cown<Region<T> | null>.`
          : bridge
            ? "Store it in a field: it becomes a subregion."
            : "Give it a copy of the data, or move() the whole region."),
      { target: object },
    );
  }
  // a frozen value cannot be changed: a region starts from a copy of its first object, the rest stays shared
  return !isProxy(object) && Object.isFrozen(object) && isFrozen(object) ? copyOf(object, kindOf(object)) : init;
}
