import type { Finding } from "../findings/finding.js";
import { HELD_BY_COWN } from "../flow/state/facts.js";
import { byName, type Source, textOf, when } from "./words.js";

/** "'a.items' belongs to another region: only a region as a whole can be stored here." */
export function describeReference(source: Source, finding: Finding & { kind: "reference" }): string {
  const { broken, subject, fact, node, by } = finding;
  const isHelper = node.type === "CallExpression" && node.callee.type === "Identifier";
  const name = isHelper
    ? `What '${textOf(source, node)}' stores`
    : subject === node && node.type !== "NewExpression"
      ? `What is stored in '${textOf(source, node)}'`
      : `'${textOf(source, subject)}'`;
  const doer = by === undefined ? "" : ` (${byName(by)} stores it)`;
  const isHeld = fact?.operation.verb === HELD_BY_COWN;
  const before =
    fact === undefined
      ? ""
      : `: ${isHeld ? "a cown holds it, which was taken" : "it was stored"} ${when(source, fact, node)}`;
  const takeOut = isHeld
    ? "Put something else into the cown first, and 'move' it"
    : "Take it out first with 'move(...)'";
  switch (broken) {
    case "contained":
      return `${name} refers to an object of another region${doer}: a region can refer to another one only as a whole.\nCopy the object, freeze it, or make it a region of its own.`;
    case "owned":
      return `${name} has an owner already${before}. A region has one owner${doer}.\n${takeOut}${isHeld ? "" : ", or delete the other field"}.`;
    case "cycle":
      return `${name} contains the region that it is stored in${doer}: regions form a tree.\nStore a frozen value or a cown instead.`;
    case "cown":
      return `${name} has an owner already${before}. A cown needs a free region.\n${takeOut}.`;
    case "unfree":
      return `'${textOf(source, subject)}' has an owner already${before}. '${textOf(source, node)}' needs a free region${by === undefined ? "" : ` (${byName(by)} does)`}.\n${takeOut}.`;
  }
}

export const pathText = (path: readonly string[]): string =>
  path.map((key) => (key.startsWith("[") ? "[…]" : /^\d/.test(key) ? `[${key}]` : `.${key}`)).join("");

/** "'config' cannot be frozen: '.cache' is a WeakMap." */
export function describeUnfreezable(source: Source, finding: Finding & { kind: "unfreezable" }): string {
  const { what, path, subject, verb, by } = finding;
  const where = path.length === 0 ? "it" : `'${pathText(path)}'`;
  const doer = by === undefined ? "" : `, as ${byName(by)} does`;
  const hint = what.includes("registered")
    ? "\nRegister the class with 'registerType', or keep its instances out."
    : what.includes("region")
      ? "\nGive it a region: 'new Region(...)', or a frozen value."
      : "\nLeave it out, or keep it where nobody else reaches it.";
  return `'${textOf(source, subject)}' cannot be ${verb}${doer}: ${where} is ${what}.${hint}`;
}

/** "'account.value' is reached without a guard." */
export function describeUnguarded(source: Source, { node, by }: Finding & { kind: "unguarded" }): string {
  const doer = by === undefined ? "" : ` by ${byName(by)}`;
  return `The value of the cown '${textOf(source, node)}' is reached${doer} without a guard.\nTake the cown with 'when(...)' or 'await cown.acquire()', and use 'value' of the guard.`;
}

/** "This waits for a cown while another one is held." */
export function describeWaiting(source: Source, finding: Finding & { kind: "waiting" }): string {
  const { fact, node, by, isForAll } = finding;
  const { verb, subject } = fact.operation;
  if (isForAll) return describeQuiescing(source, finding);
  const held = verb === "held" ? `'${textOf(source, subject)}'` : `the guard of '${textOf(source, subject)}'`;
  const doer = by === undefined ? "" : ` by ${byName(by)}`;
  return `'${textOf(source, node)}' waits${doer} for a cown while ${held} is held, from line ${String(fact.operation.node.loc.start.line)} on: two that wait for each other never go on.\nTake all cowns in one 'when([...], ...)', or release the first before.`;
}

/** "'quiesce()' waits until no behaviour runs, in one that runs." */
function describeQuiescing(source: Source, { fact, node, by }: Finding & { kind: "waiting" }): string {
  const { verb, subject, node: begin } = fact.operation;
  const waits = `'${textOf(source, node)}' waits${by === undefined ? "" : ` in ${byName(by)}`} until no behaviour runs`;
  const line = String(begin.loc.start.line);
  return verb === "held"
    ? `${waits}, in the behaviour that begins on line ${line}: it never goes on.\nCall 'quiesce' outside of behaviours.`
    : `${waits}, while the guard of '${textOf(source, subject)}' is held, from line ${line} on: those that need its cown never run.\nRelease it before.`;
}
