import { hasMemory, pushChildren, pushContents, unusual } from "../objects/children.js";
import { BUILT_IN, isOrdinary, kindOf } from "../objects/kind.js";
import { isFrozenView, isProxy } from "../objects/proxy.js";
import { anyOwnStatus, ownStatus } from "../objects/traits.js";
import { regions } from "./regions.js";
import { isShadowed } from "./shadows.js";

/** What is known of objects under `Object.freeze`: true when everything they reach is frozen too. */
export type ShellVerdicts = Map<object, boolean>;

/** Graphs found deeply frozen. That can never change, so it is remembered. */
let known: WeakSet<object> | undefined;

/**
 * `Object.freeze` is shallow. Is this object frozen all the way down? Decides every frozen object on the way as well,
 * in time linear in what is reachable through frozen objects: an object is deeply frozen unless a chain of
 * references leads from it to something mutable, and these chains are followed backwards.
 */
export function classifyShell(shell: object, verdicts: ShellVerdicts): boolean {
  const verdict = verdicts.get(shell);
  if (verdict !== undefined) return verdict;
  const own = stateOf(shell);
  if (own !== "shell") return own === "constant";
  const holders = new Map<object, object[]>();
  const mutable: object[] = [];
  const shells = [shell];
  const children: object[] = [];
  holders.set(shell, []);
  for (let i = 0; i < shells.length; i++) {
    const holder = shells[i]!;
    children.length = 0;
    pushReferences(holder, children);
    for (const child of children) {
      const known = holders.get(child);
      if (known !== undefined) known.push(holder);
      else {
        holders.set(child, [holder]);
        const decided = verdicts.get(child);
        if (decided === true) continue;
        const state = decided === false ? "mutable" : stateOf(child);
        if (state === "shell") shells.push(child);
        else if (state === "mutable") mutable.push(child);
      }
    }
  }
  for (const object of shells) verdicts.set(object, true);
  for (let object = mutable.pop(); object !== undefined; object = mutable.pop()) {
    for (const holder of holders.get(object)!) {
      if (verdicts.get(holder) === false) continue;
      verdicts.set(holder, false);
      mutable.push(holder);
    }
  }
  for (const object of shells) if (verdicts.get(object) === true) rememberFrozen(object);
  return verdicts.get(shell)!;
}

/** Is this object known to be frozen all the way down? */
export function isKnownFrozen(object: object): boolean {
  return known?.has(object) === true || isFrozenView(object);
}

/** For graphs that are known to be deeply frozen by the way in which they were made. */
export function rememberFrozen(root: object): void {
  (known ??= new WeakSet()).add(root);
}

/**
 * Is this value frozen all the way down? Stops at the first thing that is not.
 */
export function isDeeplyFrozen(root: object): boolean {
  if (isKnownFrozen(root)) return true;
  const seen = new Set<object>();
  const stack = [root];
  for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
    if (seen.has(object)) continue;
    seen.add(object);
    const state = stateOf(object);
    if (state === "mutable") return false;
    if (state === "shell") pushReferences(object, stack);
  }
  for (const object of seen) rememberFrozen(object);
  return true;
}

/** `constant`: frozen or shared, nothing to look into; `shell`: frozen by itself; `mutable`: anything else. */
function stateOf(value: object): "constant" | "shell" | "mutable" {
  let object = value;
  if (isFrozenView(value)) return "constant";
  if (isProxy(value)) {
    const behind = regions.hook?.frozenBehind(value);
    if (behind === undefined) return "mutable";
    object = behind;
  }
  const kind = kindOf(object);
  if (kind === BUILT_IN) return "constant";
  if (!Object.isFrozen(object) || hasMemory(object)) return "mutable";
  if (known?.has(object) === true) return "constant";
  if (isOrdinary(kind)) return "shell";
  const status = (anyOwnStatus ? ownStatus(object) : undefined) ?? kind.freezable;
  return status !== "no" && isShadowed(object, kind) ? "shell" : "mutable";
}

function pushReferences(value: object, into: object[]): void {
  const object = isProxy(value) ? regions.hook!.behind(value)! : value;
  pushChildren(object, into);
  if (unusual) pushContents(object, kindOf(object).base, into);
}
