import { RegionError, type RegionErrorCode } from "../errors.js";
import { deadError, isLive, isReadable } from "../handles/dead.js";
import { accessOf, faceBehind } from "../handles/face.js";
import { holderBehind } from "../heap/holder.js";
import { type Holder, isOpen, LIVE, nameOf, READ, type RegionRecord } from "../heap/region.js";
import { ownerOf } from "../heap/ownership.js";
import { settleAll } from "../heap/settle.js";
import { isSelfOrAncestor } from "../heap/tree.js";
import { BUILT_IN, kindOf, PROTOTYPE } from "../objects/kind.js";
import { isProxy } from "../objects/proxy.js";
import { referencesOf } from "../objects/references.js";
import { describe } from "./expect.js";
import { isFrozen } from "./is-frozen.js";

interface Step {
  readonly object: object;
  readonly path: string;
}

/**
 * Walks everything that is reachable and checks every reference against the table of the ownership model, trusting
 * nothing that the write barrier did. For tests, and for finding what a raw reference broke.
 *
 * @param roots handles or local objects to start from
 * @throws RegionError with the code of the first rule that is broken, and the path to the reference that breaks it;
 * TypeError when given a primitive
 * @example
 * ```ts
 * const list: unknown[] = [];
 * const jobs = new Region({ list });
 * list.push({}); // behind the region's back
 * checkInvariant(jobs); // throws: $.list[0] is a local object
 * ```
 */
export function checkInvariant(...roots: object[]): void {
  const steps: Step[] = roots.map((root) => ({ object: root, path: "$" }));
  const seen = new Set<object>();
  const holders = new Map<RegionRecord, string>();
  const sizes = new Map<RegionRecord, number>();
  for (const { object, path } of steps) {
    const behind = objectBehind(object, path === "$");
    const holder = holderBehind(object);
    if (holder !== undefined && !seen.has(object)) {
      seen.add(object);
      steps.push(...contentOf(holder, `${path}.value`));
    }
    if (behind === undefined || seen.has(behind)) continue;
    seen.add(behind);
    const owner = ownerOf(behind);
    if (owner?.state === "live" && kindOf(behind).base !== "ArrayBuffer") sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
    for (const { value, segment } of referencesOf(behind)) {
      if (typeof value === "function") continue;
      const step: Step = { object: value, path: path + segment };
      if (owner !== undefined || Object.isFrozen(behind)) checkReference(behind, owner, step, holders);
      steps.push(step);
    }
  }
  for (const [region, size] of sizes) checkRecord(region, size);
}

/** The object to look into; undefined for what is nobody's to look into. */
function objectBehind(value: unknown, isRoot: boolean): object | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    throw new TypeError(`checkInvariant() was given ${describe(value)}. Give it handles or objects.`);
  }
  const face = faceBehind(value);
  if (face !== undefined) {
    const access = accessOf(value)!;
    if (isLive(access, face)) settleAll(access.region);
    if (isReadable(access, face)) return face.object;
    if (isRoot) throw deadError(access, "check the handle");
    return undefined;
  }
  if (typeof value === "function" || isProxy(value)) return undefined;
  const kind = kindOf(value);
  return kind === BUILT_IN || kind === PROTOTYPE ? undefined : value;
}

function checkReference(
  source: object,
  region: RegionRecord | undefined,
  { object: target, path: where }: Step,
  holders: Map<RegionRecord, string>,
): void {
  const fail = (code: RegionErrorCode, what: string): never => {
    throw new RegionError(code, `${where} ${what}. It was written by a raw reference, past the region's handle.`, {
      path: where,
      source,
      target,
    });
  };
  if (isFrozen(target) || [BUILT_IN, PROTOTYPE].includes(kindOf(target))) return;
  // a shell under Object.freeze that no region owns is an ordinary local object
  if (region === undefined) return;
  if (region.state === "frozen") return fail("ERR_FROZEN_MUTATION", "is mutable but referenced from a frozen object");
  if (faceBehind(target) !== undefined) fail("ERR_CROSS_REGION", `is a handle stored inside ${nameOf(region)}`);
  const owner = ownerOf(target);
  if (owner === undefined) return fail("ERR_CROSS_REGION", `is a local object referenced from ${nameOf(region)}`);
  if (owner === region) return;
  if (owner.bridge !== target)
    fail("ERR_CROSS_REGION", `is an object inside ${nameOf(owner)} referenced from ${nameOf(region)}`);
  const other = holders.get(owner);
  if (owner.parent !== region || other !== undefined) {
    fail(
      "ERR_ALREADY_OWNED",
      `is ${nameOf(owner)}, which ${other ?? owner.holder?.label ?? (owner.parent ? nameOf(owner.parent) : "nobody")} owns`,
    );
  }
  holders.set(owner, where);
}

/** What a cown holds, to be looked into. Where it is mutable it must be the bridge of a region that only the cown owns. */
function contentOf(holder: Holder, path: string): Step[] {
  const object = holder.content();
  if (typeof object !== "object" || object === null) return [];
  if (isFrozen(object)) return [{ object, path }];
  const region = ownerOf(object);
  const isOwn = region?.state === "live" && region.bridge === object && region.holder === holder;
  if (!isOwn || region.parent !== undefined)
    throw new RegionError(
      "ERR_COWN_CONTENT",
      `${path}, what ${holder.label} holds, is neither frozen nor its region.`,
      {
        path,
        target: object,
      },
    );
  settleAll(region);
  return [{ object, path }];
}

/** The books must agree with what was found. */
function checkRecord(region: RegionRecord, found: number): void {
  const { parent } = region;
  if (parent !== undefined && isSelfOrAncestor(region, parent)) {
    throw new RegionError("ERR_REGION_CYCLE", `${nameOf(region)} is inside of itself.`, { target: region.bridge });
  }
  let open = 0;
  for (const child of region.children) if (isOpen(child)) open += 1;
  const right =
    open === region.openSubregions &&
    found <= region.size &&
    (parent === undefined || parent.children.has(region)) &&
    [...region.children].every((child) => child.parent === region) &&
    [...region.borrows].every(
      ({ state, object }) => (state === LIVE || state === READ) && ownerOf(object!) === region,
    ) &&
    (region.holder === undefined || ownerOf(region.holder.content() as object) === region);
  if (!right) throw new Error(`The records of ${nameOf(region)} are inconsistent: this is a fault of regions-runtime.`);
}
